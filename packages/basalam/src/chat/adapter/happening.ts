import type { ChatError } from '@wireloom/chat-core'
import type { Chat } from '../../services/chat/chat.js'
import type { Message } from '../../services/chat/message.js'
import type { LiveEvent } from '../live-event.js'

/** What happens in an account's chats: what the follower tells, and what else its answers show. */
export type Happening =
  | LiveEvent
  | FoundEdit
  | FoundDelete
  | FoundSeen
  | FoundChange
  | FoundWell
  | FoundTrouble

/** Of an earlier run: what the message said then is not known any more. */
export interface FoundEdit {
  readonly type: 'edit'
  readonly message: Message
  readonly previous?: undefined
}

/** Of an earlier run. */
export interface FoundDelete {
  readonly type: 'delete'
  readonly previous: Pick<Message, 'id' | 'chatId'>
}

/** The other side has seen as far as a message of ours. */
export interface FoundSeen {
  readonly type: 'seen'
  readonly chatId: number
  readonly messageId: number
}

/** The list says something else of a chat. */
export interface FoundChange {
  readonly type: 'change'
  readonly chat: Chat
  readonly changes: Readonly<Record<string, unknown>>
}

/** A chat that could not be read can be. */
export interface FoundWell {
  readonly type: 'well'
  readonly chatId: number
}

/** The chats are read, and something else fails. */
export interface FoundTrouble {
  readonly type: 'trouble'
  readonly error: ChatError
}
