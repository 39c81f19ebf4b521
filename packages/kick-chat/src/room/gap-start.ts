/** The least that a message is taken to be on its way, in milliseconds: Kick's times are whole seconds, rounded down. */
const leastLagMs = 1_000

/** The most that a message's lateness widens a gap, in milliseconds: an old time now and then is no measure. */
const mostLagMs = 60_000

/**
 * From when on messages may be missing, by the clock that wrote their `sentAt`.
 *
 * The connection's last sign of life is by our clock, and messages are stamped by Kick's, earlier, in whole seconds.
 * How much later than its stamp messages of this room arrived so far bridges the two.
 */
export class GapStart {
  #lagMs = leastLagMs

  /** A message arrived. */
  observe(sentAtMs: number, receivedAtMs: number): void {
    const lagMs = receivedAtMs - sentAtMs
    if (lagMs > this.#lagMs) this.#lagMs = Math.min(lagMs, mostLagMs)
  }

  /** The earliest `sentAt` a message can have that was lost from `fromMs` on, in milliseconds since 1970. */
  before(fromMs: number): number {
    return Math.floor((fromMs - this.#lagMs) / 1_000) * 1_000
  }
}
