import type { Cursor } from '@wireloom/chat-core'
import type { KnownChats } from '../known-chats.js'
import { ToldChat } from './told-chat.js'

/** What was told of every chat. */
export class ToldChats {
  readonly #known: KnownChats
  readonly #chats = new Map<number, ToldChat>()

  constructor(known: KnownChats) {
    this.#known = known
  }

  of(chatId: number): ToldChat {
    const chat = this.#chats.get(chatId) ?? new ToldChat()
    this.#chats.set(chatId, chat)
    return chat
  }

  set(chatId: number, chat: ToldChat): void {
    this.#chats.set(chatId, chat)
  }

  forget(chatId: number): void {
    this.#chats.delete(chatId)
  }

  /** Where to go on in a chat after what was told; undefined where it is not followed any more. */
  cursorOf(chatId: number): Cursor | undefined {
    const lastId = this.#known.get(chatId)?.lastId
    return lastId === undefined ? undefined : this.#chats.get(chatId)?.toCursor(lastId)
  }
}
