/** How often is looked. */
export interface PaceOptions {
  readonly activeIntervalMs: number
  readonly idleIntervalMs: number
}

/** How long after the last event chats count as active. */
const activeForMs = 60_000
const growth = 1.5

/** When to look again: often while something happens, then more and more seldom. */
export class Pace {
  readonly #options: PaceOptions
  #intervalMs: number
  #activeAtMs: number

  constructor(options: PaceOptions, nowMs: number) {
    this.#options = options
    this.#intervalMs = options.activeIntervalMs
    this.#activeAtMs = nowMs
  }

  /** Something happened. */
  quicken(nowMs: number): void {
    this.#activeAtMs = nowMs
  }

  /** After a look that went well. */
  afterLook(nowMs: number): number {
    const { activeIntervalMs, idleIntervalMs } = this.#options
    const isActive = nowMs - this.#activeAtMs < activeForMs
    this.#intervalMs = isActive ? activeIntervalMs : Math.min(idleIntervalMs, this.#intervalMs * growth)
    return this.#intervalMs
  }

  /** After one that failed: twice as long as before, and at least as long as the server asks. */
  afterFailure(retryAfterMs: number = 0): number {
    this.#intervalMs = Math.min(this.#options.idleIntervalMs, this.#intervalMs * 2)
    return Math.max(this.#intervalMs, retryAfterMs)
  }
}
