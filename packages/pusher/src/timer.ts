import type { Clock } from './clock.js'

/** One timer that is either running or not; starting it again replaces the earlier run. */
export class Timer {
  readonly #clock: Clock
  readonly #fired: () => void
  #handle: unknown

  constructor(clock: Clock, fired: () => void) {
    this.#clock = clock
    this.#fired = fired
  }

  get running(): boolean {
    return this.#handle !== undefined
  }

  start(delayMs: number): void {
    this.stop()
    this.#handle = this.#clock.setTimeout(() => {
      this.#handle = undefined
      this.#fired()
    }, delayMs)
  }

  stop(): void {
    if (this.#handle === undefined) return
    this.#clock.clearTimeout(this.#handle)
    this.#handle = undefined
  }
}
