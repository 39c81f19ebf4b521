import type { Cursor, RoomRef } from '@wireloom/chat-core'
import type { Clock } from '@wireloom/http-core'
import type { Chat } from '../../services/chat/chat.js'
import { messagesPerPage, type ChatReader, type MessagePage } from '../chat-reader.js'
import { compareWindow } from '../compare-window.js'
import { isAfter } from '../compare-times.js'
import { toKnown, type KnownChats } from '../known-chats.js'
import type { ChatRooms } from './chat-rooms.js'
import { changesOf, toChatState, type ChatState } from './chat-state.js'
import type { FoundChange, FoundDelete, FoundEdit, FoundSeen, FoundWell } from './happening.js'
import type { LiveMessage } from '../live-event.js'
import { digestOf, readCursor } from './told-chat.js'
import type { ToldChats } from './told-chats.js'

/** What observing takes. */
export interface ObservedParts {
  readonly chats: ChatReader
  readonly known: KnownChats
  readonly rooms: ChatRooms
  readonly told: ToldChats
  readonly account: string
  readonly clock: Pick<Clock, 'now'>
  /** Whether a chat is to be told of. */
  readonly follows: (chatId: number) => boolean
  /** Where an earlier run left off in a chat. */
  readonly cursor: (room: RoomRef) => Promise<Cursor | undefined>
}

/** Of how many chats that an earlier run told of the newest messages are read, though the list shows nothing new. */
const mostWatched = 10

/**
 * The chats of an account as the follower reads them. On the way it gives the follower what earlier runs knew, and
 * notes what the answers show beside messages.
 */
export class ObservedChats implements ChatReader {
  readonly #parts: ObservedParts
  /** Whether chats go on where an earlier run left off; not so while it is taken down where they stand. */
  resumes = true
  /** Chats whose cursor was asked for. */
  readonly #asked = new Set<number>()
  /** Chats that an earlier run told of, until their newest messages were read. */
  readonly #resumed = new Set<number>()
  readonly #states = new Map<number, ChatState>()
  readonly #failing = new Set<number>()
  #changes: (LiveMessage | FoundEdit | FoundDelete)[] = []
  #facts: (FoundSeen | FoundChange | FoundWell)[] = []

  constructor(parts: ObservedParts) {
    this.#parts = parts
  }

  async list(
    ...[input, options]: Parameters<ChatReader['list']>
  ): Promise<{ readonly items: readonly Chat[] }> {
    const page = await this.#parts.chats.list(input, options)
    for (const chat of page.items) {
      // oxlint-disable-next-line no-await-in-loop -- a look into the store for each, once
      await this.#observe(chat)
    }
    return page
  }

  async listMessages(...[input, options]: Parameters<ChatReader['listMessages']>): Promise<MessagePage> {
    const { chatId, messageId } = input
    const page = await this.#parts.chats.listMessages(input, options)
    if (this.#failing.delete(chatId)) this.#facts.push({ type: 'well', chatId })
    if (messageId !== undefined) return page
    if (this.#resumed.delete(chatId)) this.#compare(chatId, page)
    for (const { id, seenAt, sender } of page.items) {
      if (seenAt !== undefined && String(sender?.id) === this.#parts.account) this.#see(chatId, id)
    }
    return page
  }

  /** Goes on in chats that are read though the list may not show them. */
  async prepare(chatIds: Iterable<number>): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- a look into the store for each, once
    for (const id of chatIds) await this.#resume({ id })
  }

  /** A chat could not be read. */
  failed(chatId: number): void {
    this.#failing.add(chatId)
  }

  /** What became of messages that an earlier run told, to be told before anything newer. */
  takeChanges(): readonly (LiveMessage | FoundEdit | FoundDelete)[] {
    return this.#changes.splice(0)
  }

  /** What else was shown, to be told after the messages. */
  takeFacts(): readonly (FoundSeen | FoundChange | FoundWell)[] {
    return this.#facts.splice(0)
  }

  async #observe(chat: Chat): Promise<void> {
    const { known, rooms, follows } = this.#parts
    rooms.learn(chat)
    if (!follows(chat.id)) {
      // Nothing of it is to be told, now or later: it is taken for read, again and again.
      const lastId = chat.lastMessage?.id ?? known.get(chat.id)?.lastId ?? 0
      known.set(chat.id, toKnown(chat, lastId, -Infinity))
      this.#states.delete(chat.id)
      return
    }
    if (this.resumes) await this.#resume(chat)
    const state = toChatState(chat)
    const before = this.#states.get(chat.id)
    this.#states.set(chat.id, state)
    const changes = before && changesOf(before, state)
    if (changes !== undefined) this.#facts.push({ type: 'change', chat, changes })
    const { contactLastSeenMessageId: seenId } = chat
    if (seenId !== undefined) this.#see(chat.id, seenId ?? 0)
  }

  /** Goes on in a chat where an earlier run left off, or this one before the chat was let go of. */
  async #resume({ id, updatedAt, contact }: Partial<Chat> & Pick<Chat, 'id'>): Promise<void> {
    const { clock, cursor, known, rooms, told } = this.#parts
    const wasAsked = this.#asked.has(id)
    if (wasAsked && known.get(id) !== undefined) return
    this.#asked.add(id)
    const stored = await cursor(rooms.of(id).ref)
    const place = stored === undefined ? undefined : readCursor(stored)
    if (place === undefined) return
    if (!wasAsked) told.set(id, place.chat)
    const isLately =
      known.watermark !== undefined && typeof updatedAt === 'string' && isAfter(updatedAt, known.watermark)
    const isWatched = isLately || this.#resumed.size < mostWatched
    this.#resumed.add(id)
    known.set(id, {
      lastId: place.lastId,
      readAtMs: 0,
      activeAtMs: isWatched ? clock.now() : -Infinity,
      ...(contact !== undefined && { contactId: contact.id }),
    })
  }

  #compare(chatId: number, { items, unreadable = [] }: MessagePage): void {
    const { known, told } = this.#parts
    const { digests } = told.of(chatId)
    const lastId = known.get(chatId)?.lastId ?? 0
    const isWhole = items.length + unreadable.length < messagesPerPage
    const window = { kept: digests, isWhole: false, lastId, saysTheSame }
    const { edited, deleted, late } = compareWindow(window, items, isWhole)
    for (const { message } of edited) this.#changes.push({ type: 'edit', message })
    for (const [id] of deleted) this.#changes.push({ type: 'delete', previous: { id, chatId } })
    for (const message of late) this.#changes.push({ type: 'message', message })
  }

  #see(chatId: number, messageId: number): void {
    if (this.#parts.told.of(chatId).seen(messageId)) this.#facts.push({ type: 'seen', chatId, messageId })
  }
}

function saysTheSame(message: Parameters<typeof digestOf>[0], digest: string): boolean {
  return digestOf(message) === digest
}
