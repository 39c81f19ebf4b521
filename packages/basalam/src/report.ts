/** Shows what a caller's own callback threw where the platform shows uncaught errors, without ending the program. */
export function reportUnheard(thrown: unknown): void {
  const { reportError, process } = globalThis as {
    readonly reportError?: (error: unknown) => void
    readonly process?: { readonly emitWarning?: (warning: Error | string) => void }
  }
  if (reportError !== undefined) reportError(thrown)
  else process?.emitWarning?.(thrown instanceof Error ? thrown : String(thrown))
}
