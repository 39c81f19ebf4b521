import type { ApiAnswer, ApiCall } from '../answer-api.js'
import { readable, type ChatBook, type KeptChat, type KeptMessage } from './chat-book.js'
import { countUnseen, toChatWire, toMessageWire, toTime } from './chat-wire.js'
import type { People, Person } from './people.js'

type Members = Readonly<Record<string, unknown>>

/** What answers need to know. */
interface Room {
  readonly book: ChatBook
  readonly people: People
  readonly viewer: Person
}

const noMessage: ApiAnswer = { status: 404, value: 'پیام پیدا نشد' }
const noChat: ApiAnswer = { status: 404, value: 'گفتگو پیدا نشد' }
const ok: ApiAnswer = { value: { data: true } }

/** The chat service: what was sent can be read again. */
export function answerChats(call: ApiCall, book: ChatBook, people: People): ApiAnswer | undefined {
  const { operation, body, parameters, grant } = call
  const viewer = people.find(grant?.userId ?? 0)
  if (viewer === undefined) return undefined
  const room: Room = { book, people, viewer }
  const given = (body ?? {}) as Members
  switch (`${operation.method} ${operation.path}`) {
    case 'POST /v1/chats':
      return openChat(room, given)
    case 'GET /v1/chats':
      return { value: { data: { chats: listChats(room, parameters) } } }
    case 'DELETE /v1/chats':
      book.deleteChats(given['chat_ids'] as readonly number[])
      return ok
    case 'GET /v1/chats/unseen-count': {
      const count = chatsOf(room).filter((chat) => countUnseen(chat, viewer.id) > 0).length
      return { value: { count: Math.min(count, 99), more_than_count: count > 99 } }
    }
    case 'POST /v1/chats/{chat_id}/messages':
      return send(room, Number(parameters['chat_id']), given)
    case 'GET /v1/chats/{chat_id}/messages':
      return listMessages(room, parameters)
    case 'PATCH /v1/chats/messages':
      return edit(room, given)
    case 'DELETE /v1/chats/messages':
      book.deleteMessages(given['message_ids'] as readonly number[])
      return ok
    case 'POST /v1/chats/messages/forward':
      return forward(room, given)
    default:
      return undefined
  }
}

function openChat({ book, people, viewer }: Room, { user_id, hash_id }: Members): ApiAnswer {
  const other = typeof user_id === 'number' ? people.find(user_id) : people.findByHash(String(hash_id))
  if (other === undefined || other === viewer) return { status: 404, value: 'کاربر پیدا نشد' }
  return { value: { data: toChatWire(book, book.between(viewer, other), viewer.id) } }
}

function chatsOf({ book, viewer }: Room): readonly KeptChat[] {
  return book.chats().filter(({ members }) => members.includes(viewer))
}

function listChats(room: Room, query: Members): readonly object[] {
  const { book, viewer } = room
  const from = query['updated_from'] ?? query['modified_from']
  const before = query['updated_before'] ?? query['modified_before']
  return chatsOf(room)
    .filter((chat) => query['filters'] !== 'unseen' || countUnseen(chat, viewer.id) > 0)
    .filter(({ updatedAtMs }) => typeof from !== 'string' || toTime(updatedAtMs) >= from)
    .filter(({ updatedAtMs }) => typeof before !== 'string' || toTime(updatedAtMs) < before)
    .toSorted((a, b) => b.updatedAtMs - a.updatedAtMs)
    .slice(0, Number(query['limit'] ?? 30))
    .map((chat) => toChatWire(book, chat, viewer.id))
}

function send({ book, viewer }: Room, chatId: number, given: Members): ApiAnswer {
  const chat = book.find(chatId)
  if (chat === undefined) return noChat
  const { content, attachment, message_metadata, inline_markup_button } = given as Readonly<
    Record<string, Members>
  >
  const message = book.write(chat, viewer.id, {
    type: String(given['message_type']),
    content: {
      ...content,
      files: attachment?.['files'] ?? [],
      metadata: message_metadata ?? null,
      reply_markup: inline_markup_button ?? null,
    },
    repliedId: numberOf(given['replied_message_id']),
    forwardFrom: numberOf(given['forward_from']),
  })
  return { value: { data: toMessageWire(book, message), temp_id: given['temp_id'] ?? null } }
}

function listMessages({ book }: Room, query: Members): ApiAnswer {
  const chat = book.find(Number(query['chat_id']))
  if (chat === undefined) return noChat
  const order = query['order'] ?? 'desc'
  const anchor = numberOf(query['message_id'])
  const compare = typeof query['cmp'] === 'string' ? query['cmp'] : 'lt'
  const found = readable(chat)
    .filter(({ id }) => anchor === undefined || isWithin(id, compare, anchor))
    .toSorted((a, b) => (order === 'asc' ? a.id - b.id : b.id - a.id))
    .slice(0, Number(query['limit'] ?? 20))
  return { value: { data: { messages: found.map((message) => toMessageWire(book, message)) } } }
}

function isWithin(id: number, compare: string, anchor: number): boolean {
  if (id === anchor) return compare.endsWith('e')
  return compare.startsWith('g') ? id > anchor : id < anchor
}

function edit({ book, viewer }: Room, given: Members): ApiAnswer {
  const message = book.findMessage(Number(given['message_id']))
  if (message === undefined) return noMessage
  if (message.senderId !== viewer.id) return { status: 403, value: 'این پیام از شما نیست' }
  book.edit(message, (given['content'] ?? {}) as Members)
  return { value: { data: toMessageWire(book, message) } }
}

function forward({ book, viewer }: Room, given: Members): ApiAnswer {
  const [chatId] = given['chat_ids'] as readonly number[]
  const chat = book.find(chatId ?? 0)
  const messages = (given['message_ids'] as readonly number[]).map((id) => book.findMessage(id))
  if (chat === undefined) return noChat
  if (messages.includes(undefined)) return noMessage
  for (const { type, content, id } of messages as readonly KeptMessage[]) {
    book.write(chat, viewer.id, { type, content, forwardFrom: id })
  }
  return ok
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
