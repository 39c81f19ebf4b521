import { DedupeWindow } from './dedupe-window.js'

/** How often what is over is looked for, as a part of the window. */
const sweepsPerWindow = 24

/** What came before, in all rooms: a window of keys for each, and a bound for all of them together. */
export class Dedupe {
  readonly windowMs: number
  readonly #limit: number
  readonly #windows = new Set<DedupeWindow>()
  #size = 0
  #sweepAtMs = 0

  constructor(windowMs: number, limit: number) {
    this.windowMs = windowMs
    this.#limit = limit
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#size
  }

  /** A window for the keys of one room: ids alone, which are there already, and no room's name in each of them. */
  createWindow(): DedupeWindow {
    const window = new DedupeWindow(this.windowMs)
    this.#windows.add(window)
    return window
  }

  /** Remembers a key in its window. @returns the ways it came by before, as bits; 0 for a new key */
  see(window: DedupeWindow, key: string, bit: number, nowMs: number): number {
    if (nowMs >= this.#sweepAtMs) this.#sweep(nowMs)
    const before = window.see(key, bit, nowMs)
    if (before === 0) {
      this.#size += 1
      if (this.#size > this.#limit) this.#shrink()
    }
    return before
  }

  /** Makes a key new again. */
  forget(window: DedupeWindow, key: string): void {
    if (window.forget(key)) this.#size -= 1
  }

  #sweep(nowMs: number): void {
    this.#sweepAtMs = nowMs + this.windowMs / sweepsPerWindow
    for (const window of this.#windows) this.#size -= window.expire(nowMs)
  }

  /** Forgets the oldest before their time. */
  #shrink(): void {
    let oldestMs = Infinity
    for (const { expiresAtMs } of this.#windows) oldestMs = Math.min(oldestMs, expiresAtMs ?? Infinity)
    // And what is not much younger, so that this is not done for every key.
    for (const window of this.#windows)
      this.#size -= window.expire(oldestMs + this.windowMs / sweepsPerWindow)
  }
}
