/** How many keys came in during one stretch of time. */
interface Stretch {
  /** One more than the stretch before it. */
  readonly number: number
  readonly endsAtMs: number
  count: number
}

/** How many ways there may be: what is above their bits is the number of the stretch. */
const waysMask = 63

/** Into how many stretches a window is divided: so much longer than the window a key may be kept. */
const stretchesPerWindow = 24

/**
 * Which keys were seen within a window of time, and by which ways.
 *
 * One map in the order of arrival, and the number of keys of each twenty-fourth of the window: what is forgotten
 * stands in front, so that no key needs a time of its own.
 */
export class DedupeWindow {
  readonly #windowMs: number
  /** For each key the ways it came by, as bits, and the number of its stretch: one small number, no memory of its own. */
  readonly #seen = new Map<string, number>()
  readonly #stretches: Stretch[] = []
  #current: Stretch | undefined
  #numbers = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#seen.size
  }

  /** When the oldest of them are forgotten, in milliseconds since 1970; undefined where there are none. */
  get expiresAtMs(): number | undefined {
    const [oldest] = this.#stretches
    return oldest === undefined ? undefined : oldest.endsAtMs + this.#windowMs
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
      this.#seen.set(key, bit + current.number * (waysMask + 1))
      current.count += 1
      return 0
    }
    if ((before & bit) === 0) this.#seen.set(key, before + bit)
    return before & waysMask
  }

  /** Whether a key is remembered. */
  has(key: string): boolean {
    return this.#seen.has(key)
  }

  /** Makes a key new again. @returns whether it was remembered */
  forget(key: string): boolean {
    const known = this.#seen.get(key)
    const [first] = this.#stretches
    if (known === undefined || first === undefined) return false
    const stretch = this.#stretches[Math.floor(known / (waysMask + 1)) - first.number]
    if (stretch !== undefined) stretch.count -= 1
    return this.#seen.delete(key)
  }

  /** Forgets what is older than the window. @returns how many keys that was */
  expire(nowMs: number): number {
    let count = 0
    for (let [oldest] = this.#stretches; oldest !== undefined; [oldest] = this.#stretches) {
      if (oldest.endsAtMs + this.#windowMs > nowMs) break
      this.#stretches.shift()
      count += oldest.count
    }
    if (this.#stretches.length === 0) this.#current = undefined
    this.#drop(count)
    return count
  }

  #begin(nowMs: number): Stretch {
    this.#numbers += 1
    this.#current = { number: this.#numbers, endsAtMs: nowMs + this.#windowMs / stretchesPerWindow, count: 0 }
    this.#stretches.push(this.#current)
    return this.#current
  }

  #drop(count: number): void {
    if (count === this.#seen.size) this.#seen.clear()
    let left = count
    for (const key of this.#seen.keys()) {
      if (left === 0) return
      this.#seen.delete(key)
      left -= 1
    }
  }
}
