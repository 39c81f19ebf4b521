import type { Capabilities, ChatEventType, MessageRef, RoomRef, StatusState } from '@wireloom/chat-core'
import type { CallOptions } from '@wireloom/kick'
import type { ChannelId, ChatroomId, UserId } from '../ids.js'
import type { EventStream, StreamOptions } from './event-stream.js'
import type { HandlerOptions, Handlers, Undo } from './outlet.js'
import type { Person } from './check-action.js'
import type { BanOptions, SendOptions } from './room-actions.js'

/** One Kick chat being read. */
export interface KickRoom extends AsyncDisposable {
  /** What events call it; its `room` is the chatroom id. */
  readonly ref: RoomRef
  readonly chatroomId: ChatroomId
  /** Undefined where the room was joined without it: gifts of KICKs, goals and the stream's start are not heard then. */
  readonly channelId: ChannelId | undefined
  /** The streamer's user id. Undefined where the room was joined without it. */
  readonly userId: UserId | undefined
  /** Undefined where the room was joined by id alone. */
  readonly slug: string | undefined
  /** What can be done here, and which of it is official. */
  readonly capabilities: Capabilities
  /** How the room is doing; each change is a `status` event. */
  readonly state: StatusState

  /**
   * Calls the handler at each event of one type, with this room; or, for `error`, at each {@link KickError}.
   *
   * @param options.signal takes the handler off when it aborts
   * @returns takes the handler off
   */
  on<Name extends keyof Handlers<KickRoom>>(
    name: Name,
    handler: Handlers<KickRoom>[Name],
    options?: HandlerOptions,
  ): Undo

  /**
   * The room's events from now on, for `for await`. It ends with the room, goes on over reconnects, and holds at most
   * `limit` events; see {@link StreamOptions}.
   *
   * @throws KickError `invalid_options`
   */
  events<Type extends ChatEventType = ChatEventType>(options?: StreamOptions<Type>): EventStream<Type>

  /**
   * Says something, by Kick's official API (scope `chat:write`), and gives the message's reference. It is never said
   * twice by itself.
   *
   * Rejects with a KickError: `no_kick` where the chat has no client of the official API, `invalid_argument` for
   * content that is empty or longer than 500 code points, or where neither slug nor user id of the streamer is known,
   * and what `kick.chat.send` rejects with.
   */
  send(content: string, options?: SendOptions): Promise<MessageRef>

  /** Deletes a message, by Kick's official API (scope `moderation:chat_message:manage`). Rejects as `send` does. */
  delete(target: MessageRef | string, options?: CallOptions): Promise<void>

  /** Bans somebody for good, by Kick's official API (scope `moderation:ban`). Rejects as `send` does. */
  ban(person: Person, options?: BanOptions): Promise<void>

  /** Bans somebody for 1 to 10,080 minutes (a week); else as {@link KickRoom.ban}. */
  timeout(person: Person, durationMinutes: number, options?: BanOptions): Promise<void>

  /** Lifts a ban or a timeout; else as {@link KickRoom.ban}. */
  unban(person: Person, options?: CallOptions): Promise<void>

  /** Leaves the room: handlers are taken off, streams end, its channels are unsubscribed. Leaving twice is leaving once. */
  leave(): void
}
