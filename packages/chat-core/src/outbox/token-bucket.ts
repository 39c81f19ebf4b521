import type { RateLimit } from '../capability.js'

/** How much slower it gets each time the platform says that it was too fast. */
const slowerBy = 1.25

/** So many at once, and as many again over a stretch of time; whoever is told to be slower stays slower. */
export class TokenBucket {
  readonly #count: number
  #perMs: number
  #tokens: number
  #filledAtMs: number
  #closedUntilMs = 0

  /** @param rate undefined: as often as one likes, until the platform says otherwise */
  constructor(rate: RateLimit | undefined, nowMs: number) {
    // A rate that is none limits nothing: to reckon with it would be to wake up without end.
    const isRate = rate !== undefined && rate.count >= 1 && rate.perMs > 0 && rate.perMs < Infinity
    this.#count = isRate ? rate.count : Infinity
    this.#perMs = isRate ? rate.perMs : 0
    this.#tokens = this.#count
    this.#filledAtMs = nowMs
  }

  /** How long until one may go, in milliseconds; 0 for now. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs)
    const waitMs = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) * this.#perMs) / this.#count
    return Math.max(0, waitMs, this.#closedUntilMs - nowMs)
  }

  /** One goes. */
  take(nowMs: number): void {
    this.#fill(nowMs)
    this.#tokens -= 1
  }

  /** Nothing goes for a while. */
  close(untilMs: number): void {
    this.#closedUntilMs = Math.max(this.#closedUntilMs, untilMs)
  }

  /** The platform said that it was too fast. */
  slowDown(untilMs: number): void {
    this.close(untilMs)
    this.#tokens = Math.min(this.#tokens, this.#count === Infinity ? Infinity : 0)
    this.#perMs *= slowerBy
  }

  #fill(nowMs: number): void {
    if (this.#count === Infinity) return
    const passedMs = Math.max(0, nowMs - this.#filledAtMs)
    this.#tokens = Math.min(this.#count, this.#tokens + (passedMs / this.#perMs) * this.#count)
    this.#filledAtMs = nowMs
  }
}
