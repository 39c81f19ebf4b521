import type { HistoryPage, HistoryQuery } from '../history.js'
import type { Message } from '../message.js'
import type { MessagesOptions } from '../room.js'

/** Every message of a history, newest first; a page is asked for when it is needed. */
export async function* pageBack(
  read: (query: HistoryQuery) => Promise<HistoryPage>,
  { sinceMs, limit = Infinity, signal }: MessagesOptions,
): AsyncGenerator<Message, undefined> {
  let left = limit
  for (let before: string | undefined; left > 0;) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const page: HistoryPage = await read({
      ...(before !== undefined && { before }),
      ...(sinceMs !== undefined && { sinceMs }),
      ...(signal !== undefined && { signal }),
    })
    for (let index = page.messages.length - 1; index >= 0; index -= 1) {
      const message = page.messages[index] as Message
      if (left === 0 || (sinceMs !== undefined && message.sentAt < sinceMs)) return undefined
      left -= 1
      yield message
    }
    // A page that leads to itself would be asked for without end.
    if (page.before === undefined || page.before === before) return undefined
    before = page.before
  }
  return undefined
}
