import type { Author } from './author.js'
import type { ChatError } from './error.js'
import type { Message } from './message.js'
import type { MessageRef } from './message-ref.js'
import type { RoomRef } from './room-ref.js'

/** Somebody said something. */
export interface MessageEvent<Raw = unknown> {
  readonly type: 'message'
  readonly message: Message<Raw>
}

/** A message says something else now. */
export interface EditEvent<Raw = unknown> {
  readonly type: 'edit'
  /** The message as it stands now. */
  readonly message: Message<Raw>
  /** The message as it stood, where we still have it. */
  readonly previous?: Message<Raw>
}

/** A message is gone. It names the message, not its author, which few platforms tell. */
export interface DeleteEvent<Raw = unknown> {
  readonly type: 'delete'
  readonly target: MessageRef
  /** Who removed it, where the platform says. */
  readonly by?: Author
  /** True where the platform says that a program did it. */
  readonly automatic?: boolean
  /** True where nobody told us and we concluded it from the message's absence. */
  readonly inferred: boolean
  readonly raw?: Raw
}

/** Everything said in a room so far is to be hidden. */
export interface ClearEvent<Raw = unknown> {
  readonly type: 'clear'
  readonly room: RoomRef
  readonly by?: Author
  readonly raw?: Raw
}

/** A message was pinned, or with `target: null` the pin was taken off. */
export interface PinEvent<Raw = unknown> {
  readonly type: 'pin'
  readonly room: RoomRef
  readonly target: MessageRef | null
  /** Who pinned it, where the platform says. */
  readonly by?: Author
  /** The pinned message, where the platform sends it along. */
  readonly message?: Message
  readonly raw?: Raw
}

/** Somebody may not write any more, for a while or for good, or may again. */
export interface RestrictEvent<Raw = unknown> {
  readonly type: 'restrict'
  readonly room: RoomRef
  /** Whom it concerns. */
  readonly user: Author
  readonly by?: Author
  readonly action: 'ban' | 'timeout' | 'release'
  /** When a timeout ends, in milliseconds since 1970. */
  readonly untilMs?: number
  readonly reason?: string
  readonly raw?: Raw
}

/** Something about the room itself changed: slow mode, title, live or offline. */
export interface RoomEvent<Raw = unknown> {
  readonly type: 'room'
  readonly room: RoomRef
  /** The new values by name; which names there are is the platform's matter. */
  readonly changes: Readonly<Record<string, unknown>>
  readonly raw?: Raw
}

/** The other side has read as far as a message. */
export interface SeenEvent<Raw = unknown> {
  readonly type: 'seen'
  readonly room: RoomRef
  readonly upTo: MessageRef
  readonly by?: Author
  readonly raw?: Raw
}

/** Kinds of activity. The names known here are completed by editors; the set is open. */
export type ActivityKind =
  | 'follow'
  | 'subscription'
  | 'subscription_gift'
  | 'gift'
  | 'reward'
  | 'host'
  | 'poll'
  | 'prediction'
  | 'goal'
  | 'leaderboard'
  | 'order'
  | (string & {})

/** Something happened that is neither talk nor moderation: a subscription, a gift, an order. */
export interface ActivityEvent<Raw = unknown> {
  readonly type: 'activity'
  readonly room: RoomRef
  readonly activity: ActivityKind
  /** Who did it. */
  readonly actor?: Author
  /** To whom it was done, such as those who were given a subscription. */
  readonly recipients?: readonly Author[]
  /** How much or how many; the unit belongs to the activity: months, gifts, viewers. */
  readonly amount?: number
  /** Words that came with it. */
  readonly text?: string
  readonly raw: Raw
}

/** Why something may be missing. */
export type GapCause = 'reconnect' | 'overflow' | 'restart' | 'lease' | 'cap'

/**
 * Something was lost, or may have been.
 *
 * It stands in the stream where the loss is: before the first event after it.
 */
export interface GapEvent {
  readonly type: 'gap'
  readonly room: RoomRef
  /**
   * No later than the `sentAt` of anything lost, as far as the clocks of both sides are known to differ, in
   * milliseconds since 1970; absent where that is not known.
   */
  readonly fromMs?: number
  /** When events flowed again, by this machine's clock, in milliseconds since 1970. */
  readonly toMs?: number
  /**
   * `reconnect`: the connection was away · `overflow`: the reader was too slow · `restart`: this process was away ·
   * `lease`: another process took the room over · `cap`: recovery stopped at its limit
   */
  readonly cause: GapCause
  /** How many events were lost, where they were counted. */
  readonly lost?: number
  /** For `overflow` of a handler: its name. Others may have heard what it missed. */
  readonly subscription?: string
  /** How many of the lost messages were fetched afterwards. */
  readonly recovered: number
  /** Whether recovery got everything back. */
  readonly complete: boolean | 'unknown'
}

/** How a source of events is doing. */
export type StatusState = 'connecting' | 'live' | 'degraded' | 'closed'

/** The way events reach us changed. */
export interface StatusEvent {
  readonly type: 'status'
  /** The room it concerns; absent where it concerns all of them. */
  readonly room?: RoomRef
  /** `connecting` · `live`: events flow · `degraded`: some do, or retries go on · `closed`: for good */
  readonly state: StatusState
  /** What went wrong, where something did. */
  readonly error?: ChatError
}

/** Something this version has no name for. Drift is data, never an exception. */
export interface OtherEvent<Raw = unknown> {
  readonly type: 'other'
  readonly room?: RoomRef
  /** The platform's name for it. */
  readonly name: string
  readonly raw: Raw
}

/** Everything that can happen in a chat, joined by `type`. `Raw` is the platform's own form. */
export type ChatEvent<Raw = unknown> =
  | MessageEvent<Raw>
  | EditEvent<Raw>
  | DeleteEvent<Raw>
  | ClearEvent<Raw>
  | PinEvent<Raw>
  | RestrictEvent<Raw>
  | RoomEvent<Raw>
  | SeenEvent<Raw>
  | ActivityEvent<Raw>
  | GapEvent
  | StatusEvent
  | OtherEvent<Raw>

/** The `type` of some {@link ChatEvent}. */
export type ChatEventType = ChatEvent['type']

/** The one member of {@link ChatEvent} with that `type`. */
export type ChatEventOf<Type extends ChatEventType, Raw = unknown> = Extract<
  ChatEvent<Raw>,
  { readonly type: Type }
>
