/** Every code, and whether the same call may succeed later, unchanged. */
const codes = {
  invalid_options: false,
  invalid_argument: false,
  refused: false,
  unauthenticated: false,
  missing_scope: false,
  forbidden: false,
  not_found: false,
  invalid: false,
  edge_blocked: false,
  malformed: false,
  aborted: false,
  outcome_unknown: false,
  rate_limited: true,
  unavailable: true,
  timeout: true,
  network: true,
  body_cut: true,
  store_failed: true,
} as const

/**
 * What went wrong.
 *
 * We held back, nothing was sent:
 * - `invalid_options`, `invalid_argument`: an option or an argument that cannot be right
 * - `store_failed`: the token store did not take, give or lock; `cause` says why
 *
 * They refused:
 * - `unauthenticated`: 401, and no other token is to be had; somebody has to sign in again
 * - `missing_scope`: 403, for a scope that the token lacks
 * - `forbidden`, `not_found`: 403, 404
 * - `invalid`: 400 or 422 with messages for single fields, in `fields`
 * - `refused`: any other 4xx
 * - `rate_limited`: 429; see `retryAfterMs`
 * - `unavailable`: 408, or 5xx to a call that only reads
 * - `edge_blocked`: a proxy answered with a challenge in the API's place
 *
 * It never arrived, or what came back is no answer:
 * - `network`: not reached, or for a call that reads also a connection that broke
 * - `timeout`: a deadline passed
 * - `body_cut`: the connection broke in the middle of the answer
 * - `malformed`: an answer that is no JSON (`reason: 'not_json'`), of another shape (`'unexpected_shape'`) or a redirect
 *   (`'redirected'`)
 * - `aborted`: the caller's signal
 * - `outcome_unknown`: a write that may have arrived, and may have been done; never repeated here. Look before
 *   you repeat it. `reason` says what happened to it
 */
export type ApiErrorCode = keyof typeof codes

/**
 * The finer cause below a code.
 *
 * - `not_json`, `unexpected_shape`, `redirected`: how an answer is malformed. Redirects are not followed: they could
 *   carry tokens and bodies to another origin, and turn a POST into a GET
 * - `in_flight`: a write was aborted after it had been handed to the network, and may have been done
 * - `refresh_refused`: the token's renewal was refused for good
 * - `network`, `timeout`, `body_cut`, `unavailable`: what left the outcome of a write unknown
 */
export type ApiErrorReason =
  | 'not_json'
  | 'unexpected_shape'
  | 'redirected'
  | 'in_flight'
  | 'refresh_refused'
  | 'network'
  | 'timeout'
  | 'body_cut'
  | 'unavailable'

/** What the server says of one field of what was sent. */
export interface FieldMessage {
  /** Where, joined by dots: `body.content`. Empty where the server names no place. */
  readonly path: string
  readonly message: string
  /** The server's word for the kind of fault, where it has one. */
  readonly type?: string | undefined
}

/** What was asked, safe to log: the path is the template, without ids, query or secrets. */
export interface RequestSummary {
  readonly method: string
  /** `/v1/chats/{chat_id}` */
  readonly path: string
  /** `https://api.example.com` */
  readonly origin: string
}

/** The parts of an {@link ApiError} beside its code and message. */
export interface ApiErrorDetails {
  /** Default: by the code. */
  readonly retryable?: boolean | undefined
  readonly reason?: ApiErrorReason | undefined
  readonly status?: number | undefined
  readonly retryAfterMs?: number | undefined
  readonly request?: RequestSummary | undefined
  readonly serverMessage?: string | undefined
  readonly fields?: readonly FieldMessage[] | undefined
  readonly body?: unknown
  readonly cause?: unknown
}

const brand = Symbol.for('wireloom.http-core.api-error')

/**
 * The one error of every call. It may be logged: it holds no token, no secret, no query and no id of the path,
 * and what the server sent only as far as it is short.
 *
 * A package that has more to tell of extends it with codes of its own, which are not retryable unless they say so.
 */
export class ApiError<Code extends string = ApiErrorCode> extends Error {
  override readonly name: string = 'ApiError'
  readonly code: Code
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
  readonly reason: ApiErrorReason | undefined
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** Milliseconds to wait before trying again, where the server said. Not capped. */
  readonly retryAfterMs: number | undefined
  /** What was asked. */
  readonly request: RequestSummary | undefined
  /** The server's own words, where it had any that are short and no page. */
  readonly serverMessage: string | undefined
  /** What the server says of single fields; empty where it says nothing. */
  readonly fields: readonly FieldMessage[]
  /** The answer's body: parsed where it is JSON of at most 16,384 characters, else its first 1,000 characters. */
  readonly body: unknown

  constructor(code: Code, message: string, details: ApiErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.retryable = details.retryable ?? (codes as Readonly<Record<string, boolean>>)[code] ?? false
    this.reason = details.reason
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
    this.request = details.request
    this.serverMessage = details.serverMessage
    this.fields = details.fields ?? []
    this.body = details.body
    // Not enumerable: a mark for the guard, not for the reader of a log.
    Object.defineProperty(this, brand, { value: true })
  }
}

/** A class of errors that a client throws: {@link ApiError} or one that extends it with the same constructor. */
export type ApiErrorClass = new (code: ApiErrorCode, message: string, details?: ApiErrorDetails) => ApiError

/** Whether a caught value is an {@link ApiError}, also one of another copy of this package. */
export function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && brand in value
}

/** The same error as one of another class; unchanged where it is one already. */
export function toErrorClass(error: ApiError, ErrorClass: ApiErrorClass, request?: RequestSummary): ApiError {
  if (error instanceof ErrorClass && (error.request !== undefined || request === undefined)) return error
  const own = { cause: error.cause, request: error.request ?? request }
  return new ErrorClass(error.code, error.message, Object.assign({}, error, own))
}
