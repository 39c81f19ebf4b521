/** Runs a task as soon as there is room for it; rejects with the signal's reason where it aborts before. */
export type Limit = <Value>(signal: AbortSignal, task: () => Promise<Value>) => Promise<Value>

/** Lets so many tasks run at once; the others wait in the order they came. */
export function createLimit(concurrency: number): Limit {
  const waiting: (() => void)[] = []
  let free = concurrency

  async function take(signal: AbortSignal): Promise<void> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    // Given back at once by who no longer wants it, so that nobody behind them is forgotten.
    if (signal.aborted) give()
    signal.throwIfAborted()
  }

  function give(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (signal, task) => {
    await take(signal)
    try {
      return await task()
    } finally {
      give()
    }
  }
}
