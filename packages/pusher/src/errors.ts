/**
 * What went wrong, in one word.
 *
 * - `invalid_options`, `invalid_channel_name`, `invalid_event_name`, `unsupported`: refused here, before any I/O.
 * - `no_socket`: this platform has no WebSocket and none was passed in.
 * - `connection_failed`: an attempt never got as far as a socket id; it is repeated.
 * - `handshake_failed`: the server's first frame was not a handshake; the attempt is repeated.
 * - `connection_lost`: an open connection broke; it is opened again.
 * - `refused`: the server said not to come back unchanged (4001 to 4099, 4300 and up); nothing is repeated.
 * - `server_error`: a `pusher:error` event on an open connection; the connection lives.
 * - `malformed_frame`: a frame that is no Pusher event; it is skipped and the connection lives.
 * - `subscription_refused`: the server refused one channel.
 * - `authorization_failed`: the application's own server, or the function that asks it, did not let us into a
 *   channel, or did not vouch for the user.
 * - `signin_refused`: the server refused the sign-in, or named no user.
 * - `decryption_failed`: an event of an encrypted channel could not be opened, and was dropped.
 * - `request_refused`, `request_failed`, `invalid_webhook`: of the server-side half, see `./server`.
 * - `unsubscribed`, `disconnected`, `aborted`: what was waited for was ended by the caller.
 * - `overflow`: a stream's consumer was slower than its channel, and events were dropped.
 * - `handler_failed`: a listener threw or rejected; `cause` is what it threw.
 */
export type PusherErrorCode =
  | 'invalid_options'
  | 'invalid_channel_name'
  | 'invalid_event_name'
  | 'unsupported'
  | 'no_socket'
  | 'connection_failed'
  | 'handshake_failed'
  | 'connection_lost'
  | 'refused'
  | 'server_error'
  | 'malformed_frame'
  | 'subscription_refused'
  | 'authorization_failed'
  | 'signin_refused'
  | 'decryption_failed'
  | 'request_refused'
  | 'request_failed'
  | 'invalid_webhook'
  | 'unsubscribed'
  | 'disconnected'
  | 'aborted'
  | 'overflow'
  | 'handler_failed'

/** The parts of a {@link PusherError} beside its code and message. */
export interface PusherErrorDetails {
  /** Whether the same call may succeed later, unchanged. Default `false`. */
  readonly retryable?: boolean
  /** The WebSocket close code or the code of the server's `pusher:error`, where there is one. */
  readonly serverCode?: number | undefined
  /** The channel it concerns, where it concerns one. */
  readonly channel?: string | undefined
  /** What lies beneath: the runtime's error, the thrown value, the abort reason. */
  readonly cause?: unknown
}

const brand = Symbol.for('wireloom.pusher.error')

/** The one error class of this package: thrown, rejected with, or handed to the `error` event. */
export class PusherError extends Error {
  override readonly name: string = 'PusherError'
  readonly code: PusherErrorCode
  /** Whether the same call may succeed later, unchanged. Connection errors that are, are retried by the client itself. */
  readonly retryable: boolean
  /** The WebSocket close code or the code of the server's `pusher:error`, where there is one. */
  readonly serverCode: number | undefined
  /** The channel it concerns, where it concerns one. */
  readonly channel: string | undefined

  constructor(code: PusherErrorCode, message: string, details: PusherErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.retryable = details.retryable ?? false
    this.serverCode = details.serverCode
    this.channel = details.channel
    // Not enumerable: a mark for the guard, not for the reader of a log.
    Object.defineProperty(this, brand, { value: true })
  }
}

/** Whether a caught value is a {@link PusherError}, also one of another copy of this package. */
export function isPusherError(value: unknown): value is PusherError {
  return typeof value === 'object' && value !== null && brand in value
}
