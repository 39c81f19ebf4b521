import type { Clock } from '../clock.js'
import { ChatError } from '../error.js'

/** The time that something has. */
export class TimeLimit {
  readonly #clock: Clock
  readonly #timeoutMs: number
  #over: AbortController | undefined

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  /** Aborts when the time is over. Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.#over ??= new AbortController()
    return this.#over.signal
  }

  /** Waits for a result, as long as there is time. What was done at once costs no timer. Rejects as `timeout`. */
  hold(result: unknown): unknown {
    if (!(result instanceof Promise)) return result
    return new Promise((resolve, reject) => {
      const message = `Handling an event took longer than ${this.#timeoutMs} ms; make it faster or raise "timeoutMs".`
      const timer = this.#clock.setTimeout(() => {
        const error = new ChatError('timeout', message)
        this.#over?.abort(error)
        reject(error)
      }, this.#timeoutMs)
      result.then(resolve, reject).finally(() => this.#clock.clearTimeout(timer))
    })
  }
}
