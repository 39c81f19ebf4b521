import type { ChatEventType } from './event.js'

/**
 * What happens where a reader is too slow and one more event comes.
 *
 * - `block`: the source waits; a source that cannot wait, such as a socket, is treated as `drop-oldest`
 * - `drop-oldest`, `drop-newest`: what waits longest goes · what comes is not taken
 * - `sample`: the fuller the queue, the fewer ordinary messages are taken; those of the owner, moderators and others
 *   with a say, those that mention us, and everything that is not a message are kept as long as there are ordinary
 *   ones to drop
 * - `fail`: the reader ends with an error of code `overflow`
 *
 * Whatever is dropped is told, in its place, as one `gap` of cause `overflow` with its number.
 */
export type OverflowPolicy = 'block' | 'drop-oldest' | 'drop-newest' | 'sample' | 'fail'

/**
 * In which order a handler is given events: one at a time of each room, of each author in each room, or all at once.
 * `conversation` is `room` for direct and group rooms, and `author` for live and broadcast ones.
 */
export type HandlerOrder = 'room' | 'author' | 'conversation' | 'none'

/** How a reader's events are held back: made by `createSettling()`, so that who needs none carries none. */
export interface Settling {
  /** How long each is, in milliseconds. */
  readonly settleMs: number
  /** For the hub alone. */
  readonly open: (...parts: never[]) => unknown
}

/** What handlers and streams have in common. */
export interface SubscriptionOptions {
  /** What it is called in `hub.inspect()`, in errors and dead letters. Default: `handler 1`, `stream 2`, and so on. */
  readonly name?: string
  /** How many events may wait. Default 1,000. */
  readonly limit?: number
  /** Default `block`. */
  readonly overflow?: OverflowPolicy
  /** Whether messages of our own account come too. Default: false for handlers, true for streams. */
  readonly self?: boolean
  /**
   * Holds each event back for a while, up to `limit` of them, and gives those of a room in the order they were sent: for
   * displays, with `createSettling(250)`. Default: events are given as they come.
   */
  readonly settle?: Settling
  /**
   * Ends it. What waits is let go of, and owed to it no more: not after a restart either. To have it again then, close
   * the hub instead.
   */
  readonly signal?: AbortSignal
}

/** Options of a handler. */
export interface HandlerOptions extends SubscriptionOptions {
  /** Default `room`. */
  readonly order?: HandlerOrder
  /** How many events it may be at work on at once, over all rooms. Default 1,000. */
  readonly concurrency?: number
  /** How often it is tried on one event before that becomes a dead letter. Default 1: no second time. */
  readonly attempts?: number
  /** Waits before the second try, doubled for each one after, in milliseconds. Default 1,000. */
  readonly retryDelayMs?: number
}

/** Options of a stream. */
export interface StreamOptions<Type extends ChatEventType = ChatEventType> extends SubscriptionOptions {
  /** Which events it gives. Gaps always come: a filter must not hide a loss. Default: all. */
  readonly types?: readonly Type[]
  /** `auto`: an event is handled when the next one is asked for. `manual`: when its `ack` is called. Default `auto`. */
  readonly ack?: 'auto' | 'manual'
}

/** Takes a handler off again, and lets go of what waits for it; calling it twice does nothing more. */
export type Undo = () => void
