import type { Clock } from '@wireloom/http-core'
import { sleep } from './doorbell.js'

/** How many requests may go out a minute, for all chats together; half a minute's may go at once. */
export class RequestBudget {
  readonly #perMinute: number
  readonly #clock: Clock
  #left: number
  #countedAtMs: number

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute
    this.#clock = clock
    this.#left = this.#most
    this.#countedAtMs = clock.now()
  }

  get #most(): number {
    return Math.max(1, this.#perMinute / 2)
  }

  /** Waits until one more may go out, or the signal is aborted. */
  async take(signal: AbortSignal): Promise<void> {
    this.#refill()
    // A clock that is set back must not be waited for.
    while (this.#left < 1 && !signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- a timer may come early
      await sleep(this.#clock, Math.ceil(((1 - this.#left) * 60_000) / this.#perMinute), signal)
      this.#refill()
    }
    this.#left -= 1
  }

  #refill(): void {
    const now = this.#clock.now()
    const gained = (Math.max(0, now - this.#countedAtMs) * this.#perMinute) / 60_000
    this.#left = Math.min(this.#most, this.#left + gained)
    this.#countedAtMs = now
  }
}
