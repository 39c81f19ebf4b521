import type { Author } from './author.js'
import type { DeclaredCapabilities } from './capability.js'
import type { Clock } from './clock.js'
import type { HistoryPage, HistoryQuery } from './history.js'
import type { Media } from './media.js'
import type { MessageRef } from './message-ref.js'
import type { Meter } from './meter.js'
import type { Outgoing, Receipt } from './outgoing.js'
import type { Platform, RoomRef } from './room-ref.js'
import type { Arrival, Source } from './source.js'
import type { KeyValueStore } from './store.js'

/** Makes one platform part of a hub. Write one for your own: see {@link AdapterSession} for what it takes. */
export interface ChatAdapter {
  readonly platform: Platform
  /**
   * Signs in. Nothing is received before a source is run.
   *
   * @throws ChatError by whichever code fits
   */
  open(context: AdapterContext): Promise<AdapterSession>
}

/** What an adapter may use of the outside world. Use these and no globals: tests hand in their own. */
export interface AdapterContext {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly meter: Meter
  /** To keep small things over a restart, of this adapter alone; absent where the hub's store has no `kv`. */
  readonly kv: KeyValueStore | undefined
  /** Aborts when the hub closes. */
  readonly signal: AbortSignal
}

/** Options of every call that an adapter answers. */
export interface CallOptions {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined
}

/** What a webhook delivery came to. */
export interface WebhookResult {
  /** The answer for the platform. It is given once the arrivals were taken; with a durable store, handled. */
  readonly response: Response
  /** What the delivery told; none where it was refused. */
  readonly arrivals: readonly Arrival[]
}

/** How somebody is kept out. */
export interface RestrictOptions extends CallOptions {
  readonly reason?: string
}

/** What only some platforms can do. Every member belongs to the capability named beside it. */
export interface AdapterOperations {
  /** `message.edit` */
  edit(target: MessageRef, outgoing: Outgoing, options: CallOptions): Promise<void>
  /** `message.delete` */
  delete(targets: readonly MessageRef[], options: CallOptions): Promise<void>
  /** `message.forward` */
  forward(targets: readonly MessageRef[], to: RoomRef, options: CallOptions): Promise<void>
  /** `message.seen` */
  markSeen(upTo: MessageRef, options: CallOptions): Promise<void>
  /** `typing.send` */
  sendTyping(room: RoomRef, options: CallOptions): Promise<void>
  /** `user.ban` */
  ban(room: RoomRef, userId: string, options: RestrictOptions): Promise<void>
  /** `user.timeout` */
  timeout(room: RoomRef, userId: string, durationMs: number, options: RestrictOptions): Promise<void>
  /** `user.release` */
  release(room: RoomRef, userId: string, options: CallOptions): Promise<void>
  /** `member.list` */
  members(room: RoomRef, options: CallOptions): Promise<readonly Author[]>
  /** `room.list` */
  rooms(options: CallOptions): Promise<readonly RoomRef[]>
  /** `room.open`: the direct room with somebody, made where there is none. */
  openRoom(userId: string, options: CallOptions): Promise<RoomRef>
  /** `media.upload` */
  upload(room: RoomRef, file: Blob, options: CallOptions): Promise<Media>
}

/**
 * One account on one platform. `capabilities`, `sources` and `close` are all an adapter has to have; whatever else it
 * can do it adds, and says so in its capabilities.
 */
export interface AdapterSession {
  /** The platform's id of the account; `anonymous` where nobody is signed in. */
  readonly account: string
  /**
   * What can be done in a room, or in any of them. Answers from memory. What it says is `none`, or does not name, is
   * refused by the hub before the adapter is asked.
   */
  capabilities(room?: RoomRef): DeclaredCapabilities
  /** How events arrive; none for an account that only sends. */
  readonly sources: readonly Source[]
  /** Lets go of everything. Nothing of it runs on after that. */
  close(): Promise<void>
  /**
   * `message.send` and, with `outgoing.replyTo`, `message.reply`. Sends once and never again by itself.
   *
   * @throws ChatError `outcome_unknown` where it may have arrived; `rate_limited` with `retryAfterMs`; and others
   */
  send?(room: RoomRef, outgoing: Outgoing, options: CallOptions): Promise<Receipt>
  /** `history.read` */
  history?(room: RoomRef, query: HistoryQuery): Promise<HistoryPage>
  /** `receive.webhook`: checks a delivery and reads it. Never throws for what a stranger sent: it answers. */
  webhook?(request: Request): Promise<WebhookResult>
  /** Whatever else the platform can do. */
  readonly operations?: Partial<AdapterOperations>
}
