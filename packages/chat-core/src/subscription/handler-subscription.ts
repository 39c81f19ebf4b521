import { Entry } from '../delivery/entry.js'
import type { GapEvent } from '../event.js'
import type { SubscriptionReport } from '../hub.js'
import { Lane } from '../queue/lane.js'
import { LaneQueue } from '../queue/lane-queue.js'
import { Ring } from '../queue/ring.js'
import { laneKey } from './lane-key.js'
import type { CompleteHandlerOptions } from './options.js'
import type { Subscriber, SubscriberOwner } from './subscriber.js'

/** A handler as it is called. */
export type AnyHandler = (event: Entry['event'], envelope: Entry) => unknown

/** One handler: called for one event of a lane after the other, for as many lanes at once as it may. */
export class HandlerSubscription implements Subscriber {
  readonly isStream = false
  readonly #handle: AnyHandler
  readonly #options: CompleteHandlerOptions
  readonly #owner: SubscriberOwner
  readonly #hearsGaps: boolean
  readonly #queue: LaneQueue
  readonly #lanes = new Map<unknown, Lane>()
  /** Lanes that could go on, were the handler not busy enough with others. */
  readonly #line = new Ring<Lane>()
  /** What waits to be tried again, by its timer. */
  readonly #retries = new Map<unknown, Entry>()
  readonly #perLane: number
  /** Rooms stay: making their lanes anew for each message would be most of the work. Authors come and go. */
  readonly #keepsLanes: boolean
  #running = 0
  #delivered = 0
  #dropped = 0
  #failed = 0
  /** Whether it takes more events. */
  #isOpen = true
  #hasEnded = false
  #drained: (() => void) | undefined

  constructor(
    handle: AnyHandler,
    options: CompleteHandlerOptions,
    hearsGaps: boolean,
    owner: SubscriberOwner,
  ) {
    this.#handle = handle
    this.#options = options
    this.#owner = owner
    this.#hearsGaps = hearsGaps
    this.#perLane = options.order === 'none' ? options.concurrency : 1
    this.#keepsLanes = options.order === 'room' || options.order === 'none'
    this.#queue = new LaneQueue(options.limit, options.overflow, {
      dropped: (entry) => {
        this.#dropped += 1
        this.#owner.dropped(entry, options.name)
        entry.settle()
      },
      overflowed: (entry) => {
        // What waits is handled still.
        this.#isOpen = false
        owner.ended(this)
        owner.overflowed(options.name, options.limit)
        entry.settle()
      },
    })
  }

  get #isFull(): boolean {
    return this.#queue.overflow === 'block' && this.#queue.isFull
  }

  accept(entry: Entry): void {
    if (!this.#isOpen || (entry.isSelf && !this.#options.self)) return
    const key = laneKey(entry, this.#options.order)
    let lane = this.#lanes.get(key)
    if (lane === undefined) {
      lane = new Lane(key)
      this.#lanes.set(key, lane)
    }
    entry.pending += 1
    if (lane.isEmpty && this.#mayBegin(lane)) {
      this.#begin(lane, entry)
      if (lane.running === 0 && !(lane.isEmpty && this.#keepsLanes)) this.#drain(lane)
      return
    }
    this.#queue.push(lane, entry)
    if (this.#isFull) this.#owner.filled(this)
    this.#standInLine(lane)
  }

  /** Takes the handler off; what waits is let go of. */
  end(): void {
    if (this.#hasEnded) return
    const waiting = [...this.#queue.clear(), ...this.#retries.values()]
    this.abandon()
    this.#owner.ended(this)
    for (const entry of waiting) entry.settle()
    this.#owner.hasRoom(this)
  }

  abandon(): void {
    this.#isOpen = false
    this.#hasEnded = true
    for (const timer of this.#retries.keys()) this.#owner.clock.clearTimeout(timer)
    this.#retries.clear()
    this.#queue.clear()
    this.#lanes.clear()
    this.#drained?.()
  }

  async drain(): Promise<void> {
    if (this.#hasEnded || this.#isIdle) return
    await new Promise<void>((resolve) => {
      this.#drained = resolve
    })
  }

  report(): SubscriptionReport {
    return {
      name: this.#options.name,
      overflow: this.#options.overflow,
      depth: this.#queue.depth,
      running: this.#running,
      delivered: this.#delivered,
      dropped: this.#dropped,
      failed: this.#failed,
    }
  }

  get #isIdle(): boolean {
    return this.#running === 0 && this.#queue.depth === 0
  }

  #mayBegin(lane: Lane): boolean {
    return lane.running < this.#perLane && this.#running < this.#options.concurrency
  }

  #begin(lane: Lane, entry: Entry): void {
    lane.running += 1
    this.#running += 1
    this.#call(lane, entry, 1)
  }

  #call(lane: Lane, entry: Entry, attempt: number): void {
    let result: Promise<unknown> | undefined
    try {
      result = toPromise(this.#handle(entry.event, entry))
    } catch (cause) {
      this.#fail(lane, entry, attempt, cause)
      return
    }
    if (result === undefined) {
      this.#finish(lane, entry)
    } else if (this.#perLane === 1) {
      lane.current = entry
      lane.attempt = attempt
      lane.resolved ??= () => {
        if (lane.current !== undefined) this.#finish(lane, lane.current)
        this.#goOn(lane)
      }
      lane.rejected ??= (cause) => {
        if (lane.current !== undefined) this.#fail(lane, lane.current, lane.attempt, cause)
        this.#goOn(lane)
      }
      void result.then(lane.resolved, lane.rejected)
    } else {
      const resolved = (): void => {
        this.#finish(lane, entry)
        this.#goOn(lane)
      }
      const rejected = (cause: unknown): void => {
        this.#fail(lane, entry, attempt, cause)
        this.#goOn(lane)
      }
      void result.then(resolved, rejected)
    }
  }

  #finish(lane: Lane, entry: Entry): void {
    lane.running -= 1
    this.#running -= 1
    this.#delivered += 1
    entry.settle()
  }

  #fail(lane: Lane, entry: Entry, attempt: number, cause: unknown): void {
    if (attempt < this.#options.attempts && !this.#hasEnded) {
      const timer = this.#owner.clock.setTimeout(
        () => {
          this.#retries.delete(timer)
          this.#call(lane, entry, attempt + 1)
          if (lane.running < this.#perLane) this.#goOn(lane)
        },
        this.#options.retryDelayMs * 2 ** (attempt - 1),
      )
      this.#retries.set(timer, entry)
      return
    }
    lane.running -= 1
    this.#running -= 1
    this.#failed += 1
    this.#owner.dead(entry, this.#options.name, cause, attempt)
  }

  /** A lane has time again, and so has the handler. */
  #goOn(lane: Lane): void {
    if (this.#hasEnded) return
    // Where the handler is as busy as it may be, whoever stands in line is first.
    if (this.#line.size > 0 && !lane.isEmpty && this.#running === this.#options.concurrency - 1) {
      this.#standInLine(lane)
    } else {
      this.#drain(lane)
    }
    while (this.#running < this.#options.concurrency) {
      const next = this.#line.shift()
      if (next === undefined) break
      next.isInLine = false
      this.#drain(next)
    }
    if (this.#isIdle) this.#drained?.()
  }

  #drain(lane: Lane): void {
    const wasFull = this.#queue.isFull
    while (this.#mayBegin(lane)) {
      const next = this.#queue.shift(lane)
      if (next === undefined) break
      if (next instanceof Entry) this.#begin(lane, next)
      else this.#tellGap(lane, next)
    }
    if (!lane.isEmpty) this.#standInLine(lane)
    else if (lane.running === 0 && !this.#keepsLanes) this.#lanes.delete(lane.key)
    if (wasFull && !this.#isFull) this.#owner.hasRoom(this)
  }

  #standInLine(lane: Lane): void {
    if (lane.isInLine || lane.running >= this.#perLane) return
    lane.isInLine = true
    this.#line.push(lane)
  }

  #tellGap(lane: Lane, gap: GapEvent): void {
    const named = { ...gap, subscription: this.#options.name }
    if (this.#hearsGaps) this.#begin(lane, this.#owner.toEntry(named))
    else this.#owner.missed(named)
  }
}

/**
 * What a handler gave back, where it is a promise of any make. One of another make may call back twice, or throw: that
 * must not reach the next handler.
 */
function toPromise(value: unknown): Promise<unknown> | undefined {
  if (value instanceof Promise) return value
  if (typeof value !== 'object' || value === null) return undefined
  return typeof (value as { then?: unknown }).then === 'function' ? Promise.resolve(value) : undefined
}
