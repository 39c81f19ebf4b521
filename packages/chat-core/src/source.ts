import type { ChatEvent } from './event.js'
import type { Cursor } from './history.js'
import type { RoomRef } from './room-ref.js'

/** The ways on which events come in by themselves. */
export type SourceKind = 'socket' | 'webhook' | 'poll'

/**
 * The way an event came: by a source, from the history after a gap, as the echo of what we said ourselves, or from the
 * hub itself.
 */
export type Via = SourceKind | 'backfill' | 'echo' | 'hub'

/** An event as an adapter hands it over. */
export interface Arrival {
  readonly event: ChatEvent
  /** Where the source would go on after this event. Give it where the source is resumable. */
  readonly cursor?: Cursor
  /**
   * What the event is known by, so that it is told once however often it comes. Messages, edits and deletions have a
   * key without this; other events are told each time unless they are given one.
   */
  readonly key?: string
  /** True for an event that comes well after it happened. Default: by the time the message was sent. */
  readonly late?: boolean
}

/** Where a source puts what it receives. */
export interface Sink {
  /**
   * Hands over events, in order: all of them or none.
   *
   * `full`: none was taken; wait for {@link Sink.ready} and offer the same ones again. Sources that are not `pausable`
   * are never told so.
   */
  offer(arrivals: readonly Arrival[]): 'ok' | 'full'
  /** Resolves when there is room again, or when the source is to stop. */
  ready(): Promise<void>
  /**
   * Says that the connection is alive though nothing happened in it: a heartbeat was answered, a poll found nothing. A
   * source that says so at all has to go on saying so: `hub.inspect()` and the health answer go by it.
   */
  alive(): void
  /** Where this source left off in a room: everything before was handled. Undefined at the very first start. */
  cursor(room: RoomRef): Promise<Cursor | undefined>
  /** Aborts when the source is to stop: close what is open, and let `run` end. */
  readonly signal: AbortSignal
}

/** One way in which events of an account arrive. */
export interface Source {
  readonly via: SourceKind
  /** Whether it can wait while readers are slow. A poll can, a socket cannot. */
  readonly pausable: boolean
  /**
   * Receives until `sink.signal` aborts, then resolves. It reconnects by itself, tells `status` and `gap` events, and
   * rejects with a ChatError only where it cannot go on; it is then started again with growing waits if the error is
   * retryable.
   *
   * @param rooms the rooms joined so far; may be none
   */
  run(rooms: readonly RoomRef[], sink: Sink): Promise<void>
  /** Takes note of rooms joined and left while it runs. Without it, the source is stopped and run again. */
  update?(rooms: readonly RoomRef[]): Promise<void>
}
