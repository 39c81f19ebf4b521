import type { Person } from './people.js'

/** A message as it is kept. */
export interface KeptMessage {
  readonly id: number
  readonly chatId: number
  readonly senderId: number
  readonly type: string
  readonly createdAtMs: number
  updatedAtMs: number
  seenAtMs: number | undefined
  content: Readonly<Record<string, unknown>>
  readonly repliedId: number | undefined
  readonly forwardFrom: number | undefined
  /** Written, and not to be read yet. */
  isWithheld: boolean
}

/** A private chat of two people. */
export interface KeptChat {
  readonly id: number
  readonly members: readonly [Person, Person]
  readonly createdAtMs: number
  updatedAtMs: number
  readonly messages: KeptMessage[]
  /** Whether the owner keeps the other side from writing. */
  isBlocked: boolean
  archiveState: string | null
}

export interface NewMessage {
  readonly type: string
  readonly content: Readonly<Record<string, unknown>>
  readonly repliedId?: number | undefined
  readonly forwardFrom?: number | undefined
  /** When it was written, in milliseconds since 1970. @default now */
  readonly createdAtMs?: number | undefined
  readonly isWithheld?: boolean | undefined
}

/** Chats and their messages, in the order they came. */
export interface ChatBook {
  chats(): readonly KeptChat[]
  find(chatId: number): KeptChat | undefined
  /** The chat of two people, made where there is none. */
  between(one: Person, other: Person): KeptChat
  write(chat: KeptChat, senderId: number, message: NewMessage): KeptMessage
  /** Lets a message that was withheld be read. */
  release(message: KeptMessage): void
  findMessage(messageId: number): KeptMessage | undefined
  edit(message: KeptMessage, content: Readonly<Record<string, unknown>>): void
  deleteMessages(ids: readonly number[]): void
  deleteChats(ids: readonly number[]): void
}

/** @param onWritten told of each message once it is there */
export function createChatBook(
  now: () => number,
  onWritten: (message: KeptMessage, chat: KeptChat) => void = () => undefined,
): ChatBook {
  let chats: readonly KeptChat[] = []
  let nextChatId = 9_001
  let nextMessageId = 70_001

  return {
    chats: () => chats,
    find: (chatId) => chats.find(({ id }) => id === chatId),
    between(one, other) {
      const found = chats.find(({ members }) => members.includes(one) && members.includes(other))
      if (found !== undefined) return found
      const at = now()
      const chat: KeptChat = {
        id: nextChatId,
        members: [one, other],
        createdAtMs: at,
        updatedAtMs: at,
        messages: [],
        isBlocked: false,
        archiveState: null,
      }
      nextChatId += 1
      chats = [...chats, chat]
      return chat
    },
    write(chat, senderId, { type, content, repliedId, forwardFrom, createdAtMs, isWithheld = false }) {
      const at = now()
      const message: KeptMessage = {
        id: nextMessageId,
        chatId: chat.id,
        senderId,
        type,
        createdAtMs: createdAtMs ?? at,
        updatedAtMs: createdAtMs ?? at,
        seenAtMs: undefined,
        content,
        repliedId,
        forwardFrom,
        isWithheld,
      }
      nextMessageId += 1
      chat.messages.push(message)
      if (isWithheld) return message
      chat.updatedAtMs = at
      onWritten(message, chat)
      return message
    },
    release(message) {
      const chat = chats.find(({ id }) => id === message.chatId)
      if (chat === undefined || !message.isWithheld) return
      message.isWithheld = false
      chat.updatedAtMs = now()
      onWritten(message, chat)
    },
    findMessage: (messageId) => chats.flatMap(({ messages }) => messages).find(({ id }) => id === messageId),
    edit(message, content) {
      message.content = { ...message.content, ...content }
      message.updatedAtMs = now()
    },
    deleteMessages(ids) {
      for (const { messages } of chats) {
        messages.splice(0, messages.length, ...messages.filter(({ id }) => !ids.includes(id)))
      }
    },
    deleteChats(ids) {
      chats = chats.filter(({ id }) => !ids.includes(id))
    },
  }
}

/** What of a chat can be read. */
export function readable({ messages }: KeptChat): readonly KeptMessage[] {
  return messages.filter(({ isWithheld }) => !isWithheld)
}
