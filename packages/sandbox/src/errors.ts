/**
 * What went wrong, as a word to switch on.
 *
 * - `invalid_options`: an option of `startSandbox` or a fault has a value that cannot work.
 * - `invalid_argument`: a call on a running sandbox was given something that cannot work.
 * - `port_taken`: another process listens on the asked port; asking again later may help.
 * - `listen_failed`: the port could not be opened for another reason; see `cause`.
 * - `room_exists`: a room with that slug is already there.
 * - `unknown_room`, `unknown_message`, `unknown_connection`: nothing goes by that name here.
 * - `closed`: the sandbox was closed before the call.
 */
export type SandboxErrorCode =
  | 'invalid_options'
  | 'invalid_argument'
  | 'port_taken'
  | 'listen_failed'
  | 'room_exists'
  | 'unknown_room'
  | 'unknown_message'
  | 'unknown_connection'
  | 'closed'

/** The one error this package throws. The message names what was asked and what to do about it. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  /** Whether the same call may succeed later: true for `port_taken` alone. */
  readonly retryable: boolean

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = code === 'port_taken'
  }
}

/** Whether `value` is a `SandboxError`, also one from another copy of this package. */
export function isSandboxError(value: unknown): value is SandboxError {
  return value instanceof Error && value.name === 'SandboxError' && 'code' in value && 'retryable' in value
}
