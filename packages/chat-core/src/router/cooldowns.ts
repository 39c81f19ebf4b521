/** A time in which something may not be done again. */
export interface Cooldown {
  readonly key: string
  readonly durationMs: number
}

/** How many are kept before those that are over are looked for. */
const fewest = 10_000

/** What may not be done again yet, and until when. */
export class Cooldowns {
  readonly #untilMs = new Map<string, number>()
  #sweepAt = fewest

  /** How many are kept. */
  get size(): number {
    return this.#untilMs.size
  }

  /** Begins all of these, unless one of them is on. @returns how long that one still is, in milliseconds; 0: begun */
  begin(cooldowns: readonly Cooldown[], nowMs: number): number {
    const waitMs = Math.max(0, ...cooldowns.map(({ key }) => (this.#untilMs.get(key) ?? 0) - nowMs))
    if (waitMs > 0) return waitMs
    for (const { durationMs, key } of cooldowns) this.#untilMs.set(key, nowMs + durationMs)
    if (this.#untilMs.size > this.#sweepAt) this.#sweep(nowMs)
    return 0
  }

  /** Ends all of these: what they were begun for did not happen. */
  end(cooldowns: readonly Cooldown[]): void {
    for (const { key } of cooldowns) this.#untilMs.delete(key)
  }

  #sweep(nowMs: number): void {
    for (const [key, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(key)
    // Twice what is live, so that a sweep costs no more than what was added since the last.
    this.#sweepAt = Math.max(fewest, this.#untilMs.size * 2)
  }
}
