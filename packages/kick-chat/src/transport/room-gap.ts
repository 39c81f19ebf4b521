/** From when to when something may have been lost. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What a room missed and was not yet told of.
 *
 * A server takes a room's channels up one by one, and each may have missed something until then. The room is told
 * once, and again only for channels that came back later still: from where the last gap ended.
 */
export class RoomGap {
  readonly #tell: (fromMs: number, toMs: number) => void
  #untold: Stretch | undefined
  #told: Stretch | undefined

  constructor(tell: (fromMs: number, toMs: number) => void) {
    this.#tell = tell
  }

  /** Some of the room's channels are back, and may have missed this. */
  add({ fromMs, toMs }: Stretch): void {
    this.#untold = {
      fromMs: Math.min(this.#untold?.fromMs ?? fromMs, fromMs),
      toMs: Math.max(this.#untold?.toMs ?? toMs, toMs),
    }
  }

  /** Tells the room what is untold, if anything is. */
  tell(): void {
    const gap = this.#untold
    if (gap === undefined) return
    this.#untold = undefined
    const told = this.#told
    if (told !== undefined && told.fromMs <= gap.fromMs && gap.toMs <= told.toMs) return
    this.#told = gap
    // The same loss, for channels that came back later than those it was told for.
    this.#tell(told?.fromMs === gap.fromMs ? told.toMs : gap.fromMs, gap.toMs)
  }
}
