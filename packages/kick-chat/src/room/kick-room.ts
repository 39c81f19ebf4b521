import type { ChatEventType, RoomRef, StatusState } from '@wireloom/chat-core'
import type { ChannelId, ChatroomId } from '../ids.js'
import type { EventStream, StreamOptions } from './event-stream.js'
import type { HandlerOptions, Handlers, Undo } from './outlet.js'

/** One Kick chat being read. */
export interface KickRoom extends AsyncDisposable {
  /** What events call it; its `room` is the chatroom id. */
  readonly ref: RoomRef
  readonly chatroomId: ChatroomId
  /** Undefined where the room was joined without it: gifts of KICKs, goals and the stream's start are not heard then. */
  readonly channelId: ChannelId | undefined
  /** Undefined where the room was joined by id alone. */
  readonly slug: string | undefined
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

  /** Leaves the room: handlers are taken off, streams end, its channels are unsubscribed. Leaving twice is leaving once. */
  leave(): void
}
