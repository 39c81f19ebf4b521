import { fromWire, isPlain } from '../../case.js'
import type { ChatUser } from '../../generated/chat.js'
import { membersOf } from '../../pages.js'
import {
  messageTypes,
  type Message,
  type MessageContent,
  type MessageFile,
  type MessageLink,
  type RepliedMessage,
} from './message.js'

const known: ReadonlySet<string> = new Set(messageTypes)

/**
 * A message of a REST answer, or of a delivery, which says `message` for `content` and `sender_id` for `sender`.
 *
 * @param chatId of the chat that was asked for; stands in where the message names none
 * @throws TypeError where it has no id or no chat
 */
export function decodeMessage(wire: unknown, chatId?: unknown): Message {
  const message = decodeBase(wire, chatId)
  const replied = isPlain(wire) ? wire['replied_message'] : undefined
  return {
    ...message,
    ...member(
      'repliedMessage',
      orUndefined(() => decodeBase(replied, message.chatId)),
    ),
    ...(message.type === 'unknown' && { raw: wire }),
  } as Message
}

/** What comes of decoding; `undefined` where it cannot be read. */
export function orUndefined<Value>(decode: () => Value): Value | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}

function decodeBase(wire: unknown, chatId?: unknown): RepliedMessage {
  if (!isPlain(wire)) throw new TypeError('A message is no object.')
  const { message_type: messageType, created_at, updated_at, seen_at, forward_from } = wire
  const word = typeof messageType === 'string' ? messageType : ''
  const type = known.has(word) ? word : 'unknown'
  const sender = decodeSender(wire)
  return {
    id: toId(wire['id'], 'id'),
    chatId: toId(isId(wire['chat_id']) ? wire['chat_id'] : chatId, 'chat_id'),
    type: type as RepliedMessage['type'],
    messageType: word,
    content: decodeContent(wire['content'] ?? wire['message'], type === 'text'),
    ...(sender !== undefined && { sender }),
    ...textMember('createdAt', created_at),
    ...textMember('updatedAt', updated_at),
    ...textMember('seenAt', seen_at),
    ...(typeof forward_from === 'number' && { forwardFrom: forward_from }),
  }
}

function decodeContent(wire: unknown, isText: boolean): MessageContent {
  const { text, files, links, entityId, location, replyMarkup } = membersOf(wire)
  return {
    ...(typeof text === 'string' ? { text } : isText && { text: '' }),
    files: listOf(files) as readonly MessageFile[],
    links: listOf(links) as readonly MessageLink[],
    ...(isId(entityId) && { entityId: Number(entityId) }),
    ...member('location', location),
    ...member('metadata', isPlain(wire) ? wire['metadata'] : undefined),
    ...member('replyMarkup', replyMarkup),
  }
}

function decodeSender({
  sender,
  sender_id: senderId,
}: Readonly<Record<string, unknown>>): ChatUser | undefined {
  const user = isPlain(sender) ? sender : isId(senderId) ? { id: senderId } : undefined
  return user === undefined ? undefined : decodeUser(user)
}

/** A user of a chat; ids have been texts. */
export function decodeUser(wire: unknown): ChatUser | undefined {
  if (!isPlain(wire) || !isId(wire['id'])) return undefined
  return { ...(fromWire(wire) as ChatUser), id: Number(wire['id']) }
}

/** @throws TypeError */
export function toId(value: unknown, name: string): number {
  if (isId(value)) return Number(value)
  throw new TypeError(`The answer's ${name} is no id.`)
}

function isId(value: unknown): value is number | string {
  return typeof value === 'number'
    ? Number.isSafeInteger(value)
    : typeof value === 'string' && /^\d{1,15}$/.test(value)
}

/** Lists have come as null, and as objects where nothing is in them. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.filter(isPlain) : []
}

function textMember(name: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' ? { [name]: value } : {}
}

function member(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined || value === null ? {} : { [name]: value }
}
