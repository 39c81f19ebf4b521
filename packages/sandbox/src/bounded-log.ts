/** A list that keeps the newest `limit` entries and says whether it ever let one go. */
export type BoundedLog<Entry> = {
  add(entry: Entry): void
  /** The entries kept, oldest first. */
  entries(): readonly Entry[]
  readonly overflowed: boolean
  clear(): void
}

/** Makes an empty log of at most `limit` entries. */
export function createBoundedLog<Entry>(limit: number): BoundedLog<Entry> {
  let kept: Entry[] = []
  let dropped = 0

  return {
    add(entry) {
      kept.push(entry)
      // Cutting the front off in one piece now and then costs far less than a shift at every entry.
      if (kept.length >= limit * 2) {
        dropped += kept.length - limit
        kept = kept.slice(-limit)
      }
    },
    entries: () => (kept.length > limit ? kept.slice(-limit) : kept.slice()),
    get overflowed() {
      return dropped > 0 || kept.length > limit
    },
    clear() {
      kept = []
      dropped = 0
    },
  }
}
