import { checkFunction } from '../check.js'
import type { Clock } from '../clock.js'
import { Entry, type EntryOwner } from '../delivery/entry.js'
import { persist, type Persistence } from '../delivery/persist.js'
import { ChatError } from '../error.js'
import { checkEventTypes, eventTypes } from '../event-types.js'
import type { ChatEventType, GapEvent } from '../event.js'
import type { SubscriptionReport } from '../hub.js'
import type { EventHandler, EventStream } from '../room.js'
import type { RoomRef } from '../room-ref.js'
import type { DeadLetterStore } from '../store.js'
import type { HandlerOptions, StreamOptions, Undo } from '../subscription.js'
import { HandlerSubscription, type AnyHandler } from '../subscription/handler-subscription.js'
import {
  readHandlerOptions,
  readStreamOptions,
  type CompleteHandlerOptions,
  type CompleteStreamOptions,
} from '../subscription/options.js'
import { StreamSubscription } from '../subscription/stream-subscription.js'
import type {
  HoldingSubscriber,
  OpenSettling,
  Subscriber,
  SubscriberOwner,
} from '../subscription/subscriber.js'
import type { ChatRoom } from './chat-room.js'
import type { Counters } from './counters.js'
import type { Errors } from './errors.js'
import { Readers } from './readers.js'

/** What the subscriptions work with. */
export interface SubscriptionsParts {
  readonly clock: Clock
  readonly counters: Counters
  readonly errors: Errors
  readonly deadLetters: DeadLetterStore | undefined
  readonly persistence: Persistence
  room(ref: RoomRef): ChatRoom
}

/** What a subscriber reads. */
interface Interest {
  readonly types: ReadonlySet<ChatEventType>
  readonly room: ChatRoom | undefined
  /** Who is given its events: it, or what holds them back for it. */
  readonly reader: Subscriber
  readonly holding: HoldingSubscriber | undefined
}

/** Nobody waits for a gap of the hub's own: no source said it, and none goes on after it. */
const nobody: EntryOwner = { finished: () => undefined }

/** All handlers and streams of a hub, and of its rooms. */
export class Subscriptions {
  readonly #parts: SubscriptionsParts
  readonly #everywhere = new Readers()
  readonly #interests = new Map<Subscriber, Interest>()
  /** Those that can take no more, where a source that can wait should. */
  readonly #full = new Set<Subscriber>()
  readonly #waiters = new Set<() => void>()
  readonly #owner: SubscriberOwner
  #named = 0

  constructor(parts: SubscriptionsParts) {
    this.#parts = parts
    const { clock, counters, errors } = parts
    this.#owner = {
      clock,
      dropped: (entry, subscription) => {
        counters.add('dropped', subscription)
        if (entry.room === undefined) errors.tell(droppedRoomless(entry, subscription), { subscription })
      },
      dead: (entry, subscription, cause, attempts) => void this.#bury(entry, subscription, cause, attempts),
      toEntry: (gap) => this.#toEntry(gap),
      missed: (gap) => this.#tellMissed(gap),
      overflowed: (subscription, limit) => {
        const message = `The ${subscription} ended because ${limit} events piled up; make it faster, raise "limit", or choose another "overflow".`
        errors.tell(new ChatError('overflow', message), { subscription })
      },
      filled: (subscriber) => this.#full.add(subscriber),
      hasRoom: (subscriber) => this.#hasRoom(subscriber),
      ended: (subscriber) => this.#remove(subscriber),
    }
  }

  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options: HandlerOptions,
    room: ChatRoom | undefined,
  ): Undo {
    const wanted = new Set(checkEventTypes(types))
    checkFunction('The handler', handler)
    const complete = readHandlerOptions(`handler ${this.#named + 1}`, options)
    if (complete.signal?.aborted === true) return () => undefined
    const handle = handler as unknown as AnyHandler
    const subscription = new HandlerSubscription(handle, complete, wanted.has('gap'), this.#owner)
    const undo = (): void => {
      complete.signal?.removeEventListener('abort', undo)
      subscription.end()
    }
    complete.signal?.addEventListener('abort', undo)
    this.#add(subscription, wanted, room, complete)
    return undo
  }

  stream<Type extends ChatEventType>(
    options: StreamOptions<Type>,
    room: ChatRoom | undefined,
  ): EventStream<Type> {
    const types = new Set(options.types === undefined ? eventTypes : checkEventTypes(options.types))
    const complete = readStreamOptions(`stream ${this.#named + 1}`, options)
    const { signal } = complete
    const subscription = new StreamSubscription(complete, this.#owner)
    // A filter must not hide a loss.
    this.#add(subscription, types.add('gap'), room, complete)
    if (signal?.aborted === true) void subscription.return()
    else signal?.addEventListener('abort', () => void subscription.return(), { once: true })
    // Its events are those of the types that were asked for: nothing else is given to it.
    return subscription as unknown as EventStream<Type>
  }

  /** Hands an event to all who read its type. */
  publish(entry: Entry): void {
    this.#everywhere.publish(entry)
    entry.place?.readers.publish(entry)
  }

  /** Whether somebody who reads such events can take no more. */
  isFullFor(type: ChatEventType, room: ChatRoom | undefined): boolean {
    for (const subscriber of this.#full) {
      const interest = this.#interests.get(subscriber)
      if (interest === undefined || !interest.types.has(type)) continue
      if (interest.room === undefined || interest.room === room) return true
    }
    return false
  }

  /** Whether anybody at all can take no more. */
  get isAnyFull(): boolean {
    return this.#full.size > 0
  }

  /** Resolves when somebody who was full has room, or the signal aborts. */
  room(signal: AbortSignal): Promise<void> {
    if (this.#full.size === 0 || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiters.delete(end)
        signal.removeEventListener('abort', end)
        resolve()
      }
      this.#waiters.add(end)
      signal.addEventListener('abort', end)
    })
  }

  /** Resolves when everything taken is handled. */
  async drain(): Promise<void> {
    await Promise.all([...this.#interests.values()].map(({ reader }) => reader.drain()))
  }

  /** Lets go of everything. */
  abandon(): void {
    for (const [subscriber, { reader }] of this.#interests) {
      reader.abandon()
      this.#remove(subscriber)
    }
  }

  report(): readonly SubscriptionReport[] {
    return [...this.#interests.values()].map(({ reader }) => reader.report())
  }

  #add(
    subscriber: Subscriber,
    types: ReadonlySet<ChatEventType>,
    room: ChatRoom | undefined,
    { limit, settle }: CompleteHandlerOptions | CompleteStreamOptions,
  ): void {
    this.#named += 1
    const open = settle?.open as OpenSettling | undefined
    const holding = open?.(subscriber, limit, this.#parts.clock)
    const reader = holding ?? subscriber
    this.#interests.set(subscriber, { types, room, reader, holding })
    const readers = room?.readers ?? this.#everywhere
    readers.add(reader, types)
  }

  #remove(subscriber: Subscriber): void {
    const interest = this.#interests.get(subscriber)
    if (interest === undefined) return
    this.#interests.delete(subscriber)
    const readers = interest.room?.readers ?? this.#everywhere
    readers.remove(interest.reader)
    interest.holding?.end()
    this.#hasRoom(subscriber)
  }

  #hasRoom(subscriber: Subscriber): void {
    if (!this.#full.delete(subscriber)) return
    for (const waiter of this.#waiters) waiter()
  }

  /** What a handler failed on for good is kept for a person to look at, or left to come again. */
  async #bury(entry: Entry, subscription: string, cause: unknown, attempts: number): Promise<void> {
    const { clock, counters, deadLetters, errors, persistence } = this.#parts
    const { event, key, room } = entry
    const what = key ?? `an event of type ${event.type}`
    const error = new ChatError(
      'handler_failed',
      `The ${subscription} failed on ${what} (attempt ${attempts}).`,
      {
        cause,
      },
    )
    errors.tell(error, { subscription, ...(room !== undefined && { room }) })
    if (deadLetters === undefined) entry.hasFailed = true
    else {
      const letter = {
        key: `${key ?? `${event.type}@${entry.receivedAt}`} ${subscription}`,
        handler: subscription,
        event,
        attempts,
        error: String(cause),
        failedAtMs: clock.now(),
      }
      const isKept = await persist('keep a dead letter', persistence, async () => {
        await deadLetters.add(letter)
        return true
      })
      if (isKept === undefined) return
      counters.add('deadLetters', subscription)
    }
    entry.settle()
  }

  /** Handlers of gaps hear what another handler missed; streams tell their own losses and no others. */
  #tellMissed(gap: GapEvent): void {
    const entry = this.#toEntry(gap)
    const readers = [...this.#everywhere.of('gap'), ...(entry.place?.readers.of('gap') ?? [])]
    for (const reader of readers) if (!reader.isStream) reader.accept(entry)
    entry.settle()
  }

  #toEntry(gap: GapEvent): Entry {
    this.#parts.counters.add('gaps', gap.cause)
    const place = this.#parts.room(gap.room)
    return new Entry(nobody, gap, undefined, place, 'hub', false, this.#parts.clock.now(), false)
  }
}

/** No gap can tell it, since a gap is of a room. */
function droppedRoomless({ event }: Entry, subscription: string): ChatError {
  return new ChatError(
    'overflow',
    `The ${subscription} was too slow for an event of type ${event.type} of no room.`,
  )
}
