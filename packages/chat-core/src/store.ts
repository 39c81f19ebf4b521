import type { ChatEvent } from './event.js'
import type { Cursor, HistoryPage, HistoryQuery } from './history.js'
import type { Outgoing, Receipt, SendPriority, UnknownOutcomePolicy } from './outgoing.js'
import type { RoomRef } from './room-ref.js'
import type { SourceKind } from './source.js'

/** Where each source left off in each room. */
export interface CursorStore {
  get(room: RoomRef, via: SourceKind): Promise<Cursor | undefined>
  set(room: RoomRef, via: SourceKind, cursor: Cursor): Promise<void>
}

/**
 * What came of a claim: it is ours · somebody else is at it, or was less than a lease ago · it was committed before.
 */
export type ClaimResult = 'claimed' | 'held' | 'committed'

/**
 * Who handles what, so that two workers, or one that restarted, do not do the same twice. An event is claimed, handled,
 * committed, in this order: whoever dies in between leaves a claim that runs out.
 */
export interface ClaimStore {
  /** Claims each key for `leaseMs`. Answers in the order of the keys. */
  claim(keys: readonly string[], owner: string, leaseMs: number): Promise<readonly ClaimResult[]>
  /** Claims of ours last `leaseMs` from now. Those that are no longer ours are left alone. */
  renew(keys: readonly string[], owner: string, leaseMs: number): Promise<void>
  /**
   * Done for good; remembered for `windowMs`.
   *
   * @returns for each key whether this call did it: false where it was committed before, or belongs to another by now
   */
  commit(keys: readonly string[], owner: string, windowMs: number): Promise<readonly boolean[]>
  /** Gives claims of ours back, to be claimed again at once. */
  release(keys: readonly string[], owner: string): Promise<void>
}

/** An event as an archive keeps it. */
export interface ArchivedEvent {
  /** What it is known by; kept once. */
  readonly key: string
  readonly receivedAt: number
  readonly event: ChatEvent
}

/** Everything that was heard, each event once. */
export interface ArchiveStore {
  /**
   * Rejects with ChatError `invalid` or `too_long` where it will never take one of them: a hub then keeps the others, and
   * tells the one. Whatever else it rejects with is tried again.
   *
   * @returns for each event whether it was new
   */
  append(events: readonly ArchivedEvent[]): Promise<readonly boolean[]>
  /** Pages through the messages of a room. */
  history(room: RoomRef, query: HistoryQuery): Promise<HistoryPage>
}

/** Names one holder of something there may be only one of, for a while. */
export interface Lease {
  readonly name: string
  readonly owner: string
  /** Grows with every new holder: a write that carries an older one is refused. */
  readonly epoch: number
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number
}

/** Things that one process at a time may hold: a shard of rooms, the refresh of a token. */
export interface LeaseStore {
  /** Takes the lease, or makes ours last longer. @returns undefined where another holds it */
  acquire(name: string, owner: string, leaseMs: number): Promise<Lease | undefined>
  /** Gives it back. What is not ours is left alone. */
  release(lease: Lease): Promise<void>
}

/**
 * How far a send has come: waiting · handed to the platform, outcome not known yet · done · handed to the platform, and
 * nobody could find out what came of it.
 */
export type OutboxState = 'waiting' | 'sending' | 'sent' | 'unknown'

/** A message on its way out. */
export interface OutboxItem {
  /** Names the send; see `SendOptions.key`. */
  readonly key: string
  readonly room: RoomRef
  readonly outgoing: Outgoing
  readonly state: OutboxState
  readonly priority: SendPriority
  readonly onUnknown: UnknownOutcomePolicy
  /** When it was given to us, in milliseconds since 1970. */
  readonly createdAtMs: number
  /** Until when it may wait, in milliseconds since 1970. */
  readonly deadlineAtMs: number
  /** Once it is `sent`. */
  readonly receipt?: Receipt
}

/** What is to be sent, so that a restart neither forgets nor repeats it. What is `sent` may be forgotten after a day. */
export interface OutboxStore {
  /** Adds an item whose key is new. @returns the one that was there already, else undefined */
  add(item: OutboxItem): Promise<OutboxItem | undefined>
  /** Replaces the item of that key. */
  update(item: OutboxItem): Promise<void>
  remove(key: string): Promise<void>
  /** What is `waiting` or `sending`, oldest first. */
  pending(): Promise<readonly OutboxItem[]>
}

/** An event that a handler failed on for good. */
export interface DeadLetter {
  /** The event's key and the name of the handler. */
  readonly key: string
  /** Which handler: `HandlerOptions.name`. */
  readonly handler: string
  readonly event: ChatEvent
  readonly attempts: number
  /** What was thrown, as text. */
  readonly error: string
  /** Milliseconds since 1970. */
  readonly failedAtMs: number
}

/** What could not be handled, kept for a person to look at. */
export interface DeadLetterStore {
  add(letter: DeadLetter): Promise<void>
  /** Oldest first. */
  list(): Promise<readonly DeadLetter[]>
  /** An unknown key is left alone. */
  remove(key: string): Promise<void>
}

/** Small values by name. */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>
  /** @param timeToLiveMs forgotten after so long; absent: kept */
  set(key: string, value: string, timeToLiveMs?: number): Promise<void>
  delete(key: string): Promise<void>
}

/** What a store is made of. It has those parts it is good at; `hub.guarantees()` says what follows from them. */
export interface StoreParts {
  /** Whether it survives the end of the process. */
  readonly durable: boolean
  readonly cursors?: CursorStore
  readonly claims?: ClaimStore
  readonly archive?: ArchiveStore
  readonly leases?: LeaseStore
  readonly outbox?: OutboxStore
  readonly deadLetters?: DeadLetterStore
  readonly kv?: KeyValueStore
}
