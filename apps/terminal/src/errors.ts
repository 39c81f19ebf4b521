/**
 * - `usage`: the command line asks for something that does not exist or does not fit together
 * - `failed`: what was asked could not be done
 */
export type TerminalErrorCode = 'usage' | 'failed'

/** An end with one clear line for the user instead of a stack trace. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
  readonly code: TerminalErrorCode

  constructor(code: TerminalErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.code = code
  }

  /** The code the process ends with: 2 for a wrong command line, 1 for the rest. */
  get exitCode(): number {
    return this.code === 'usage' ? 2 : 1
  }
}

/** What lies beneath an error; the error itself where it has no cause. */
export function rootCause(error: Error): Error {
  return error.cause instanceof Error ? rootCause(error.cause) : error
}

/** The system's own word for an error, such as `ECONNREFUSED`, where it has one. */
export function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? code : undefined
}
