import { aCount, aDelay, check } from '../check-option.js'
import { PusherError } from '../errors.js'

/**
 * Runs a task as soon as there is room for it. Rejects with the signal's reason where that aborts first, and with
 * `authorization_failed` where the task takes too long; either aborts the signal that the task is given.
 */
export type Limit = <Value>(
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<Value>,
) => Promise<Value>

/** Lets at most so many tasks run at once, none of them for longer than that; the others wait in the order they came. */
export function createLimit(concurrency: number, timeoutMs: number): Limit {
  check('concurrency', concurrency, aCount)
  check('timeoutMs', timeoutMs, aDelay())
  let running = 0
  const waiting = new Set<() => void>()
  return (signal, task) =>
    new Promise((resolve, reject) => {
      const ending = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      let hasEnded = false
      const begin = (): void => {
        waiting.delete(begin)
        running += 1
        timer = setTimeout(() => fail(tooLate(timeoutMs)), timeoutMs)
        void task(ending.signal).then(resolve, reject).finally(end)
      }
      const end = (): void => {
        // One that was given up may still end by itself.
        if (hasEnded) return
        hasEnded = true
        clearTimeout(timer)
        signal.removeEventListener('abort', leave)
        if (waiting.delete(begin)) return
        running -= 1
        const [next] = waiting
        next?.()
      }
      const fail = (reason: unknown): void => {
        reject(reason)
        ending.abort(reason)
        end()
      }
      const leave = (): void => fail(signal.reason)
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      signal.addEventListener('abort', leave)
      if (running < concurrency) begin()
      else waiting.add(begin)
    })
}

function tooLate(timeoutMs: number): PusherError {
  const message = `The application's server gave no answer in ${timeoutMs} ms.`
  return new PusherError('authorization_failed', message, { retryable: true })
}
