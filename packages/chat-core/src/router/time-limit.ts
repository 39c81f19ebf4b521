import type { Clock } from '../clock.js'
import { ChatError } from '../error.js'

/** The time that one event has. */
export class TimeLimit {
  deadlineMs = 0
  reject: ((error: ChatError) => void) | undefined
  #over: AbortController | undefined

  /** Aborts when the time is over. Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.#over ??= new AbortController()
    return this.#over.signal
  }

  /** The event was handled in time. */
  handled(): void {}

  end(error: ChatError): void {
    this.#over?.abort(error)
    this.reject?.(error)
  }
}

/** Holds events to the same time, each from its beginning. All have one timer together: that of the oldest. */
export class TimeLimits {
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #running = new Set<TimeLimit>()
  #timer: unknown

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  /** Waits for a result, as long as there is time; rejects as `timeout`. What was done at once is given back as it is. */
  hold(limit: TimeLimit, result: unknown): unknown {
    if (!(result instanceof Promise)) {
      limit.handled()
      return result
    }
    limit.deadlineMs = this.#clock.now() + this.#timeoutMs
    this.#running.add(limit)
    if (this.#running.size === 1) this.#wait(this.#timeoutMs)
    return new Promise((resolve, reject) => {
      limit.reject = reject
      const resolved = (value: unknown): void => {
        const isInTime = this.#done(limit)
        resolve(value)
        if (isInTime) limit.handled()
      }
      const rejected = (error: unknown): void => {
        this.#done(limit)
        reject(error)
      }
      result.then(resolved, rejected)
    })
  }

  /** @returns whether it was in time */
  #done(limit: TimeLimit): boolean {
    const isInTime = this.#running.delete(limit)
    if (this.#running.size === 0) this.#clock.clearTimeout(this.#timer)
    return isInTime
  }

  #wait(delayMs: number): void {
    this.#timer = this.#clock.setTimeout(() => this.#expire(), delayMs)
  }

  #expire(): void {
    const nowMs = this.#clock.now()
    const message = `Handling an event took longer than ${this.#timeoutMs} ms; make it faster or raise "timeoutMs".`
    for (const limit of this.#running) {
      if (limit.deadlineMs > nowMs) return this.#wait(limit.deadlineMs - nowMs)
      this.#running.delete(limit)
      limit.end(new ChatError('timeout', message))
    }
  }
}
