import { Entry } from '../delivery/entry.js'
import type { OverflowPolicy } from '../subscription.js'
import type { Lane, Next } from './lane.js'
import { Losses } from './losses.js'
import { hasStanding } from './standing.js'

/** What a queue needs of its reader. */
export interface LaneQueueOwner {
  /** An event was dropped: nobody will handle it. It will be told as part of a gap. */
  dropped(entry: Entry): void
  /** By `fail`: this is one more than may wait. */
  overflowed(entry: Entry): void
}

/** Events that wait for one reader, in lanes, at most so many over all of them. */
export class LaneQueue {
  readonly overflow: OverflowPolicy
  readonly #limit: number
  readonly #owner: LaneQueueOwner
  /** Lanes in which something waits, longest first. */
  readonly #lanes = new Set<Lane>()
  #depth = 0
  /** Ordinary messages that came while the queue was half full, for `sample`. */
  #ordinary = 0

  constructor(limit: number, overflow: OverflowPolicy, owner: LaneQueueOwner) {
    this.#limit = limit
    this.overflow = overflow
    this.#owner = owner
  }

  /** How many events wait. */
  get depth(): number {
    return this.#depth
  }

  get isFull(): boolean {
    return this.#depth >= this.#limit
  }

  /** When what waits longest arrived, in milliseconds since 1970. */
  get oldestAt(): number | undefined {
    for (const lane of this.#lanes) {
      const next = lane.waiting.peek()
      if (next instanceof Entry) return next.receivedAt
    }
    return undefined
  }

  /** Puts an event at the end of its lane, or does what is to be done where there is no room. */
  push(lane: Lane, entry: Entry): void {
    if (this.overflow === 'sample' && this.#isThinnedOut(entry)) return this.#dropNewest(lane, entry)
    // A batch of a source that waits is taken whole, so that it may go over the limit, once.
    if (this.isFull && !(this.overflow === 'block' && entry.canWait)) {
      if (this.overflow === 'fail') return this.#owner.overflowed(entry)
      if (this.overflow === 'drop-newest') return this.#dropNewest(lane, entry)
      this.#dropOldest(lane)
    }
    if (lane.after !== undefined && (this.overflow !== 'sample' || lane.after.count >= this.#limit)) {
      for (let gap = lane.after.take(); gap !== undefined; gap = lane.after.take()) lane.waiting.push(gap)
      lane.after = undefined
    }
    if (lane.waiting.size === 0) this.#lanes.add(lane)
    lane.waiting.push(entry)
    this.#depth += 1
  }

  /** Takes what comes next in a lane. */
  shift(lane: Lane): Next | undefined {
    if (lane.before !== undefined) {
      const gap = lane.before.take()
      if (lane.before.isEmpty) lane.before = undefined
      if (gap !== undefined) return gap
    }
    const next = lane.waiting.shift()
    if (next === undefined) {
      if (lane.after === undefined) return undefined
      lane.before = lane.after
      lane.after = undefined
      return this.shift(lane)
    }
    if (next instanceof Entry) this.#depth -= 1
    if (lane.waiting.size === 0) this.#lanes.delete(lane)
    return next
  }

  /** Takes out all that waits. */
  clear(): readonly Entry[] {
    const entries: Entry[] = []
    for (const lane of this.#lanes) {
      for (let next = lane.waiting.shift(); next !== undefined; next = lane.waiting.shift()) {
        if (next instanceof Entry) entries.push(next)
      }
    }
    this.#lanes.clear()
    this.#depth = 0
    return entries
  }

  #dropNewest(lane: Lane, entry: Entry): void {
    lane.after ??= new Losses()
    lane.after.add(entry)
    this.#owner.dropped(entry)
  }

  /** A room pays for itself: the lane of the new event loses first, another only where this one has nothing to lose. */
  #dropOldest(own: Lane): void {
    if (own.waiting.size > 0 && this.#dropFrom(own)) return
    for (const lane of this.#lanes) if (this.#dropFrom(lane)) return
  }

  #dropFrom(lane: Lane): boolean {
    const ordinary = this.overflow === 'sample' ? lane.waiting.take(isOrdinary) : undefined
    let next = ordinary ?? lane.waiting.shift()
    lane.before ??= new Losses()
    for (; next !== undefined && !(next instanceof Entry); next = lane.waiting.shift())
      lane.before.addGap(next)
    if (next !== undefined) {
      lane.before.add(next)
      this.#depth -= 1
      this.#owner.dropped(next)
    }
    if (lane.before.isEmpty) lane.before = undefined
    if (lane.waiting.size === 0) this.#lanes.delete(lane)
    return next !== undefined
  }

  /** The fuller, the fewer: every second from half full on, every fourth from three quarters, and so on. */
  #isThinnedOut(entry: Entry): boolean {
    const free = this.#limit - this.#depth
    if (free * 2 > this.#limit || hasStanding(entry.event)) return false
    if (free <= 0) return true
    this.#ordinary += 1
    return this.#ordinary % 2 ** Math.floor(Math.log2(this.#limit / free)) !== 0
  }
}

function isOrdinary(next: Next): boolean {
  return next instanceof Entry && !hasStanding(next.event)
}
