import { checkMs } from '../check.js'
import type { Clock } from '../clock.js'
import type { Entry } from '../delivery/entry.js'
import type { SubscriptionReport } from '../hub.js'
import type { Settling } from '../subscription.js'
import type { HoldingSubscriber, OpenSettling, Subscriber } from './subscriber.js'

/** An event that is held back. */
interface Held {
  readonly entry: Entry
  /** When it happened, as far as is known, in milliseconds since 1970. */
  readonly atMs: number
  readonly dueAtMs: number
}

/**
 * Makes the `settle` of a handler or stream: each event is held back for so long, and those of a room are given in the
 * order they were sent. For displays, with 250 ms or so. What comes later still is given out of turn.
 *
 * @param settleMs how long, in milliseconds
 * @throws ChatError `invalid` for a time that is none
 */
export function createSettling(settleMs: number): Settling {
  checkMs('settleMs', settleMs)
  const open: OpenSettling = (reader, limit, clock) => new SettlingReader(reader, { settleMs, limit }, clock)
  return { settleMs, open }
}

/** How a reader's events are held back. */
interface SettlingOptions {
  readonly settleMs: number
  /** How many at most; with one more, the first goes early. */
  readonly limit: number
}

/** Stands before a reader, and holds back what comes for it. */
class SettlingReader implements HoldingSubscriber {
  readonly isStream: boolean
  readonly #reader: Subscriber
  readonly #options: SettlingOptions
  readonly #clock: Clock
  /** In the order they happened. */
  #held: Held[] = []
  #timer: unknown
  #isOpen = true

  constructor(reader: Subscriber, options: SettlingOptions, clock: Clock) {
    this.isStream = reader.isStream
    this.#reader = reader
    this.#options = options
    this.#clock = clock
  }

  accept(entry: Entry): void {
    if (!this.#isOpen) return this.#reader.accept(entry)
    entry.pending += 1
    const atMs = happenedAtMs(entry)
    const held = { entry, atMs, dueAtMs: this.#clock.now() + this.#options.settleMs }
    let index = this.#held.length
    while (index > 0 && (this.#held[index - 1]?.atMs ?? 0) > atMs) index -= 1
    this.#held.splice(index, 0, held)
    if (this.#held.length > this.#options.limit) this.#letGo(this.#held.slice(0, 1), this.#held.slice(1))
    else this.#timer ??= this.#clock.setTimeout(() => this.#look(), this.#options.settleMs)
  }

  end(): void {
    this.#isOpen = false
    this.#stop()
    this.#letGo(this.#held, [])
  }

  drain(): Promise<void> {
    this.end()
    return this.#reader.drain()
  }

  abandon(): void {
    this.#isOpen = false
    this.#stop()
    this.#held = []
    this.#reader.abandon()
  }

  report(): SubscriptionReport {
    const report = this.#reader.report()
    return { ...report, depth: report.depth + this.#held.length }
  }

  #look(): void {
    this.#timer = undefined
    const nowMs = this.#clock.now()
    /** Of each room the last that is due: what happened before it goes with it. */
    const lasts = new Map(
      this.#held.flatMap(({ dueAtMs, entry }, index) => (dueAtMs <= nowMs ? [[entry.place, index]] : [])),
    )
    const goes = ({ entry }: Held, index: number): boolean => index <= (lasts.get(entry.place) ?? -1)
    const going = this.#held.filter((held, index) => goes(held, index))
    const rest = this.#held.filter((held, index) => !goes(held, index))
    if (rest.length > 0) {
      const nextMs = Math.min(...rest.map(({ dueAtMs }) => dueAtMs))
      this.#timer = this.#clock.setTimeout(() => this.#look(), Math.max(0, nextMs - nowMs))
    }
    this.#letGo(going, rest)
  }

  #letGo(going: readonly Held[], rest: Held[]): void {
    // Before the reader hears of anything: it may end while it does.
    this.#held = rest
    for (const { entry } of going) {
      this.#reader.accept(entry)
      entry.settle()
    }
  }

  #stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

/** A message when it was sent, but not after it came: what is said of it must not be told before it. */
function happenedAtMs({ event, receivedAt }: Entry): number {
  return event.type === 'message' ? Math.min(event.message.sentAt, receivedAt) : receivedAt
}
