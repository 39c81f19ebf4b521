import type { BasalamError } from '../basalam-error.js'
import type { Message } from '../services/chat/message.js'

/** What a stream of chats tells. */
export type LiveEvent = LiveMessage | LiveEdit | LiveDelete | LiveUnknown | LiveGap | LiveError | LiveReady

/** Somebody wrote something. */
export interface LiveMessage {
  readonly type: 'message'
  readonly message: Message
  /**
   * Whether the token's own user wrote it, here or in the app. Left out where that cannot be told: in a group, unless
   * `userId` was given, and of what the platform itself writes.
   */
  readonly isOwn?: boolean | undefined
}

/** A message says something else now. */
export interface LiveEdit {
  readonly type: 'edit'
  readonly message: Message
  readonly previous: Message
  readonly isOwn?: boolean | undefined
}

/** A message is gone. Nobody said so: it was there, and then it was not. */
export interface LiveDelete {
  readonly type: 'delete'
  readonly previous: Message
  readonly isOwn?: boolean | undefined
}

/** A message that could not be read. It is told when it is first seen, also if it was there before the stream. */
export interface LiveUnknown {
  readonly type: 'unknown'
  readonly chatId: number
  /** As it came. */
  readonly raw: unknown
}

/** Messages that were not read, or may not have been; it stands where they would. */
export interface LiveGap {
  readonly type: 'gap'
  /** Left out where whole chats may be missing. */
  readonly chatId?: number | undefined
  /** They have greater ids than this. */
  readonly afterMessageId?: number | undefined
  /** They have smaller ids than this. */
  readonly beforeMessageId?: number | undefined
  /**
   * - `limit`: the chat was not known, and has more new messages than are read at once; or more chats changed in one
   *   second than the server lists
   * - `stuck`: the server did not give what follows on a message, or failed for an hour; read once the chat changes
   * - `gone`: the chat may not be read any more
   */
  readonly cause: 'limit' | 'stuck' | 'gone'
}

/**
 * Something could not be asked for. The stream goes on by itself; nothing is passed over. A token that is refused for
 * good is no event: the stream ends with that error.
 */
export interface LiveError {
  readonly type: 'error'
  readonly error: BasalamError
  /** The one chat that could not be read; left out where none could. */
  readonly chatId?: number | undefined
  /** When it is tried again, in milliseconds from now. Left out of a single chat: at the next look. */
  readonly retryInMs?: number | undefined
}

/** All that was written before is read; from here on it is live. Comes once. */
export interface LiveReady {
  readonly type: 'ready'
}
