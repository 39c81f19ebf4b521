/**
 * Shows an error that nobody listens for where the platform shows uncaught ones, without ending the program: the
 * console of a page or worker, a warning in Node.
 */
export function reportUnheard(error: Error): void {
  const { reportError, process } = globalThis as {
    reportError?: (error: unknown) => void
    process?: { emitWarning?: (warning: Error) => void }
  }
  if (reportError !== undefined) reportError(error)
  else process?.emitWarning?.(error)
}
