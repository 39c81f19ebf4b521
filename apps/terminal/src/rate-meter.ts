const windowMs = 60_000
const slices = 60
const sliceMs = windowMs / slices

/** How many a minute, over the last minute; scaled up while less than a minute has gone by. */
export class RateMeter {
  readonly #counts = new Map<number, number>()
  #startMs: number | undefined

  add(nowMs: number): void {
    this.#startMs ??= nowMs
    const slice = Math.floor(nowMs / sliceMs)
    this.#counts.set(slice, (this.#counts.get(slice) ?? 0) + 1)
    if (this.#counts.size > slices) this.#forget(slice)
  }

  perMinute(nowMs: number): number {
    if (this.#startMs === undefined) return 0
    this.#forget(Math.floor(nowMs / sliceMs))
    let total = 0
    for (const amount of this.#counts.values()) total += amount
    // The first seconds are too short to say anything from them.
    const spanMs = Math.min(windowMs, Math.max(5 * sliceMs, nowMs - this.#startMs))
    return Math.round((total * windowMs) / spanMs)
  }

  #forget(slice: number): void {
    for (const old of this.#counts.keys()) if (old <= slice - slices) this.#counts.delete(old)
  }
}
