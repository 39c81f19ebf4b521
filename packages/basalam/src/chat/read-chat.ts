import type { ChatsListMessagesInput } from '../generated/chat.js'
import type { Message } from '../services/chat/message.js'
import { messagesPerPage, type MessagePage } from './chat-reader.js'
import { isAfter } from './compare-times.js'
import type { KnownChat } from './known-chats.js'
import type { LiveDelete, LiveEdit, LiveGap, LiveMessage, LiveUnknown } from './live-event.js'
import { SeenWindow } from './seen-window.js'

/** Reads one page of messages. */
export type GetMessages = (input: Omit<ChatsListMessagesInput, 'chatId'>) => Promise<MessagePage>

type ChatEvent = LiveMessage | LiveEdit | LiveDelete | LiveUnknown | LiveGap

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
  const page = await getMessages({ limit: messagesPerPage })
  const newest = toAscending(page)
  const isWhole = isShort(page)
  const holdsAll = isWhole && page.unreadable === undefined
  const unreadable = new Set(page.unreadable?.map(textOf))
  const untold = unreadableIn(page, chatId, known)
  known.unreadable = unreadable
  yield* untold
  if (known.window !== undefined) {
    const { edited, deleted, late } = known.window.compare(newest, known.lastId, isWhole)
    // The page is what is known from here on, also where the reader stops in the middle.
    known.window = new SeenWindow(
      newest.filter(({ id }) => id <= known.lastId),
      holdsAll,
    )
    for (const { message, previous } of edited) yield { type: 'edit', message, previous }
    for (const previous of deleted) yield { type: 'delete', previous }
    for (const message of late) yield { type: 'message', message }
  }
  const [first] = newest
  if (first !== undefined && first.id > known.lastId && !isWhole) {
    yield* readBetween(chatId, known, first.id, getMessages)
  }
  for (const message of newest) if (message.id > known.lastId) yield tell(known, message)
  known.window = new SeenWindow(newest, holdsAll)
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
    yield* unreadableIn(page, chatId, known)
    for (const message of between) yield tell(known, message)
    if (isEmpty(page) || page.items.some(({ id }) => id >= untilId)) return
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
    const page = await getMessages({
      limit: messagesPerPage,
      ...(messageId !== undefined && { messageId, order: 'desc', cmp: 'lt' }),
    })
    const messages = toAscending(page)
    const old = messages.findLast(({ createdAt }) => createdAt === undefined || !isAfter(createdAt, since))
    // Of one without a time nobody knows whether it is new.
    if (old !== undefined) return { lastId: old.id, isCut: old.createdAt === undefined }
    const [first] = messages
    if (first === undefined || isShort(page) || first.id === messageId) return { lastId: 0, isCut: false }
    messageId = first.id
  }
  return { lastId: (messageId ?? 1) - 1, isCut: true }
}

function toAscending({ items }: MessagePage): readonly Message[] {
  return items.toSorted((a, b) => a.id - b.id)
}

/** Whether there was no more to give. */
function isShort({ items, unreadable = [] }: MessagePage): boolean {
  return items.length + unreadable.length < messagesPerPage
}

function isEmpty({ items, unreadable = [] }: MessagePage): boolean {
  return items.length + unreadable.length === 0
}

/** What could not be read and was not told. It has no id to know it by. */
function unreadableIn(
  { unreadable = [] }: MessagePage,
  chatId: number,
  known: KnownChat,
): readonly LiveUnknown[] {
  return unreadable
    .filter((raw) => known.unreadable?.has(textOf(raw)) !== true)
    .map((raw) => ({ type: 'unknown', chatId, raw }))
}

function textOf(raw: unknown): string {
  return JSON.stringify(raw) ?? ''
}
