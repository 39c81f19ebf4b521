import { BasalamError } from '../../src/index.js'
import type { ChatReader } from '../../src/chat.js'
import { decodeChat } from '../../src/services/chat/chat.js'
import { decodeMessage } from '../../src/services/chat/decode-message.js'

interface KeptMessage {
  readonly id: number
  readonly chatId: number
  readonly createdAt: string
  text: string
}

interface KeptChat {
  readonly id: number
  readonly createdAt: string
  updatedAt: string
  messages: KeptMessage[]
}

/** In what servers may differ, as far as the documents leave it open. */
export interface SourceHabits {
  /** Whether `updated_before` gives what changed at that very time too. */
  readonly isInclusive: boolean
  /** Whether an edit moves the chat's time. */
  readonly editsMove: boolean
  /** No more of a list at once, whatever is asked for. */
  readonly mostAtOnce: number
}

/** Chats in memory that answer as the API does, with times in whole seconds. */
export class ChatSource implements ChatReader {
  readonly #habits: SourceHabits
  readonly #chats = new Map<number, KeptChat>()
  #nextMessageId = 1
  #seconds = 0
  /** How many of the next requests fail. */
  failures = 0
  /** Chats of which the next answer cannot be read. */
  readonly broken: Set<number> = new Set()
  requests = 0

  constructor(habits: SourceHabits) {
    this.#habits = habits
  }

  /** Time goes by. */
  pass(seconds: number): void {
    this.#seconds += seconds
  }

  send(chatId: number, text = `text ${this.#nextMessageId}`): number {
    const now = this.#now()
    const chat = this.#chats.get(chatId) ?? { id: chatId, createdAt: now, updatedAt: now, messages: [] }
    this.#chats.set(chatId, chat)
    const id = this.#nextMessageId
    this.#nextMessageId += 1
    chat.messages.push({ id, chatId, createdAt: now, text })
    chat.updatedAt = now
    return id
  }

  edit(id: number, text: string): void {
    const message = this.#find(id)
    if (message === undefined) return
    message.text = text
    const chat = this.#chats.get(message.chatId)
    if (this.#habits.editsMove && chat !== undefined) chat.updatedAt = this.#now()
  }

  remove(id: number): void {
    for (const chat of this.#chats.values())
      chat.messages = chat.messages.filter((message) => message.id !== id)
  }

  async list(
    ...[{ limit = 30, updatedBefore }]: Parameters<ChatReader['list']>
  ): Promise<Awaited<ReturnType<ChatReader['list']>>> {
    this.#count()
    const items = [...this.#chats.values()]
      .filter(({ updatedAt }) => {
        if (updatedBefore === undefined) return true
        return this.#habits.isInclusive ? updatedAt <= updatedBefore : updatedAt < updatedBefore
      })
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt) || a.id - b.id)
      .slice(0, Math.min(limit, this.#habits.mostAtOnce))
    return {
      items: items.map(({ id, createdAt, updatedAt, messages }) =>
        decodeChat({
          id,
          created_at: createdAt,
          updated_at: updatedAt,
          contact: { id: 1_000 + id },
          last_message: messages.length === 0 ? null : toWire(messages.at(-1) as KeptMessage),
        }),
      ),
    }
  }

  async listMessages(
    ...[{ chatId, messageId, limit = 20, order = 'desc', cmp = 'lt' }]: Parameters<ChatReader['listMessages']>
  ): Promise<Awaited<ReturnType<ChatReader['listMessages']>>> {
    this.#count()
    const chat = this.#chats.get(chatId)
    if (this.broken.delete(chatId)) throw new BasalamError('malformed', 'The answer is none.')
    if (chat === undefined) throw new BasalamError('not_found', 'There is no such chat.')
    const items = chat.messages
      .filter(({ id }) => messageId === undefined || (cmp === 'gt' ? id > messageId : id < messageId))
      .toSorted((a, b) => (order === 'asc' ? a.id - b.id : b.id - a.id))
      .slice(0, Math.min(limit, this.#habits.mostAtOnce))
    return { items: items.map((message) => decodeMessage(toWire(message))) }
  }

  has(id: number): boolean {
    return this.#find(id) !== undefined
  }

  #find(id: number): KeptMessage | undefined {
    return [...this.#chats.values()].flatMap(({ messages }) => messages).find((message) => message.id === id)
  }

  #now(): string {
    return new Date(this.#seconds * 1_000).toISOString().replace('.000', '')
  }

  #count(): void {
    this.requests += 1
    if (this.failures <= 0) return
    this.failures -= 1
    throw new BasalamError('unavailable', 'Not now.')
  }
}

function toWire({ id, chatId, createdAt, text }: KeptMessage): object {
  return {
    id,
    chat_id: chatId,
    created_at: createdAt,
    updated_at: createdAt,
    message_type: 'text',
    content: { text },
    sender: { id: id % 3 === 0 ? 1 : 1_000 + chatId },
  }
}
