import type { Clock } from '../clock.js'
import type { Entry } from '../delivery/entry.js'
import type { GapEvent } from '../event.js'
import type { SubscriptionReport } from '../hub.js'

/** One reader of events, as the hub sees it. */
export interface Subscriber {
  /** Whether it reads at its own pace: what a handler missed is not told to it. */
  readonly isStream: boolean
  /** Takes an event, to be settled once; or leaves it. */
  accept(entry: Entry): void
  /** Nothing more will come. Resolves when what was taken is handled. */
  drain(): Promise<void>
  /** Ends it now; what is not handled stays unhandled. */
  abandon(): void
  report(): SubscriptionReport
}

/** One that stands before a reader and holds back what comes for it. */
export interface HoldingSubscriber extends Subscriber {
  /** Lets everything on at once, and holds nothing back any more. */
  end(): void
}

/** What `Settling.open` is. @param limit how many it may hold back */
export type OpenSettling = (reader: Subscriber, limit: number, clock: Clock) => HoldingSubscriber

/** What a reader needs of its hub. */
export interface SubscriberOwner {
  readonly clock: Clock
  /** An event was dropped. */
  dropped(entry: Entry, subscription: string): void
  /** A handler failed on an event for good. The entry is settled by whoever is told. */
  dead(entry: Entry, subscription: string, cause: unknown, attempts: number): void
  /** Makes an event of a gap, for the reader that has it. */
  toEntry(gap: GapEvent): Entry
  /** A handler that hears no gaps missed events. */
  missed(gap: GapEvent): void
  /** Its queue overflowed by the policy `fail`. */
  overflowed(subscription: string, limit: number): void
  /** It can take no more: a source that can wait should. */
  filled(subscriber: Subscriber): void
  /** It has room again. */
  hasRoom(subscriber: Subscriber): void
  /** It takes nothing any more. */
  ended(subscriber: Subscriber): void
}
