import type { ChatsListMessagesInput } from '../generated/chat.js'
import type { Message } from '../services/chat/message.js'
import { messagesPerPage } from './chat-reader.js'
import { isAfter } from './compare-times.js'
import type { KnownChat } from './known-chats.js'
import type { LiveDelete, LiveEdit, LiveGap, LiveMessage } from './live-event.js'
import { SeenWindow } from './seen-window.js'

/** Reads one page of messages. */
export type GetMessages = (input: Omit<ChatsListMessagesInput, 'chatId'>) => Promise<readonly Message[]>

type ChatEvent = LiveMessage | LiveEdit | LiveDelete | LiveGap

/** How many pages are read of a chat of which nothing is known. */
const mostPages = 10

/**
 * What is new in a chat: its newest page is read, and what lies between that and what was told. How far it came is kept
 * in `known` before each event is given out, so that it can go on there.
 */
export async function* readChat(
  chatId: number,
  known: KnownChat,
  getMessages: GetMessages,
): AsyncGenerator<ChatEvent, undefined> {
  const newest = toAscending(await getMessages({ limit: messagesPerPage }))
  if (known.window !== undefined) {
    const { edited, deleted, late } = known.window.compare(
      newest,
      known.lastId,
      newest.length < messagesPerPage,
    )
    // The page is what is known from here on, also where the reader stops in the middle.
    known.window = new SeenWindow(newest.filter(({ id }) => id <= known.lastId))
    for (const { message, previous } of edited) yield { type: 'edit', message, previous }
    for (const previous of deleted) yield { type: 'delete', previous }
    for (const message of late) yield { type: 'message', message }
  }
  const [first] = newest
  if (first !== undefined && first.id > known.lastId && newest.length >= messagesPerPage) {
    yield* readBetween(chatId, known, first.id, getMessages)
  }
  for (const message of newest) if (message.id > known.lastId) yield tell(known, message)
  known.window = new SeenWindow(newest)
}

/** Upwards from what was told to where the newest page begins. */
async function* readBetween(
  chatId: number,
  known: KnownChat,
  untilId: number,
  getMessages: GetMessages,
): AsyncGenerator<ChatEvent, undefined> {
  for (;;) {
    const after = known.lastId
    // oxlint-disable-next-line no-await-in-loop -- each page leads to the next
    const page = await getMessages({ limit: messagesPerPage, order: 'asc', cmp: 'gt', messageId: after })
    const between = toAscending(page).filter(({ id }) => id > after && id < untilId)
    for (const message of between) yield tell(known, message)
    if (page.length === 0 || page.some(({ id }) => id >= untilId)) return
    if (between.length === 0) {
      yield { type: 'gap', chatId, afterMessageId: after, beforeMessageId: untilId, cause: 'stuck' }
      return
    }
  }
}

function tell(known: KnownChat, message: Message): LiveMessage {
  known.lastId = message.id
  return { type: 'message', message }
}

/**
 * Where a chat of which nothing is known is read on from: the last message that is no newer than `since`. Reads
 * downwards until there is one, or up to a limit.
 */
export async function findStart(
  since: string,
  getMessages: GetMessages,
): Promise<{ readonly lastId: number; readonly isCut: boolean }> {
  let messageId: number | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each page leads to the next
    const page = toAscending(
      await getMessages({
        limit: messagesPerPage,
        ...(messageId !== undefined && { messageId, order: 'desc', cmp: 'lt' }),
      }),
    )
    const old = page.findLast(({ createdAt }) => createdAt === undefined || !isAfter(createdAt, since))
    // Of one without a time nobody knows whether it is new.
    if (old !== undefined) return { lastId: old.id, isCut: old.createdAt === undefined }
    const [first] = page
    if (first === undefined || page.length < messagesPerPage || first.id === messageId)
      return { lastId: 0, isCut: false }
    messageId = first.id
  }
  return { lastId: (messageId ?? 1) - 1, isCut: true }
}

function toAscending(page: readonly Message[]): readonly Message[] {
  return page.toSorted((a, b) => a.id - b.id)
}
