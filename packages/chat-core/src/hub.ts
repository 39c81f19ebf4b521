import type { CallOptions, ChatAdapter } from './adapter.js'
import type { Capabilities } from './capability.js'
import type { Clock } from './clock.js'
import type { ChatError } from './error.js'
import type { ChatEventType, StatusState } from './event.js'
import type { BackfillFactory } from './gap-filler.js'
import type { Guarantees } from './guarantees.js'
import type { Meter } from './meter.js'
import type { SenderFactory } from './outbox/sender.js'
import type { Platform, RoomRef } from './room-ref.js'
import type { EventHandler, EventStream, Room } from './room.js'
import type { SourceKind, Via } from './source.js'
import type { Store } from './store/define-store.js'
import type { HandlerOptions, OverflowPolicy, StreamOptions, Undo } from './subscription.js'

/** How the hub tells the same event from a new one. */
export interface DedupeOptions {
  /** For how long an event is known again, in milliseconds. Default 60 minutes: Kick's webhooks come minutes late. */
  readonly windowMs?: number
  /** How many events are remembered at most; past that the oldest are forgotten early. Default 1,000,000. */
  readonly limit?: number
}

/** How a hub works. */
export interface HubOptions {
  /** What outlives it: `createMemoryStore()`, or another one. Default: nothing does. */
  readonly store?: Store
  /** False: everything is told as often as it comes. */
  readonly dedupe?: DedupeOptions | false
  /** What fills gaps, such as `createBackfill()`. Default: gaps are told as they are. */
  readonly backfill?: BackfillFactory
  /** Where sends wait for their turn: `createOutbox()`. Default: they go out at once, or fail at once. */
  readonly outbox?: SenderFactory
  /** Default: the platform's own. */
  readonly clock?: Clock
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch
  /** Default: counts nothing. */
  readonly meter?: Meter
  /** Between 0 and 1, for waits that are not to be all alike. Default `Math.random`. */
  readonly random?: () => number
  /** Closes the hub when it aborts. */
  readonly signal?: AbortSignal
}

/** Which adapter's session a delivery is for. */
export interface WebhookTarget {
  readonly platform: Platform
  /** Which account, where more than one of the platform was added. */
  readonly account?: string
}

/** One account of a hub, as `hub.add` gives it. */
export interface Account {
  readonly platform: Platform
  /** The platform's id of it. */
  readonly account: string
  /** What it can do in any room. */
  readonly capabilities: Capabilities
  /** The rooms it has. Throws ChatError `unsupported` before any I/O. */
  rooms(options?: CallOptions): Promise<readonly Room[]>
  /** The direct room with somebody. Throws ChatError `unsupported` before any I/O. */
  openRoom(userId: string, options?: CallOptions): Promise<Room>
  /** Takes the account out: its sources stop, what waits to be handled is handled, its session closes. */
  remove(): Promise<void>
}

/** A source as `inspect` shows it. */
export interface SourceReport {
  readonly via: SourceKind
  readonly state: StatusState
  readonly pausable: boolean
  /** Milliseconds since 1970; absent where nothing came yet. */
  readonly lastArrivalAtMs?: number
  /** When it last said that it is alive, in milliseconds since 1970; absent where it never does. See `Sink.alive`. */
  readonly lastSignAtMs?: number
  /** How long neither came, in milliseconds; from its start where nothing came yet. */
  readonly silentForMs: number
}

/** A room as `inspect` shows it. */
export interface RoomReport {
  readonly key: string
  readonly joined: boolean
  /** Events accepted and not finished yet. */
  readonly unfinished: number
  /** How long the oldest of them has been here, in milliseconds. */
  readonly watermarkAgeMs: number
}

/** A handler or stream as `inspect` shows it. */
export interface SubscriptionReport {
  readonly name: string
  readonly overflow: OverflowPolicy
  readonly depth: number
  readonly running: number
  readonly delivered: number
  readonly dropped: number
  readonly failed: number
}

/** How many messages came by which way first and by which again: which path is losing some. */
export interface CoverageReport {
  /** By one source alone, by its kind. */
  readonly only: Readonly<Partial<Record<Via, number>>>
  /** By more than one. */
  readonly both: number
}

/** The whole state, as plain data that survives JSON. */
export interface HubReport {
  readonly accounts: readonly {
    readonly platform: Platform
    readonly account: string
    readonly sources: readonly SourceReport[]
  }[]
  readonly rooms: readonly RoomReport[]
  readonly subscriptions: readonly SubscriptionReport[]
  readonly counters: {
    readonly received: number
    readonly duplicates: number
    readonly late: number
    readonly echoes: number
    readonly gaps: number
    readonly dropped: number
    readonly deadLetters: number
    readonly errors: number
  }
  readonly coverage: CoverageReport
  readonly dedupe: { readonly remembered: number; readonly inFlight: number }
  readonly outbox: { readonly waiting: number; readonly sending: number }
}

/** Where an error came up. */
export interface ErrorContext {
  readonly room?: Room
  /** The handler's or stream's name, where it was one of those. */
  readonly subscription?: string
}

/** Rooms of any platform under one roof. */
export interface Hub extends AsyncDisposable {
  /**
   * Signs an account in and starts its sources.
   *
   * @param rooms rooms to join from the start
   * @throws ChatError what the adapter's `open` throws; `invalid` for an account that is there already; `closed`
   */
  add(adapter: ChatAdapter, options?: { readonly rooms?: readonly RoomRef[] }): Promise<Account>

  /** The room of that name; always the same object. It need not be joined, nor its account be there yet. */
  room(ref: RoomRef): Room

  /**
   * Calls the handler at each event of some types, of all rooms.
   *
   * An event counts as handled when what the handler gives back resolves. One that throws is tried again as
   * {@link HandlerOptions.attempts} says, then kept as a dead letter and told to `error`.
   *
   * @throws ChatError `invalid` for options that are none
   * @returns takes the handler off
   */
  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options?: HandlerOptions,
  ): Undo
  /** Calls the handler at each error. Errors nobody listens for are shown where the platform shows uncaught ones. */
  on(type: 'error', handler: (error: ChatError, context: ErrorContext) => void): Undo

  /**
   * Events of all rooms from now on, for `for await`.
   *
   * @throws ChatError `invalid` for options that are none
   */
  stream<Type extends ChatEventType = ChatEventType>(options?: StreamOptions<Type>): EventStream<Type>

  /**
   * Hands a webhook delivery to its account, and resolves with the answer: once its events were taken, or with a
   * durable store, once they were handled and that is kept. What takes longer than 5 seconds is answered by 503, so that
   * it comes again; by then it is known, and waited for, not handled twice.
   *
   * @throws ChatError `not_found` where there is no such account, or several could be meant; `unsupported` where it takes
   * no webhooks
   */
  webhook(request: Request, target: WebhookTarget): Promise<Response>

  /** What state everything is in. */
  inspect(): HubReport
  /** What is promised with this store. */
  guarantees(): Guarantees

  /**
   * Stops the sources, waits until what was taken is handled, then closes the sessions. The store stays open: whoever made
   * it closes it.
   *
   * @param options.timeoutMs how long to wait for handlers; what is not done by then counts as not handled. Default
   * 10,000
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}
