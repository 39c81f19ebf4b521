import { ChatError } from '@wireloom/chat-core'

/** Every code, whether trying again later can help, and what chat-core calls it. */
const codes = {
  invalid_options: { retryable: false, chat: 'invalid' },
  invalid_target: { retryable: false, chat: 'invalid' },
  no_lookup: { retryable: false, chat: 'unsupported' },
  not_found: { retryable: false, chat: 'not_found' },
  edge_blocked: { retryable: false, chat: 'edge_blocked' },
  unavailable: { retryable: true, chat: 'unavailable' },
  network: { retryable: true, chat: 'network' },
  timeout: { retryable: true, chat: 'timeout' },
  protocol: { retryable: false, chat: 'protocol' },
  malformed_event: { retryable: false, chat: 'protocol' },
  subscription_refused: { retryable: false, chat: 'forbidden' },
  connection_refused: { retryable: false, chat: 'forbidden' },
  connection_failed: { retryable: true, chat: 'network' },
  connection_lost: { retryable: true, chat: 'network' },
  handler_failed: { retryable: false, chat: 'invalid' },
  overflow: { retryable: false, chat: 'overflow' },
  aborted: { retryable: false, chat: 'closed' },
  closed: { retryable: false, chat: 'closed' },
} as const

/**
 * What went wrong.
 *
 * - `invalid_options`, `invalid_target`: an option, a slug or an id that cannot be right; before any I/O
 * - `no_lookup`: a slug was given and no lookup to turn it into a chatroom id
 * - `not_found`: Kick has no channel of that name
 * - `edge_blocked`: a proxy in front of Kick answered in its place; pass the chatroom id
 * - `unavailable`, `network`, `timeout`: Kick could not answer, was not reached, or took too long
 * - `protocol`: Kick's answer to a lookup cannot be read
 * - `malformed_event`: an event of a known name without the fields it should have
 * - `subscription_refused`, `connection_refused`: the socket's server will not have it, for good
 * - `connection_failed`: the socket could not be opened, `cause` holds why; it is tried again
 * - `connection_lost`: the socket broke; it is being opened again
 * - `handler_failed`: a handler of the caller threw or rejected; `cause` holds what it threw
 * - `overflow`: a stream with `overflow: 'fail'` was read too slowly
 * - `aborted`: the caller's signal ended what was waited for; `cause` holds its reason
 * - `closed`: the chat or the room was closed
 */
export type KickErrorCode = keyof typeof codes

/** What is known beside the message. */
export interface KickErrorOptions {
  /** Whether trying again later can help. Default: by the code. */
  readonly retryable?: boolean
  /** How long to wait before trying again, in milliseconds, where the other side said. */
  readonly retryAfterMs?: number
  /** The HTTP status, where there was one. */
  readonly status?: number
  /** What caused it. */
  readonly cause?: unknown
}

/** The one error of this package. It holds no payload, so that it may be logged. */
export class KickError extends Error {
  override readonly name = 'KickError'
  readonly code: KickErrorCode
  /** Whether trying again later can help. */
  readonly retryable: boolean
  /** Milliseconds to wait before trying again, where the other side said. */
  readonly retryAfterMs: number | undefined
  /** The HTTP status, where there was one. */
  readonly status: number | undefined

  /**
   * @param code one of {@link KickErrorCode}
   * @param message what was asked and what to do about it
   * @param options what else is known
   */
  constructor(code: KickErrorCode, message: string, options: KickErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.retryable = options.retryable ?? codes[code].retryable
    this.retryAfterMs = options.retryAfterMs
    this.status = options.status
  }
}

/**
 * Whether a caught value is a {@link KickError}.
 *
 * Reads name and code, not the class, so that a second copy of this package does not break a `catch`.
 */
export function isKickError(value: unknown): value is KickError {
  if (typeof value !== 'object' || value === null) return false
  const { name, code } = value as { name?: unknown; code?: unknown }
  return name === 'KickError' && typeof code === 'string' && Object.hasOwn(codes, code)
}

/** The same error in chat-core's words, with the original as its cause. */
export function toChatError(error: KickError): ChatError {
  return new ChatError(codes[error.code].chat, error.message, {
    platform: 'kick',
    retryable: error.retryable,
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.status !== undefined && { status: error.status }),
    cause: error,
  })
}
