/** How often something may happen: so many a second, and so many at once. It is told the time. */
export class Pace {
  readonly #perSecond: number
  readonly #most: number
  #left: number
  #atMs: number | undefined

  constructor(perSecond: number, most: number) {
    this.#perSecond = perSecond
    this.#most = most
    this.#left = most
  }

  /** How often it may happen now. */
  available(nowMs: number): number {
    const passedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs))
    this.#atMs = nowMs
    this.#left = Math.min(this.#most, this.#left + (passedMs * this.#perSecond) / 1_000)
    return Math.floor(this.#left)
  }

  /** It happens so often. */
  take(count: number): void {
    this.#left -= count
  }
}
