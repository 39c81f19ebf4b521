import type { Clock } from '@wireloom/http-core'
import { isBasalamError, type BasalamError } from '../basalam-error.js'
import type { Chat } from '../services/chat/chat.js'
import type { Message } from '../services/chat/message.js'
import { messagesPerPage, type ChatReader, type MessagePage } from './chat-reader.js'
import { isAfter } from './compare-times.js'
import { factsOf, toKnown, type KnownChat, type KnownChats } from './known-chats.js'
import type { LiveEvent } from './live-event.js'
import { findStart, readChat, type GetMessages } from './read-chat.js'
import type { RequestBudget } from './request-budget.js'
import { isBelow, scanChats, type ScannedPage } from './scan-chats.js'

/** What a follower needs. */
export interface FollowerParts {
  readonly chats: ChatReader
  readonly known: KnownChats
  readonly budget: RequestBudget
  readonly clock: Clock
  readonly userId: number | undefined
  readonly signal: AbortSignal
}

/** Errors that concern one chat, so that the others are read all the same. */
const errorsOfOne: ReadonlySet<string> = new Set([
  'not_found',
  'forbidden',
  'refused',
  'invalid',
  'malformed',
])
/** And those after which a chat is not asked for again. */
const errorsOfGone: ReadonlySet<string> = new Set(['not_found', 'forbidden'])

/** A chat that fails for so long is left alone until it changes: the list would be read ever further down for it. */
const failsForMs = 3_600_000

/** A chat that was active so lately is looked into again, whatever the list says: not every edit shows there. */
const watchedForMs = 600_000
const lookAgainAfterMs = 30_000
const mostLooksPerRound = 3
/** Of how many chats the newest messages are read at the start, to know an edit from what was there. */
const watchedAtStart = 10

/** Looks for what is new in the chats of an account, one round after the other. */
export class Follower {
  readonly #parts: FollowerParts
  /** Since when chats fail. */
  readonly #failing = new Map<number, number>()

  constructor(parts: FollowerParts) {
    this.#parts = parts
  }

  /** Takes down where everything stands, so that what comes is new. */
  async takeStock(): Promise<void> {
    const { known, clock } = this.#parts
    let count = 0
    let first: Chat | undefined
    let last: Chat | undefined
    for await (const { chats } of this.#scan()) {
      for (const chat of chats) {
        // oxlint-disable-next-line no-await-in-loop -- rare: the list nearly always shows it
        const lastId = chat.lastMessage?.id ?? (await this.#newestId(chat.id))
        known.set(chat.id, toKnown(chat, lastId, count < watchedAtStart ? clock.now() : -Infinity))
        first ??= chat
        last = chat
        count += 1
      }
      // Where the list goes on, a later message must be later than all in the chats that are not known.
      if (last?.updatedAt !== first?.updatedAt) break
    }
    known.watermark = first?.updatedAt ?? undefined
    if (last?.updatedAt !== first?.updatedAt && count >= 30) known.since = last?.updatedAt ?? undefined
  }

  /**
   * One round: the chats that changed, those that were rung for, and some of those that were active lately.
   *
   * Rejects where nothing more can be read; what was told until then is kept.
   */
  async *look(rung: ReadonlySet<number>): AsyncGenerator<LiveEvent, undefined> {
    const { known, clock } = this.#parts
    const { changed, newest, isCut } = await this.#findChanged()
    if (isCut) yield { type: 'gap', cause: 'limit' }
    const read = new Set<number>()
    let isComplete = true
    for (const chat of changed.toReversed()) {
      read.add(chat.id)
      for await (const event of this.#readOne(chat.id, chat)) {
        if (event.type === 'error' && !errorsOfGone.has(event.error.code)) isComplete = false
        yield event
      }
    }
    const again = known
      .entries()
      .filter(([id, { readAtMs, activeAtMs }]) => {
        const isDue = clock.now() - activeAtMs < watchedForMs && clock.now() - readAtMs >= lookAgainAfterMs
        return isDue && !read.has(id)
      })
      .toSorted(([, a], [, b]) => a.readAtMs - b.readAtMs)
      .slice(0, mostLooksPerRound)
      .map(([id]) => id)
    for (const id of new Set([...rung, ...again])) if (!read.has(id)) yield* this.#readOne(id)
    if (!isComplete) return
    if (newest !== undefined) known.watermark = newest
    known.prune()
  }

  async #findChanged(): Promise<{
    readonly changed: readonly Chat[]
    readonly newest: string | undefined
    readonly isCut: boolean
  }> {
    const { known } = this.#parts
    const changed: Chat[] = []
    let newest: string | undefined
    let isCut = false
    for await (const page of this.#scan()) {
      newest ??= page.chats[0]?.updatedAt ?? undefined
      const here = page.chats.filter((chat) => known.hasChanged(chat))
      // Those that are not known to have changed are as they were; so are, most likely, those beside them.
      if (page.isCut) isCut ||= here.length > 0
      else {
        changed.push(...here)
        for (const chat of page.chats) if (!known.hasChanged(chat)) this.#refresh(chat)
      }
      const end = page.chats.at(-1)
      if (end !== undefined && !known.hasChanged(end) && isBelow(end, known.watermark)) break
    }
    return { changed, newest, isCut }
  }

  /** What the list says of a chat that has nothing new. */
  #refresh(chat: Chat): void {
    const { known } = this.#parts
    const one = known.get(chat.id)
    if (one !== undefined) Object.assign(one, factsOf(chat))
  }

  async *#readOne(chatId: number, chat?: Chat): AsyncGenerator<LiveEvent, undefined> {
    const { known, clock } = this.#parts
    const getMessages: GetMessages = (input) => this.#messages(chatId, input)
    const wasKnown = known.get(chatId) !== undefined
    try {
      let one = known.get(chatId)
      if (one === undefined) {
        const start = await this.#startOf(chat, getMessages)
        one = { lastId: start.lastId, readAtMs: 0, activeAtMs: -Infinity, contactId: chat?.contact?.id }
        if (start.isCut) yield { type: 'gap', chatId, beforeMessageId: start.lastId + 1, cause: 'limit' }
        known.set(chatId, one)
      }
      one.contactId ??= chat?.contact?.id
      for await (const event of readChat(chatId, one, getMessages)) {
        one.activeAtMs = clock.now()
        yield this.#withAuthor(event, one)
      }
      one.readAtMs = clock.now()
      this.#failing.delete(chatId)
      if (chat !== undefined) Object.assign(one, factsOf(chat))
    } catch (error) {
      if (!isBasalamError(error) || !errorsOfOne.has(error.code)) throw error
      yield this.#giveUp(chatId, error, chat, wasKnown)
    }
  }

  #giveUp(chatId: number, error: BasalamError, chat: Chat | undefined, wasKnown: boolean): LiveEvent {
    const { known, clock } = this.#parts
    const one = known.get(chatId)
    const isGone = errorsOfGone.has(error.code)
    const since = this.#failing.get(chatId) ?? clock.now()
    this.#failing.set(chatId, since)
    if (!isGone && clock.now() - since < failsForMs) return { type: 'error', error, chatId }
    this.#failing.delete(chatId)
    // Not asked for again before the list shows another change.
    if (chat !== undefined)
      known.set(chatId, toKnown(chat, one?.lastId ?? chat.lastMessage?.id ?? 0, -Infinity))
    else if (isGone) known.forget(chatId)
    // Of a chat that never was read, nothing is missing.
    if (one === undefined || !(wasKnown || one.lastId > 0)) return { type: 'error', error, chatId }
    return { type: 'gap', chatId, afterMessageId: one.lastId, cause: isGone ? 'gone' : 'stuck' }
  }

  async #startOf(
    chat: Chat | undefined,
    getMessages: GetMessages,
  ): Promise<{ readonly lastId: number; readonly isCut: boolean }> {
    const { since } = this.#parts.known
    const isNew = typeof chat?.createdAt === 'string' && since !== undefined && isAfter(chat.createdAt, since)
    return since === undefined || isNew ? { lastId: 0, isCut: false } : findStart(since, getMessages)
  }

  #withAuthor(event: LiveEvent, { contactId }: KnownChat): LiveEvent {
    if (event.type !== 'message' && event.type !== 'edit' && event.type !== 'delete') return event
    const isOwn = this.#isOwn(event.type === 'delete' ? event.previous : event.message, contactId)
    return isOwn === undefined ? event : { ...event, isOwn }
  }

  #isOwn({ sender }: Message, contactId: number | undefined): boolean | undefined {
    const { userId } = this.#parts
    if (sender === undefined) return undefined
    if (userId !== undefined) return sender.id === userId
    return contactId === undefined ? undefined : sender.id !== contactId
  }

  #scan(): AsyncGenerator<ScannedPage, undefined> {
    const { chats, budget, signal } = this.#parts
    return scanChats(async (input) => {
      await budget.take(signal)
      return (await chats.list(input, { signal })).items
    })
  }

  async #messages(chatId: number, input: Parameters<GetMessages>[0]): Promise<MessagePage> {
    const { chats, budget, signal } = this.#parts
    await budget.take(signal)
    return chats.listMessages({ ...input, chatId }, { signal })
  }

  async #newestId(chatId: number): Promise<number> {
    // Not the newest alone: it may be the one that cannot be read.
    const { items } = await this.#messages(chatId, { limit: messagesPerPage })
    return Math.max(0, ...items.map(({ id }) => id))
  }
}
