import type { StatusState } from '@wireloom/chat-core'
import type { KickChatError } from '../errors.js'
import type { ChannelId, ChatroomId } from '../ids.js'

/** What a transport tells of one room. Called in the order in which things happened. */
export interface FeedListener {
  /** One event, its payload as the transport had it: a JSON value, or a string that may hold one. */
  event(channel: string, name: string, data: unknown): void
  /**
   * Events may have been lost between two moments, by our clock; before the first event after it. Mostly once for
   * each time the connection was away; again, from where the last one ended, for channels that were longer away.
   */
  gap(fromMs: number, toMs: number): void
  /** The room's state changed; `closed` is the last thing told. */
  status(state: StatusState, error?: KickChatError): void
  /** One of the room's lesser channels is not to be had; the others go on. */
  error(error: KickChatError): void
}

/** A room to listen to. */
export interface FeedRequest {
  readonly chatroomId: ChatroomId
  readonly channelId: ChannelId | undefined
  /** Its channels; the last one carries the chat itself, without which the room is nothing. */
  readonly channels: readonly string[]
  readonly listener: FeedListener
}

/** A room being listened to. */
export interface Feed {
  /** Settles once the chat's own channel is subscribed; rejects with a KickError where it never will be. */
  readonly ready: Promise<void>
  /** Stops listening: nothing more is told, `ready` rejects with `closed` where it is unsettled. */
  close(): void
}

/** What a transport tells that is no single room's. */
export interface TransportListener {
  /** Something went wrong beneath the rooms: a lost connection, an unreadable frame. What can be retried is. */
  error(error: KickChatError): void
}

/** One or more connections to Kick's socket, and the rooms on them. */
export interface Transport {
  /** Begins to listen to a room, opening a connection where there is no place left on one. */
  open(request: FeedRequest): Feed
  /** How often a connection was made again after a loss. */
  readonly reconnects: number
  /** Closes every connection. */
  close(): void
}

/**
 * A way to Kick's live chat, such as `pusherSocket()`. Opens nothing by itself; each chat it is given to opens its
 * own connections.
 */
export interface KickSocket {
  /** What it is called in messages. */
  readonly name: string
  /** Makes a transport that opens nothing until the first room. */
  connect(listener: TransportListener): Transport
}
