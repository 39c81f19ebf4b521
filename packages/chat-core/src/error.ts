/**
 * Every code, and whether waiting and asking again can help.
 *
 * Retrying `outcome_unknown` is false on purpose: what may have been sent must not be sent blindly a second time.
 */
const retryableByCode = {
  unsupported: false,
  unauthenticated: false,
  missing_scope: false,
  forbidden: false,
  edge_blocked: false,
  rate_limited: true,
  quota: false,
  invalid: false,
  too_long: false,
  not_found: false,
  unavailable: true,
  timeout: true,
  network: true,
  outcome_unknown: false,
  protocol: false,
  lease_lost: false,
  overflow: false,
  closed: false,
  handler_failed: false,
} as const

/**
 * What went wrong.
 *
 * - `unsupported`: this platform or room cannot do it; thrown before any I/O
 * - `unauthenticated`, `missing_scope`, `forbidden`: log in again · ask for consent again · they will not have it
 * - `edge_blocked`: a proxy in front of the service answered, not the service
 * - `rate_limited`, `quota`: wait · stop for today
 * - `invalid`, `too_long`, `not_found`: the request itself is wrong
 * - `unavailable`, `timeout`, `network`: it never arrived, or they were not able; retry with growing waits
 * - `outcome_unknown`: something was sent and may or may not have happened
 * - `protocol`: they said something that cannot be read
 * - `lease_lost`, `overflow`, `closed`: ours: another process took over · the reader was too slow · it was closed
 * - `handler_failed`: a handler of the program's own threw; `cause` is what
 */
export type ChatErrorCode = keyof typeof retryableByCode

/** What is known beside the message. */
export interface ChatErrorOptions {
  /** Whether asking again later can help. Default: by the code. */
  readonly retryable?: boolean
  /** How long to wait before asking again, in milliseconds, where the other side said. */
  readonly retryAfterMs?: number
  /** The platform it happened on. */
  readonly platform?: string
  /** What was being done, as a dotted name such as `message.send`. */
  readonly operation?: string
  /** The HTTP status, where there was one. */
  readonly status?: number
  /** The id the platform gave the request, for its support. */
  readonly requestId?: string
  /** What caused it. */
  readonly cause?: unknown
}

/**
 * The one error of chat-core and of what is built on it.
 *
 * It holds no body, header or token: what is on it may be logged.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly code: ChatErrorCode
  /** Whether asking again later can help. */
  readonly retryable: boolean
  /** Milliseconds to wait before asking again, where the other side said. */
  readonly retryAfterMs: number | undefined
  readonly platform: string | undefined
  /** What was being done, as a dotted name such as `message.send`. */
  readonly operation: string | undefined
  /** The HTTP status, where there was one. */
  readonly status: number | undefined
  readonly requestId: string | undefined

  /**
   * @param code one of {@link ChatErrorCode}
   * @param message what was asked and what to do about it
   * @param options what else is known
   */
  constructor(code: ChatErrorCode, message: string, options: ChatErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.retryable = options.retryable ?? retryableByCode[code]
    this.retryAfterMs = options.retryAfterMs
    this.platform = options.platform
    this.operation = options.operation
    this.status = options.status
    this.requestId = options.requestId
  }
}

/**
 * Whether a caught value is a {@link ChatError}.
 *
 * Reads name and code, not the class, so that a second copy of this package does not break a `catch`.
 */
export function isChatError(value: unknown): value is ChatError {
  if (typeof value !== 'object' || value === null) return false
  const { name, code } = value as { name?: unknown; code?: unknown }
  return name === 'ChatError' && typeof code === 'string' && Object.hasOwn(retryableByCode, code)
}
