import type { CallOptions } from '@wireloom/http-core'
import type { ChatsListInput, ChatsListMessagesInput } from '../generated/chat.js'
import type { Chat } from '../services/chat/chat.js'
import type { Message } from '../services/chat/message.js'

/** Where chats are read: `basalam.chats`, or whatever answers as it does. */
export interface ChatReader {
  list(input: ChatsListInput, options: CallOptions): PromiseLike<{ readonly items: readonly Chat[] }>
  listMessages(input: ChatsListMessagesInput, options: CallOptions): PromiseLike<MessagePage>
}

/** One page of messages, with those that could not be read. */
export interface MessagePage {
  readonly items: readonly Message[]
  readonly unreadable?: readonly unknown[] | undefined
}

/** How many messages are asked for at once: the API's own default, so that a shorter page is known to be the last. */
export const messagesPerPage = 20
/** How many chats, for the same reason. */
export const chatsPerPage = 30
