export { memoryTokenStore, TokenSession } from '@wireloom/http-core'
export { BasalamOAuth } from './auth/oauth.js'
export { personalToken } from './auth/personal-token.js'
export { Basalam } from './basalam.js'
export { BasalamError, isBasalamError } from './basalam-error.js'

export type {
  Answered,
  ApiErrorCode as BasalamErrorCode,
  ApiErrorReason as BasalamErrorReason,
  Call,
  CallOptions,
  FieldMessage,
  HttpHooks,
  Logger,
  Token,
  TokenSessionOptions,
  TokenSource,
  TokenStore,
} from '@wireloom/http-core'
export type { BasalamOAuthOptions, SessionOptions } from './auth/oauth.js'
export type { PersonalTokenOptions } from './auth/personal-token.js'
export type { Scope } from './auth/scopes.js'
export type { ListCall, ListPage } from './list-call.js'
export type { BasalamOptions, Environment, ServiceName } from './options.js'
