import type { HistoryPage, HistoryQuery } from '@wireloom/chat-core'
import type { ChatsListMessagesInput } from '../../generated/chat.js'
import type { ChatsApi } from '../../services/chat/chats.js'
import type { Message } from '../../services/chat/message.js'
import { messagesPerPage } from '../chat-reader.js'
import { toId } from './ids.js'
import { asChatCall } from './to-chat-error.js'
import { toMessage, type Sight } from './to-message.js'

/**
 * A page of a chat's messages. Its cursors are ids of messages, in both directions; that there is no more is known by an
 * empty page alone.
 */
export async function readHistory(
  chats: Pick<ChatsApi, 'listMessages'>,
  chatId: number,
  query: HistoryQuery,
  sight: Sight,
): Promise<HistoryPage<Message>> {
  const { sinceMs = -Infinity, signal } = query
  const input = { chatId, ...toInput(query) }
  const page = await asChatCall('history.read', chats.listMessages(input, { signal }))
  const items = page.items.toSorted((a, b) => a.id - b.id)
  const messages = items.map((message) => toMessage(message, sight)).filter(({ sentAt }) => sentAt >= sinceMs)
  const [first, last] = [items[0], items.at(-1)]
  // What is older still than something too old is not asked for.
  const goesBack = first !== undefined && messages.length === items.length
  return {
    messages,
    ...(goesBack && { before: String(first.id) }),
    // The newest have nothing after them yet.
    ...(last !== undefined && (query.before ?? query.after) !== undefined && { after: String(last.id) }),
    complete: page.unreadable === undefined,
  }
}

function toInput({
  before,
  after,
  limit = messagesPerPage,
}: HistoryQuery): Omit<ChatsListMessagesInput, 'chatId'> {
  if (after !== undefined) {
    return { limit, order: 'asc', cmp: 'gt', messageId: toId(after, 'after', 'history.read') }
  }
  if (before === undefined) return { limit }
  return { limit, order: 'desc', cmp: 'lt', messageId: toId(before, 'before', 'history.read') }
}
