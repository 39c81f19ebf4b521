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
  const found: Message<KickEvent>[] = []
  for (let pages = 0; pages < mostPages; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const page = await history({ channelId, cursor, signal })
    for (const message of behind(toMessages(page.messages, facts), place.last)) {
      if (message.sentAt < sinceMs) return toPage(found)
      found.push(message)
      if (found.length < (limit ?? Infinity)) continue
      return toPage(found, writePlace({ cursor, last: { id: message.ref.id, sentAt: message.sentAt } }))
    }
    const { cursor: next } = page
    if (next === undefined || next === cursor) return toPage(found)
    cursor = next
    if (found.length >= (limit ?? 1)) break
  }
  return toPage(found, writePlace({ cursor, last: place.last }))
}

function toMessages(payloads: readonly unknown[], facts: HistoryFacts): readonly Message<KickEvent>[] {
  return payloads.flatMap((payload) => {
    const event = decodeEvent(facts.channel, 'ChatMessageEvent', payload)
    return event.type === 'message' ? [toMessage(event, event, facts.context)] : []
  })
}

/** What stands behind a message. Where that was deleted, or pushed to another page: what is no younger. */
function behind(
  newestFirst: readonly Message<KickEvent>[],
  last: HistoryPlace['last'],
): readonly Message<KickEvent>[] {
  if (last === undefined) return newestFirst
  const index = newestFirst.findIndex(({ ref }) => ref.id === last.id)
  return index === -1
    ? newestFirst.filter(({ sentAt }) => sentAt <= last.sentAt)
    : newestFirst.slice(index + 1)
}

function toPage(newestFirst: readonly Message<KickEvent>[], before?: string): HistoryPage<KickEvent> {
  return {
    messages: newestFirst.toReversed(),
    ...(before !== undefined && { before }),
    complete: 'unknown',
  }
}
