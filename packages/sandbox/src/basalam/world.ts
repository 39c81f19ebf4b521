import type { Clock } from '../clock.js'
import { SandboxError } from '../errors.js'
import type { ApiAnswer, ApiCall } from './answer-api.js'
import { answerFiles, type KeptFile } from './answer-files.js'
import { answerBots, botToken } from './chat/answer-bots.js'
import { answerChats } from './chat/answer-chats.js'
import { createChatBook, type KeptMessage } from './chat/chat-book.js'
import { createPeople, type Person } from './chat/people.js'

/** What the sandbox remembers: people, what they wrote, what was uploaded. */
export interface BasalamWorld {
  /** Whose tokens the sandbox gives out. */
  readonly owner: Person
  /** The token of the one bot there is. */
  readonly botToken: string
  /** Files that were uploaded, oldest first. */
  readonly files: readonly KeptFile[]
  /** Adds somebody to chat with. */
  addPerson(name?: string): Person
  /** A message from somebody to the owner, in their chat, which is made where there is none. Throws `unknown_message`. */
  receive(message: ReceivedMessage): WrittenMessage
  /** Somebody has seen all that the owner wrote in their chat. */
  see(person: Person): void
}

/** What somebody writes to the owner. */
export interface ReceivedMessage {
  readonly from: Person
  readonly text?: string
  /** @default 'text' */
  readonly type?: string
  /** Whatever else the content holds, as the server spells it. */
  readonly content?: Readonly<Record<string, unknown>>
  /** The id of the message it answers. */
  readonly replyTo?: number
}

/** Where a message stands. */
export type WrittenMessage = Pick<KeptMessage, 'id' | 'chatId'>

/** The world with what the server needs of it. */
export interface AnsweringWorld extends BasalamWorld {
  answer(call: ApiCall): ApiAnswer | undefined
}

export function createBasalamWorld(clock: Clock): AnsweringWorld {
  let lastMs = 0
  /** Two things never happen in one millisecond: times are what lists are paged by. */
  function now(): number {
    lastMs = Math.max(clock.now(), lastMs + 1)
    return lastMs
  }
  const people = createPeople()
  const owner = people.add('فروشنده')
  const book = createChatBook(now)
  const files: KeptFile[] = []

  return {
    owner,
    botToken,
    files,
    addPerson: (name) => people.add(name),
    receive({ from, text, type = 'text', content, replyTo }) {
      if (replyTo !== undefined && book.findMessage(replyTo) === undefined) {
        throw new SandboxError('unknown_message', `There is no message ${replyTo} to answer.`)
      }
      return book.write(book.between(owner, from), from.id, {
        type,
        content: { ...(text !== undefined && { text }), ...content },
        repliedId: replyTo,
      })
    },
    see(person) {
      for (const message of book.between(owner, person).messages) {
        if (message.senderId === owner.id) message.seenAtMs ??= now()
      }
    },
    answer: (call) => answerChats(call, book, people) ?? answerBots(call) ?? answerFiles(call, files),
  }
}
