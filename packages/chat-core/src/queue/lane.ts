import type { Entry } from '../delivery/entry.js'
import type { GapEvent } from '../event.js'
import type { Losses } from './losses.js'
import { Ring } from './ring.js'

/** What comes next: an event, or the gap where some are missing. */
export type Next = Entry | GapEvent

/** Events that are handled one after the other: those of one room, of one author, or of one stream. */
export class Lane {
  readonly key: unknown
  readonly waiting: Ring<Next> = new Ring()
  /** Dropped from the front: told before what is left. */
  before: Losses | undefined
  /** Dropped at the end: told after what was there, and before what comes next. */
  after: Losses | undefined
  /** How many of its events are being handled. */
  running = 0
  /** Whether it stands in line for its handler. */
  isInLine = false
  /** The one being handled, where it is one at a time, and how often it was tried. */
  current: Entry | undefined
  attempt = 0
  /** What to call when it is handled, and when it could not be: made once, not for each event. */
  resolved: (() => void) | undefined
  rejected: ((cause: unknown) => void) | undefined

  constructor(key: unknown) {
    this.key = key
  }

  /** Whether there is nothing to hand out. */
  get isEmpty(): boolean {
    return this.waiting.size === 0 && this.before === undefined && this.after === undefined
  }
}
