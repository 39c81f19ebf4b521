import type { Clock } from './clock.js'

/** Settles after the delay; rejects with the signal's reason if that comes first, and leaves no timer. */
export async function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  let timer: unknown
  try {
    const passing = new Promise<void>((resolve) => {
      timer = clock.setTimeout(resolve, delayMs)
    })
    await untilAborted(passing, signal)
  } finally {
    clock.clearTimeout(timer)
  }
}

/** A shared promise's outcome, unless the signal comes first; the promise itself goes on for the others. */
export async function untilAborted<Value>(
  promise: PromiseLike<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise
  let refuse: (reason: unknown) => void
  const aborted = new Promise<never>((_, reject) => {
    refuse = reject
  })
  const abort = (): void => refuse(signal.reason)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
