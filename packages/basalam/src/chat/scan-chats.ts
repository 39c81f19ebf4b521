import type { ChatsListInput } from '../generated/chat.js'
import type { Chat } from '../services/chat/chat.js'
import { lastTimeButOne } from '../services/chat/page-times.js'
import { chatsPerPage } from './chat-reader.js'
import { isAfter } from './compare-times.js'

/** Reads one page of the list. */
export type GetChats = (input: ChatsListInput) => Promise<readonly Chat[]>

/** One page of the list, without chats that came before. */
export interface ScannedPage {
  readonly chats: readonly Chat[]
  /** More chats may share the time at which it ends than the server gives at once. */
  readonly isCut: boolean
}

const greatestLimit = 1_000
/** Servers need not agree on the time. */
const overlapMs = 120_000

/**
 * The chats that changed last, the newest first, page after page, each once.
 *
 * The API pages by the time of the last change, which several chats may share. So each page begins with those that
 * share the time at which the one before ended, and where a whole page shares one, a longer one is asked for.
 */
export async function* scanChats(getChats: GetChats): AsyncGenerator<ScannedPage, undefined> {
  const seen = new Set<number>()
  let limit = chatsPerPage
  let updatedBefore: string | undefined
  let cut: ScannedPage | undefined
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each page leads to the next
    const page = await getChats({
      limit,
      orderBy: 'updated_at',
      ...(updatedBefore !== undefined && { updatedBefore }),
    })
    const end = page.at(-1)?.updatedAt ?? undefined
    const isLast = limit === chatsPerPage && page.length < limit
    // A server that gives what changed at that very time too has given all of it here.
    if (cut !== undefined && !(isLast && page.some(({ updatedAt }) => updatedAt === updatedBefore))) yield cut
    cut = undefined
    const chats = page.filter(({ id }) => !seen.has(id))
    for (const { id } of chats) seen.add(id)
    if (chats.length > 0) yield { chats, isCut: false }
    if (isLast || page.length === 0) return
    const next = lastTimeButOne(page)
    if (next !== undefined && next !== updatedBefore) {
      updatedBefore = next
      limit = chatsPerPage
    } else if (limit === chatsPerPage || (chats.length > 0 && limit <= greatestLimit)) limit *= 2
    else {
      cut = { chats: page, isCut: true }
      if (end === undefined || end === updatedBefore) break
      updatedBefore = end
      limit = chatsPerPage
    }
  }
  yield cut
}

/** Whether nothing that changed since the watermark can stand below a chat. */
export function isBelow({ updatedAt }: Chat, watermark: string | undefined): boolean {
  // Without times there is nothing to go by but that the list is sorted.
  if (watermark === undefined || updatedAt === undefined || updatedAt === null) return true
  return isAfter(watermark, updatedAt, overlapMs)
}
