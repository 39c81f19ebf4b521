/** How long ids are remembered, and how many. */
export interface SeenIdsOptions {
  /** For at least so long, in milliseconds. Default 60 minutes. */
  readonly windowMs?: number
  /** At least so many of the newest, however busy the room is, and never more than twice as many. Default 50,000. */
  readonly limit?: number
}

/** What is used where an option is not given. */
export const seenIdsDefaults: Required<SeenIdsOptions> = {
  windowMs: 3_600_000,
  limit: 50_000,
}

/**
 * Which ids were seen within a window of time, in bounded memory.
 *
 * Two generations: ids go into the young one, and when it is a window old or full it becomes the old one and the old
 * one is forgotten. An id is so remembered for one to two windows, without a timer and without a time for each id.
 */
export class SeenIds {
  readonly #windowMs: number
  readonly #limit: number
  #young = new Set<string>()
  #old = new Set<string>()
  #youngSinceMs: number

  /** @param nowMs as that of `see` */
  constructor(options: Required<SeenIdsOptions>, nowMs: number) {
    this.#windowMs = options.windowMs
    this.#limit = options.limit
    this.#youngSinceMs = nowMs
  }

  /** How many are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  /**
   * Remembers an id; true where it was remembered already.
   *
   * @param nowMs in milliseconds since 1970
   */
  see(id: string, nowMs: number): boolean {
    if (nowMs - this.#youngSinceMs >= this.#windowMs) this.#age(nowMs)
    if (this.#young.size >= this.#limit) this.#age(nowMs)
    // One look less than to ask first: whether it grew says whether it was there.
    const { size } = this.#young
    return this.#young.add(id).size === size || this.#old.has(id)
  }

  #age(nowMs: number): void {
    // After two quiet windows nothing young is young enough to keep.
    this.#old = nowMs - this.#youngSinceMs >= 2 * this.#windowMs ? new Set() : this.#young
    this.#young = new Set()
    this.#youngSinceMs = nowMs
  }
}
