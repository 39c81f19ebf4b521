/** How many ids came in during one stretch of time. */
interface Stretch {
  readonly endsAtMs: number
  count: number
}

/**
 * Which keys were seen within a window of time, and by which ways.
 *
 * One map in the order of arrival, and the number of keys of each twenty-fourth of the window: what is forgotten
 * stands in front, so that no key needs a time of its own. A key is kept for one window and a twenty-fourth at most.
 */
export class DedupeWindow {
  readonly #windowMs: number
  readonly #limit: number
  /** For each key the ways it came by, as bits. */
  readonly #seen = new Map<string, number>()
  readonly #stretches: Stretch[] = []
  #current: Stretch | undefined

  constructor(windowMs: number, limit: number) {
    this.#windowMs = windowMs
    this.#limit = limit
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#seen.size
  }

  /**
   * Remembers a key, and that it came by a way.
   *
   * @param bit the way, as a power of two
   * @returns the ways it came by before, as bits; 0 for a new key
   */
  see(key: string, bit: number, nowMs: number): number {
    let current = this.#current
    if (current === undefined || nowMs >= current.endsAtMs) current = this.#begin(nowMs)
    const before = this.#seen.get(key)
    if (before === undefined) {
      this.#seen.set(key, bit)
      current.count += 1
      if (this.#seen.size > this.#limit) this.#forgetOldest()
      return 0
    }
    if ((before & bit) === 0) this.#seen.set(key, before | bit)
    return before
  }

  /** Whether a key is remembered. */
  has(key: string): boolean {
    return (this.#seen.get(key) ?? 0) !== 0
  }

  /** Makes a key new again, as if it had come by no way. It keeps its place, and so the time it is forgotten at. */
  forget(key: string): void {
    if (this.#seen.has(key)) this.#seen.set(key, 0)
  }

  /** Forgets what is older than the window. */
  expire(nowMs: number): void {
    let count = 0
    while (this.#stretches[0] !== undefined && this.#stretches[0].endsAtMs + this.#windowMs <= nowMs) {
      count += this.#stretches.shift()?.count ?? 0
    }
    this.#drop(count)
  }

  #begin(nowMs: number): Stretch {
    this.expire(nowMs)
    this.#current = { endsAtMs: nowMs + this.#windowMs / 24, count: 0 }
    this.#stretches.push(this.#current)
    return this.#current
  }

  #forgetOldest(): void {
    const oldest = this.#stretches.find(({ count }) => count > 0)
    if (oldest === undefined) return
    // Many at once, since finding the front of the map costs a walk over what was deleted there.
    const count = Math.min(oldest.count, Math.ceil(this.#limit / 24))
    oldest.count -= count
    this.#drop(count)
  }

  #drop(count: number): void {
    let left = count
    if (left === 0) return
    for (const key of this.#seen.keys()) {
      this.#seen.delete(key)
      left -= 1
      if (left === 0) return
    }
  }
}
