import type { Author } from './author.js'
import type { CallOptions, RestrictOptions } from './adapter.js'
import type { Capabilities, Operation } from './capability.js'
import type { ChatEvent, ChatEventOf, ChatEventType, GapEvent } from './event.js'
import type { HistoryPage, HistoryQuery } from './history.js'
import type { Media } from './media.js'
import type { Message } from './message.js'
import type { MessageRef } from './message-ref.js'
import type { Receipt, SendOptions } from './outgoing.js'
import type { Part } from './part.js'
import type { RoomRef } from './room-ref.js'
import type { Via } from './source.js'
import type { HandlerOptions, StreamOptions, Undo } from './subscription.js'

/** An event with what is known of its way here. */
export interface Envelope<Event extends ChatEvent = ChatEvent> {
  readonly event: Event
  /** What it is known by, whichever way it came; undefined for events without identity, such as `status`. */
  readonly key: string | undefined
  /** The room it is of; undefined for the few that are of none. */
  readonly room: Room | undefined
  readonly via: Via
  /** True where it comes well after it happened. */
  readonly late: boolean
  /** When it arrived here, in milliseconds since 1970. */
  readonly receivedAt: number
}

/** An event given out by a stream. The first of its two calls counts. */
export interface Delivery<Event extends ChatEvent = ChatEvent> extends Envelope<Event> {
  /** It was handled. Called for you when you ask for the next one, unless the stream says `ack: 'manual'`. */
  ack(): void
  /** It could not be handled: it becomes a dead letter, and is told as an error. */
  nack(reason?: unknown): void
}

/** What a stream of some types gives. */
export type StreamEvent<Type extends ChatEventType> = ChatEventOf<Type> | GapEvent

/**
 * Events in the order they came, for one `for await` loop. Leaving the loop ends the stream: what was given out last
 * counts as handled, and what waited is owed to it no more, not after a restart either. To have that again then, close
 * the hub instead.
 */
export interface EventStream<Type extends ChatEventType = ChatEventType>
  extends AsyncIterableIterator<Delivery<StreamEvent<Type>>, undefined>, AsyncDisposable {
  /** How many events were given out so far. */
  readonly delivered: number
  /** How many were dropped because the reader was slow. */
  readonly dropped: number
  /** How many wait. */
  readonly depth: number
  /** How long the one that waits longest has waited, in milliseconds; 0 where none does. */
  readonly lagMs: number
  return(): Promise<IteratorResult<Delivery<StreamEvent<Type>>, undefined>>
}

/** Called with each event, and what is known of it. The event is handled when the promise it gives back resolves. */
export type EventHandler<Type extends ChatEventType> = (
  event: ChatEventOf<Type>,
  envelope: Envelope<ChatEventOf<Type>>,
) => unknown

/** Names a message of the room: its reference, or its id. */
export type MessageTarget = MessageRef | string

/** Names somebody: a user id, or an author who has one. */
export type UserTarget = string | Pick<Author, 'id'>

/** What `room.can(operation)` adds to a room. */
export interface RoomAbilities {
  'message.send': unknown
  'message.reply': unknown
  'message.edit': {
    /** Makes a message say something else. */
    edit(target: MessageTarget, content: string | readonly Part[], options?: CallOptions): Promise<void>
  }
  'message.delete': {
    /** Deletes messages. */
    delete(targets: MessageTarget | readonly MessageTarget[], options?: CallOptions): Promise<void>
  }
  'message.forward': {
    /** Says messages of this room again in another one. */
    forward(
      targets: MessageTarget | readonly MessageTarget[],
      to: RoomRef,
      options?: CallOptions,
    ): Promise<void>
  }
  'message.seen': {
    /** Tells the other side that everything up to a message was read. */
    markSeen(upTo: MessageTarget, options?: CallOptions): Promise<void>
  }
  'typing.send': {
    /** Shows for a moment that we are writing. */
    sendTyping(options?: CallOptions): Promise<void>
  }
  'user.ban': {
    /** Keeps somebody from writing, for good. */
    ban(user: UserTarget, options?: RestrictOptions): Promise<void>
  }
  'user.timeout': {
    /** Keeps somebody from writing for a while. */
    timeout(user: UserTarget, durationMs: number, options?: RestrictOptions): Promise<void>
  }
  'user.release': {
    /** Lifts a ban or a timeout. */
    release(user: UserTarget, options?: CallOptions): Promise<void>
  }
  'history.read': unknown
  'member.list': {
    /** Who is in the room. */
    members(options?: CallOptions): Promise<readonly Author[]>
  }
  'room.list': unknown
  'room.open': unknown
  'media.upload': {
    /** Puts a file where messages of this room can carry it. */
    upload(file: Blob, options?: CallOptions): Promise<Media>
  }
  'receive.socket': unknown
  'receive.webhook': unknown
  'receive.poll': unknown
}

/** How messages of a room's history are read, one after the other. */
export interface MessagesOptions extends CallOptions {
  /** Nothing sent before then, in milliseconds since 1970. */
  readonly sinceMs?: number
  /** How many at most. Default: all there are. */
  readonly limit?: number
}

/** One room, as one account sees it. The same reference always gives the same room of a hub. */
export interface Room {
  readonly ref: RoomRef
  /** `roomKey(ref)` */
  readonly key: string
  /** What can be done here, as of now. */
  readonly capabilities: Capabilities

  /** Whether something can be done here; where it can, the room has the method for it. */
  can<Name extends Operation>(operation: Name): this is this & RoomAbilities[Name]

  /**
   * This room with the method for it.
   *
   * @throws ChatError `unsupported` where it cannot be done here; `missing_scope` where the token is known to lack the
   * scope
   */
  demand<Name extends Operation>(operation: Name): this & RoomAbilities[Name]

  /**
   * Says something: text, or parts. It waits for its turn, see {@link SendOptions}, also over a lost connection.
   *
   * @throws ChatError before any I/O: `unsupported`, `missing_scope`, `invalid`, `too_long`. After it: `timeout` where
   * its turn did not come before the deadline, `outcome_unknown`, and what the platform refused it by
   */
  send(content: string | readonly Part[], options?: SendOptions): Promise<Receipt>

  /**
   * One page of what was said.
   *
   * @throws ChatError `unsupported` before any I/O; `invalid` where both `before` and `after` are given
   */
  history(query?: HistoryQuery): Promise<HistoryPage>

  /** Every message of the history, newest first, page by page as they are asked for. Throws as `history` does. */
  messages(options?: MessagesOptions): AsyncIterableIterator<Message, undefined>

  /** Calls the handler at each event of this room; see `Hub.on`. */
  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options?: HandlerOptions,
  ): Undo

  /** This room's events from now on; see `Hub.stream`. */
  stream<Type extends ChatEventType = ChatEventType>(options?: StreamOptions<Type>): EventStream<Type>

  /** Asks the sources of its account for this room's events, where they need to be asked. */
  join(): Promise<void>
  /** The opposite. Handlers and streams stay. */
  leave(): Promise<void>
}
