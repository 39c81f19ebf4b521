import type { Clock } from '@wireloom/http-core'

/** Waits that a ring cuts short. A ring that comes while nobody waits cuts the next one. */
export class Doorbell {
  readonly #clock: Clock
  #hasRung = false
  #wake: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  ring(): void {
    this.#hasRung = true
    this.#wake?.()
  }

  /** Resolves after the time, at a ring, or once the signal is aborted. */
  async wait(delayMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#hasRung) await this.#sleep(delayMs, signal)
    this.#hasRung = false
  }

  async #sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    await sleep(this.#clock, delayMs, signal, (wake) => {
      this.#wake = wake
    })
    this.#wake = undefined
  }
}

/** Longer timers overflow their 32 bits and end at once. */
const longestDelayMs = 2_147_483_647

/** Resolves after the time, 24 days at most, or once the signal is aborted. @param onStart is given what ends it early */
export function sleep(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
  onStart?: (wake: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const wake = (): void => {
      clock.clearTimeout(timer)
      // The signal lives longer than any one wait.
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = clock.setTimeout(wake, Math.min(delayMs, longestDelayMs))
    signal.addEventListener('abort', wake)
    onStart?.(wake)
  })
}
