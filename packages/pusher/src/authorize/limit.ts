import { aCount, check } from '../check-option.js'

/** Runs a task as soon as there is room for it; rejects with the signal's reason where it aborts before. */
export type Limit = <Value>(signal: AbortSignal, task: () => Promise<Value>) => Promise<Value>

/** Lets at most so many tasks run at once; the others wait in the order they came. */
export function createLimit(concurrency: number): Limit {
  check('concurrency', concurrency, aCount)
  let running = 0
  const waiting = new Set<() => void>()
  return async (signal, task) => {
    if (running >= concurrency) await turn(signal, waiting)
    signal.throwIfAborted()
    running += 1
    try {
      return await task()
    } finally {
      running -= 1
      const [next] = waiting
      next?.()
    }
  }
}

/** Settles when it is this one's turn, or when nobody wants it any more. */
function turn(signal: AbortSignal, waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      waiting.delete(go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    waiting.add(go)
    signal.addEventListener('abort', go)
  })
}
