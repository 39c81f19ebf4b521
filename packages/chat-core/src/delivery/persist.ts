import type { Clock } from '../clock.js'

/** What is needed to keep trying until a store answers. */
export interface Persistence {
  readonly clock: Clock
  /** Aborts when nobody will try any more. */
  readonly signal: AbortSignal
  /** A store refused. What it was to do is tried again. */
  failed(what: string, cause: unknown): void
}

const firstDelayMs = 100
const longestDelayMs = 30_000

/**
 * Does something with a store until it works, with growing waits: what is to be kept is never given up on, only told.
 *
 * @returns undefined where it was not done before the end
 */
export async function persist<Value>(
  what: string,
  persistence: Persistence,
  action: () => Promise<Value>,
): Promise<Value | undefined> {
  const { clock, signal } = persistence
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    if (signal.aborted) return undefined
    try {
      // oxlint-disable-next-line no-await-in-loop -- try after try
      return await action()
    } catch (cause) {
      persistence.failed(what, cause)
    }
    // oxlint-disable-next-line no-await-in-loop -- between tries
    await sleep(delayMs, clock, signal)
  }
}

/** Waits, or until the signal aborts. Never rejects. */
export function sleep(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = clock.setTimeout(end, delayMs)
    signal.addEventListener('abort', end)
  })
}
