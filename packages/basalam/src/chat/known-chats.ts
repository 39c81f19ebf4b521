import type { Chat } from '../services/chat/chat.js'
import type { ChatCursor } from './chat-cursor.js'
import { compareTimes, isAfter } from './compare-times.js'
import type { SeenWindow } from './seen-window.js'

/** What is known of a chat. */
export interface KnownChat {
  /** The greatest id that was told. */
  lastId: number
  /** When it changed, in the server's spelling. */
  updatedAt?: string | undefined
  /** What the list said when it was last read to its end; left out where it has to be read. */
  stamp?: string | undefined
  contactId?: number | undefined
  window?: SeenWindow | undefined
  /** Messages of the newest page that could not be read, as text; they were told. */
  unreadable?: ReadonlySet<string> | undefined
  /** By our clock. */
  readAtMs: number
  activeAtMs: number
}

/** Chats beyond this are known by their time alone. */
const mostChats = 1_000
/** And only of so many are the newest messages kept. */
const mostWindows = 200

/** How far all chats of an account were read. */
export class KnownChats {
  readonly #chats = new Map<number, KnownChat>()
  /** In a chat that is not known, messages are new that came after this. */
  since: string | undefined
  /** Whatever changed before this was told. */
  watermark: string | undefined

  constructor(cursor?: ChatCursor) {
    this.since = cursor?.since
    this.watermark = cursor?.watermark
    for (const [id, { messageId, updatedAt }] of Object.entries(cursor?.chats ?? {})) {
      this.#chats.set(Number(id), { lastId: messageId, updatedAt, readAtMs: 0, activeAtMs: -Infinity })
    }
  }

  get(chatId: number): KnownChat | undefined {
    return this.#chats.get(chatId)
  }

  set(chatId: number, chat: KnownChat): void {
    this.#chats.set(chatId, chat)
  }

  forget(chatId: number): void {
    this.#chats.delete(chatId)
  }

  entries(): readonly (readonly [number, KnownChat])[] {
    return [...this.#chats]
  }

  /** Whether a chat that the list shows has to be read. */
  hasChanged(chat: Chat): boolean {
    const known = this.#chats.get(chat.id)
    if (known === undefined) {
      return this.since === undefined || chat.updatedAt === undefined || chat.updatedAt === null
        ? true
        : isAfter(chat.updatedAt, this.since)
    }
    if (known.stamp !== undefined) return known.stamp !== stampOf(chat)
    return chat.lastMessage?.id !== known.lastId
  }

  toCursor(): ChatCursor {
    const chats = [...this.#chats].map(([id, { lastId, updatedAt }]) => [
      String(id),
      { messageId: lastId, ...(updatedAt !== undefined && { updatedAt }) },
    ])
    return {
      version: 1,
      chats: Object.fromEntries(chats),
      ...(this.since !== undefined && { since: this.since }),
      ...(this.watermark !== undefined && { watermark: this.watermark }),
    }
  }

  /** Lets go of the chats that changed longest ago; from then on their messages are told from older ones by `since`. */
  prune(): void {
    const watched = [...this.#chats.values()].filter(({ window }) => window !== undefined)
    for (const chat of oldestOf(watched, mostWindows)) chat.window = undefined
    const settled = [...this.#chats]
      .filter(([, { stamp }]) => stamp !== undefined)
      .map(([chatId, { updatedAt }]) => ({ chatId, updatedAt }))
    for (const { chatId, updatedAt } of oldestOf(settled, mostChats)) {
      if (updatedAt === undefined) continue
      this.#chats.delete(chatId)
      if (this.since === undefined || isAfter(updatedAt, this.since)) this.since = updatedAt
    }
  }
}

/** Those that changed longest ago, where there are more than so many. */
function oldestOf<Changed extends { readonly updatedAt?: string | undefined }>(
  chats: readonly Changed[],
  most: number,
): readonly Changed[] {
  if (chats.length <= most) return []
  const byAge = chats.toSorted((a, b) => compareTimes(a.updatedAt ?? '', b.updatedAt ?? ''))
  return byAge.slice(0, chats.length - most)
}

/** What of a chat in the list moves when something in it does. */
function stampOf({ updatedAt, modifiedAt, lastMessage }: Chat): string {
  return JSON.stringify([
    updatedAt,
    modifiedAt,
    lastMessage?.id,
    lastMessage?.updatedAt,
    lastMessage?.content,
  ])
}

/** A chat as the list shows it, of which all was told up to a message. */
export function toKnown(chat: Chat, lastId: number, activeAtMs: number): KnownChat {
  return { lastId, readAtMs: 0, activeAtMs, ...factsOf(chat) }
}

/** What the list says of a chat, as far as it is kept. */
export function factsOf(chat: Chat): Pick<KnownChat, 'updatedAt' | 'stamp' | 'contactId'> {
  const contactId = chat.contact?.id
  return {
    stamp: stampOf(chat),
    ...(typeof chat.updatedAt === 'string' && { updatedAt: chat.updatedAt }),
    ...(contactId !== undefined && { contactId }),
  }
}
