import { ChatError, type HistoryPage, type HistoryQuery, type Room } from '@wireloom/chat-core'
import type { FetchOptions } from 'chat'

/** How many pages are turned back at most to find the beginning of a history. */
const mostPages = 100

/** A page, and where the next one in the same direction begins. */
export interface Fetched {
  readonly page: HistoryPage
  readonly nextCursor: string | undefined
}

/**
 * A page of a room's history as the SDK asks for it: backward from the newest, or forward from the oldest. Where forward
 * begins nobody knows, so that the history is turned back to there first.
 */
export async function fetchPage(room: Room, options: FetchOptions = {}): Promise<Fetched> {
  const { cursor, direction = 'backward', limit } = options
  const size: HistoryQuery = limit === undefined ? {} : { limit }
  if (direction === 'backward') {
    const page = await room.history({ ...size, ...(cursor !== undefined && { before: cursor }) })
    return { page, nextCursor: page.before }
  }
  const page =
    cursor === undefined ? await findBeginning(room, size) : await room.history({ ...size, after: cursor })
  return { page, nextCursor: page.messages.length === 0 ? undefined : page.after }
}

async function findBeginning(room: Room, size: HistoryQuery): Promise<HistoryPage> {
  let page = await room.history(size)
  for (let turned = 0; page.before !== undefined; turned += 1) {
    if (turned === mostPages) {
      throw new ChatError(
        'unsupported',
        `The history is longer than ${mostPages} pages; read it backward, or with a greater "limit".`,
        { operation: 'history.read' },
      )
    }
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const earlier = await room.history({ ...size, before: page.before })
    if (earlier.messages.length === 0) break
    page = earlier
  }
  return page
}
