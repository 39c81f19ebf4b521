import type { ChatAdapter } from '../adapter.js'
import type { Operation } from '../capability.js'
import type { ChatErrorCode } from '../error.js'
import type { ChatEventType } from '../event.js'
import type { RoomRef } from '../room-ref.js'
import type { SourceKind } from '../source.js'
import type { FakeClock } from './fake-clock.js'

/** A message as it stands on the platform. */
export interface PlatformMessage {
  readonly id: string
  readonly text: string
  /** The id of the message it answers. */
  readonly replyTo?: string
}

/** How somebody says something on the platform. */
export interface SayOptions {
  /** When it was said, in milliseconds since 1970, where its delivery took long. Default: now. */
  readonly sentAtMs?: number
}

/** What a platform counts, from its beginning. */
export interface PlatformCounts {
  /** Requests from the adapter, of whatever kind: by this "before any I/O" is judged. */
  readonly requests: number
  /** Connections that are open now. */
  readonly connections: number
  /** Frames sent over connections. */
  readonly frames: number
}

/** A platform in the hands of a suite: a server of yours on loopback or in memory, with a few strings to pull. */
export interface PlatformControl {
  /** Somebody else says something. @returns the platform's id of the message */
  say(room: RoomRef, text: string, options?: SayOptions): Promise<string>
  /** Delivers a message once more, as platforms do. */
  repeat(room: RoomRef, id: string): Promise<void>
  /** Somebody says these one after the other, and the last is delivered first. @returns their ids, as they were said */
  sayOutOfOrder(room: RoomRef, texts: readonly string[]): Promise<readonly string[]>
  /**
   * Makes an event of that type happen. Needed for each type that a source says it brings, save `message`, `gap` and
   * `status`, which come about by themselves.
   */
  readonly produce: Readonly<Partial<Record<ChatEventType, (room: RoomRef) => Promise<void>>>>
  /** What stands in the room now, oldest first. */
  messages(room: RoomRef): readonly PlatformMessage[]
  /** How often an operation took place. Needed for those that leave no message behind. */
  performed?(operation: Operation): number
  /** What has come and gone between the platform and the adapter. */
  counts(): PlatformCounts
  /** Cuts every connection. Needed where there is a socket. */
  cut?(): void
  /** Cuts every connection as soon as so many more frames were sent; 0: before the next one. Needed with a socket. */
  cutAfter?(frames: number): void
  /** Makes the next request fail so that the adapter has to say this code. */
  readonly fail?: Readonly<Partial<Record<ChatErrorCode, () => void>>>
  /** For adapters that take webhooks. */
  readonly webhook?: WebhookControl
  /**
   * Resolves when nothing is on its way between platform and adapter. Needed for a server of your own, whose answers take
   * longer than a few turns of the event loop: time does not move before.
   */
  quiet?(): Promise<void>
  /**
   * Resolves when the adapter has read whatever was sent to it so far. For one that polls, this moves the clock on by its
   * interval.
   */
  settle(): Promise<void>
  /** Ends it. */
  close(): Promise<void>
}

/** Deliveries over HTTP in the hands of a suite. */
export interface WebhookControl {
  /** Where what is said goes from now on. */
  deliverTo(receive: (request: Request) => Promise<Response>): void
  /** A delivery whose proof of origin is wrong. */
  forge(room: RoomRef, text: string): Promise<Request>
}

/** One platform with one adapter for it, made anew for each case. */
export interface AdapterFixture {
  readonly adapter: ChatAdapter
  /** What the adapter finds as `AdapterContext.fetch`. Default: one that answers nobody. */
  readonly fetch?: typeof fetch
  /** Two rooms that the account may read and write in. */
  readonly rooms: readonly [RoomRef, RoomRef]
  /** The id of somebody else in both of them. */
  readonly userId: string
  /** Tokens and the like. None of them may show in an event, an error or a report. */
  readonly secrets: readonly string[]
  readonly platform: PlatformControl
}

/** What {@link describeAdapter} judges. */
export interface AdapterHarness {
  /** Begins a suite's titles: `kick`. */
  readonly name: string
  /** How the adapter receives: cases that are about another way are left out. */
  readonly receives: readonly SourceKind[]
  /** Makes a platform and an adapter that never met. All of their time is this clock's. */
  start(clock: FakeClock): Promise<AdapterFixture>
  /** How long, by the clock, the adapter may take to be back after a cut, in milliseconds. Default 60,000. */
  readonly recoveryMs?: number
}
