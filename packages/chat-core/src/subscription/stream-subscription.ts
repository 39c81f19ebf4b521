import { Entry } from '../delivery/entry.js'
import { ChatError } from '../error.js'
import type { ChatEvent } from '../event.js'
import type { SubscriptionReport } from '../hub.js'
import { Lane } from '../queue/lane.js'
import { LaneQueue } from '../queue/lane-queue.js'
import type { Delivery, EventStream, Room } from '../room.js'
import type { Via } from '../source.js'
import type { CompleteStreamOptions } from './options.js'
import type { Subscriber, SubscriberOwner } from './subscriber.js'

type Result = IteratorResult<Delivery, undefined>

/** Somebody who asked for the next event before there was one. */
interface Waiter {
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** A stream: its reader's pace is the demand. */
export class StreamSubscription implements Subscriber, EventStream {
  readonly isStream = true
  readonly #options: CompleteStreamOptions
  readonly #owner: SubscriberOwner
  readonly #lane = new Lane(undefined)
  readonly #queue: LaneQueue
  readonly #waiters: Waiter[] = []
  /** What was given out and is not handled yet. */
  readonly #given = new Set<StreamDelivery>()
  #delivered = 0
  #dropped = 0
  #failed = 0
  #hasEnded = false
  #failure: ChatError | undefined
  #drained: (() => void) | undefined

  constructor(options: CompleteStreamOptions, owner: SubscriberOwner) {
    this.#options = options
    this.#owner = owner
    this.#queue = new LaneQueue(options.limit, options.overflow, {
      dropped: (entry) => {
        this.#dropped += 1
        owner.dropped(entry, options.name)
        entry.settle()
      },
      overflowed: (entry) => {
        this.#overflow()
        entry.settle()
      },
    })
  }

  get delivered(): number {
    return this.#delivered
  }

  get dropped(): number {
    return this.#dropped
  }

  get depth(): number {
    return this.#queue.depth
  }

  get lagMs(): number {
    const { oldestAt } = this.#queue
    return oldestAt === undefined ? 0 : Math.max(0, this.#owner.clock.now() - oldestAt)
  }

  get isFull(): boolean {
    return this.#queue.overflow === 'block' && this.#queue.isFull
  }

  accept(entry: Entry): void {
    if (this.#hasEnded || (entry.isSelf && !this.#options.self)) return
    entry.pending += 1
    const waiter = this.#waiters.shift()
    if (waiter === undefined) {
      this.#queue.push(this.#lane, entry)
      if (this.isFull) this.#owner.filled(this)
    } else waiter.resolve({ done: false, value: this.#give(entry) })
  }

  next(): Promise<Result> {
    if (this.#options.ack === 'auto') for (const delivery of this.#given) delivery.ack()
    const wasFull = this.isFull
    const next = this.#queue.shift(this.#lane)
    if (next !== undefined) {
      const value = this.#give(next instanceof Entry ? next : this.#owner.toEntry(next))
      if (wasFull && !this.isFull) this.#owner.hasRoom(this)
      return Promise.resolve({ done: false, value })
    }
    if (this.#failure !== undefined) {
      const failure = this.#failure
      this.#failure = undefined
      return Promise.reject(failure)
    }
    if (this.#hasEnded) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
    })
  }

  return(): Promise<Result> {
    if (this.#options.ack === 'auto') for (const delivery of this.#given) delivery.ack()
    const waiting = this.#queue.clear()
    this.#end()
    for (const entry of waiting) entry.settle()
    for (const delivery of this.#given) delivery.ack()
    this.#owner.hasRoom(this)
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  abandon(): void {
    this.#queue.clear()
    this.#given.clear()
    this.#end()
  }

  /** What waits is still given out, and then the stream ends. */
  async drain(): Promise<void> {
    const isIdle = this.#queue.depth === 0 && this.#given.size === 0
    this.#end()
    if (isIdle) return
    await new Promise<void>((resolve) => {
      this.#drained = resolve
    })
  }

  report(): SubscriptionReport {
    return {
      name: this.#options.name,
      overflow: this.#options.overflow,
      depth: this.#queue.depth,
      running: this.#given.size,
      delivered: this.#delivered,
      dropped: this.#dropped,
      failed: this.#failed,
    }
  }

  /** What is left of a stream after it overflowed: what waited is given out, then the error. */
  #overflow(): void {
    const { name, limit } = this.#options
    this.#failure = new ChatError(
      'overflow',
      `The ${name} ended because its reader let ${limit} events pile up; read faster, raise "limit", or choose another "overflow".`,
    )
    this.#end()
  }

  #give(entry: Entry): StreamDelivery {
    const delivery = new StreamDelivery(entry, (failure) => {
      this.#given.delete(delivery)
      if (failure === undefined) entry.settle()
      else {
        this.#failed += 1
        this.#owner.dead(entry, this.#options.name, failure.reason, 1)
      }
      if (this.#given.size === 0 && this.#queue.depth === 0) this.#drained?.()
    })
    this.#given.add(delivery)
    this.#delivered += 1
    return delivery
  }

  #end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const result: Result = { done: true, value: undefined }
    for (const { resolve } of this.#waiters.splice(0)) resolve(result)
    this.#owner.ended(this)
    this.#drained?.()
  }
}

/** An event given out, with what came of it. */
class StreamDelivery implements Delivery {
  readonly #entry: Entry
  #settle: ((failure: { readonly reason: unknown } | undefined) => void) | undefined

  constructor(entry: Entry, settle: (failure: { readonly reason: unknown } | undefined) => void) {
    this.#entry = entry
    this.#settle = settle
  }

  get event(): ChatEvent {
    return this.#entry.event
  }

  get key(): string | undefined {
    return this.#entry.key
  }

  get room(): Room | undefined {
    return this.#entry.room
  }

  get via(): Via {
    return this.#entry.via
  }

  get late(): boolean {
    return this.#entry.late
  }

  get receivedAt(): number {
    return this.#entry.receivedAt
  }

  ack(): void {
    this.#end(undefined)
  }

  nack(reason?: unknown): void {
    this.#end({ reason })
  }

  #end(failure: { readonly reason: unknown } | undefined): void {
    const settle = this.#settle
    this.#settle = undefined
    settle?.(failure)
  }
}
