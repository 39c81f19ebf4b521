import type { Clock } from '@wireloom/chat-core'

/** Resolves after so long, or as soon as the signal aborts; leaves no timer behind. */
export async function pause(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end)
      clock.clearTimeout(timer)
      resolve()
    }
    const timer = clock.setTimeout(end, delayMs)
    signal.addEventListener('abort', end)
  })
}
