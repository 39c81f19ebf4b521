import type { Clock } from '../../src/index.js'

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  #nowMs = 1_000_000
  #next = 0
  readonly #timers = new Map<number, { readonly atMs: number; readonly callback: () => void }>()

  now(): number {
    return this.#nowMs
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    this.#next += 1
    this.#timers.set(this.#next, { atMs: this.#nowMs + delayMs, callback })
    return this.#next
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number)
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** Lets so much time pass, timer by timer, and what follows from each. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs
    await settled()
    for (let due = this.#due(untilMs); due !== undefined; due = this.#due(untilMs)) {
      const [handle, { atMs, callback }] = due
      this.#timers.delete(handle)
      this.#nowMs = Math.max(this.#nowMs, atMs)
      callback()
      // oxlint-disable-next-line no-await-in-loop -- timer after timer
      await settled()
    }
    this.#nowMs = untilMs
  }

  #due(untilMs: number): [number, { readonly atMs: number; readonly callback: () => void }] | undefined {
    return [...this.#timers]
      .filter(([, { atMs }]) => atMs <= untilMs)
      .toSorted(([first, one], [second, other]) => one.atMs - other.atMs || first - second)[0]
  }
}

/** Lets everything run that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
