export { ApiError, isApiError } from './api-error.js'
export { readErrorBody } from './error-body.js'
export { HttpClient } from './http-client.js'
export { paginate } from './paginate.js'
export { fixedToken } from './token.js'
export { TokenSession } from './token-session.js'
export { memoryTokenStore } from './token-store.js'

export type {
  ApiErrorClass,
  ApiErrorCode,
  ApiErrorDetails,
  ApiErrorReason,
  FieldMessage,
  RequestSummary,
} from './api-error.js'
export type { Answered, Call } from './call.js'
export type { Clock } from './clock.js'
export type { AnswerFacts, Endpoint, PathParameters, Query, RawBody } from './endpoint.js'
export type { ErrorBody } from './error-body.js'
export type { Fetch, FetchInit } from './exchange.js'
export type {
  FailureEvent,
  HttpHooks,
  Logger,
  LogLevel,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
} from './observer.js'
export type { CallOptions, HttpClientOptions } from './options.js'
export type { GetPage, Page, Paged, PaginateOptions } from './paginate.js'
export type { Effect, RetryPolicy } from './policy.js'
export type { Token, TokenSource, WaitOptions } from './token.js'
export type { TokenSessionOptions } from './token-session.js'
export type { TokenStore } from './token-store.js'
