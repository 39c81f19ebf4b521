/** What was read from a place on. */
export interface Replay {
  readonly records: readonly string[]
  /** How many between the place and the first of them are gone. */
  readonly lost: number
  /** The place after the last of them. */
  readonly position: number
}

/** The newest records, each under a number of its own. Readers keep their place themselves, so that there may be many. */
export class ReplayBuffer {
  readonly #records: string[] = []
  readonly #limit: number
  #end = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The number of the newest record; 0 where there is none. */
  get end(): number {
    return this.#end
  }

  /** Adds one. @param write gives it, with the number it has */
  append(write: (position: number) => string): void {
    this.#end += 1
    // A ring: what is too old is overwritten where it stands.
    this.#records[this.#end % this.#limit] = write(this.#end)
  }

  /** What follows a place, so many at most. */
  read(position: number, limit: number): Replay {
    const first = Math.max(position + 1, this.#end - this.#limit + 1)
    const last = Math.min(this.#end, first + limit - 1)
    const records: string[] = []
    for (let each = first; each <= last; each += 1) records.push(this.#records[each % this.#limit] ?? '')
    return { records, lost: Math.max(0, first - position - 1), position: Math.max(position, last) }
  }
}
