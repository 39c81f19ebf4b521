export { memoryTokenStore, TokenSession } from '@wireloom/http-core'
export { Kick } from './kick.js'
export { isKickError, KickError } from './kick-error.js'

export type {
  Answered,
  ApiErrorCode as KickErrorCode,
  ApiErrorReason as KickErrorReason,
  Call,
  CallOptions,
  HttpHooks,
  Logger,
  Token,
  TokenSessionOptions,
  TokenSource,
  TokenStore,
} from '@wireloom/http-core'
export type { BotMessage, ChatApi, MessageToSend, SentMessage, UserMessage } from './api/chat.js'
export type { KickOptions } from './kick.js'
