import type { HistoryPage, HistoryQuery, Message } from '@wireloom/chat-core'
import { decodeEvent } from '../event/decode-event.js'
import type { EventContext } from '../event/event-context.js'
import type { KickEvent } from '../event/kick-event.js'
import { toMessage } from '../event/to-message.js'
import type { ChannelId } from '../ids.js'
import type { ChatHistory } from '../room/history.js'
import { invalidArgument } from './adapter-error.js'
import { readPlace, writePlace, type HistoryPlace } from './history-place.js'

/** How many pages of Kick's one page of ours is made of at most. */
const mostPages = 4

/** What is read, and from where. */
export interface HistoryFacts {
  readonly history: ChatHistory
  readonly context: EventContext
  readonly channelId: ChannelId
  /** The socket's channel that the messages would have come on. */
  readonly channel: string
  readonly query: HistoryQuery
}

/**
 * One page of a room's history, oldest first. It is never called complete: Kick leaves out what was deleted, and at
 * times more.
 *
 * @throws ChatError `invalid` for a place that is none
 */
export async function readHistory(facts: HistoryFacts): Promise<HistoryPage<KickEvent>> {
  const { history, channelId, query } = facts
  const { before, limit, sinceMs = -Infinity, signal = new AbortController().signal } = query
  if (query.after !== undefined) {
    throw invalidArgument('history.read', 'Kick’s history is read backwards: ask by "before" or "sinceMs".')
  }
  const place = before === undefined ? { cursor: undefined, last: undefined } : readPlace(before)
  if (place === undefined) {
    throw invalidArgument('history.read', '"before" has to be what an earlier page gave as its "before".')
  }
  let { cursor } = place
  const behind = new Behind(place.last)
  const found: Message<KickEvent>[] = []
  for (let pages = 0; pages < mostPages; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const page = await history({ channelId, cursor, signal })
    const isLast = page.cursor === undefined || page.cursor === cursor || pages === mostPages - 1
    for (const message of behind.take(toMessages(page.messages, facts), isLast)) {
      if (message.sentAt < sinceMs) return toPage(found)
      found.push(message)
      if (found.length < (limit ?? Infinity)) continue
      return toPage(found, writePlace({ cursor, last: { id: message.ref.id, sentAt: message.sentAt } }))
    }
    if (page.cursor === undefined || page.cursor === cursor) return toPage(found)
    cursor = page.cursor
    if (found.length >= (limit ?? 1)) break
  }
  return toPage(found, writePlace({ cursor, last: undefined }))
}

/**
 * What stands behind a message, page after page. It may have been pushed to an older page meanwhile; where it was
 * deleted, rather some of its second are told twice than one of them never.
 */
class Behind {
  #last: HistoryPlace['last']
  #passed: readonly Message<KickEvent>[] = []

  constructor(last: HistoryPlace['last']) {
    this.#last = last
  }

  take(newestFirst: readonly Message<KickEvent>[], isLast: boolean): readonly Message<KickEvent>[] {
    const last = this.#last
    if (last === undefined) return newestFirst
    const index = newestFirst.findIndex(({ ref }) => ref.id === last.id)
    const seen = [...this.#passed, ...newestFirst]
    if (index === -1 && !isLast && (seen.at(-1)?.sentAt ?? Infinity) >= last.sentAt) {
      this.#passed = seen
      return []
    }
    this.#last = undefined
    return index === -1 ? seen.filter(({ sentAt }) => sentAt <= last.sentAt) : newestFirst.slice(index + 1)
  }
}

function toMessages(payloads: readonly unknown[], facts: HistoryFacts): readonly Message<KickEvent>[] {
  return payloads.flatMap((payload) => {
    const event = decodeEvent(facts.channel, 'ChatMessageEvent', payload)
    return event.type === 'message' ? [toMessage(event, event, facts.context)] : []
  })
}

function toPage(newestFirst: readonly Message<KickEvent>[], before?: string): HistoryPage<KickEvent> {
  return {
    messages: newestFirst.toReversed(),
    ...(before !== undefined && { before }),
    complete: 'unknown',
  }
}
