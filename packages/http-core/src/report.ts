/**
 * Shows what a caller's own callback threw where the platform shows uncaught errors, without ending the program and
 * without failing the call it has nothing to do with.
 */
export function reportUnheard(thrown: unknown): void {
  const { reportError, process } = globalThis as {
    reportError?: (error: unknown) => void
    process?: { emitWarning?: (warning: Error | string) => void }
  }
  if (reportError !== undefined) reportError(thrown)
  else process?.emitWarning?.(thrown instanceof Error ? thrown : String(thrown))
}
