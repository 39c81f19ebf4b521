/**
 * - `usage`: the command line or the environment asks for something that does not exist or does not fit together
 * - `failed`: what was asked could not be done
 */
export type RelayErrorCode = 'usage' | 'failed'

/** An end with one clear line for the user instead of a stack trace. */
export class RelayError extends Error {
  override readonly name = 'RelayError'
  readonly code: RelayErrorCode
  /** Nothing here is tried again by itself. */
  readonly retryable = false

  constructor(code: RelayErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.code = code
  }

  /** The code the process ends with: 2 for a wrong command line, 1 for the rest. */
  get exitCode(): number {
    return this.code === 'usage' ? 2 : 1
  }
}
