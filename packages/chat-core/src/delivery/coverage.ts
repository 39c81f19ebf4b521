import type { CoverageReport } from '../hub.js'
import type { Via } from '../source.js'

const ways: readonly Via[] = ['socket', 'webhook', 'poll', 'backfill']

/** A way as one bit. */
export const viaBits: Readonly<Record<Via, number>> = {
  socket: 1,
  webhook: 2,
  poll: 4,
  backfill: 8,
  echo: 16,
  hub: 32,
}

/** How many events came by one way alone, and how many by several. */
export class Coverage {
  /** By bit. */
  readonly #only: number[] = Array.from({ length: 33 }, () => 0)
  #both = 0

  /** @param before the ways it came by before, as bits */
  count(before: number, bit: number): void {
    if (before === 0) this.#add(bit, 1)
    else if ((before & bit) === 0 && (before & (before - 1)) === 0) {
      this.#add(before, -1)
      this.#both += 1
    }
  }

  report(): CoverageReport {
    const only = ways.flatMap((via) => {
      const count = this.#only[viaBits[via]] ?? 0
      return count === 0 ? [] : [[via, count]]
    })
    return { only: Object.fromEntries(only) as CoverageReport['only'], both: this.#both }
  }

  #add(bit: number, by: number): void {
    this.#only[bit] = (this.#only[bit] ?? 0) + by
  }
}
