import type { TimerClock } from '../../src/index.js'

/** Time that stands still until it is told to go on. */
export class ManualClock implements TimerClock {
  #nowMs: number
  readonly #timers = new Map<object, { readonly dueMs: number; readonly callback: () => void }>()

  constructor(nowMs: number = Date.now()) {
    this.#nowMs = nowMs
  }

  /** How long each timer still has, the next one first. */
  get waitsMs(): readonly number[] {
    return [...this.#timers.values()].map(({ dueMs }) => dueMs - this.#nowMs).toSorted((a, b) => a - b)
  }

  now(): number {
    return this.#nowMs
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    const handle = {}
    this.#timers.set(handle, { dueMs: this.#nowMs + delayMs, callback })
    return handle
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as object)
  }

  /** Lets time pass, and what is due happen. */
  pass(durationMs: number): void {
    this.#nowMs += durationMs
    for (const [handle, { dueMs, callback }] of Array.from(this.#timers)) {
      if (dueMs > this.#nowMs || !this.#timers.delete(handle)) continue
      callback()
    }
  }
}
