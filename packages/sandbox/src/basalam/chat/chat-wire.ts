import { readable, type ChatBook, type KeptChat, type KeptMessage } from './chat-book.js'
import { toUserWire } from './people.js'

/** A message as the API answers it. */
export function toMessageWire(book: ChatBook, message: KeptMessage): object {
  const replied = message.repliedId === undefined ? undefined : book.findMessage(message.repliedId)
  return {
    ...toBaseWire(book, message),
    replied_message: replied === undefined ? null : toBaseWire(book, replied),
  }
}

function toBaseWire(book: ChatBook, message: KeptMessage): object {
  const { id, chatId, senderId, type, createdAtMs, updatedAtMs, seenAtMs, content, forwardFrom } = message
  const sender = book.find(chatId)?.members.find((member) => member.id === senderId)
  return {
    id,
    chat_id: chatId,
    seen_at: seenAtMs === undefined ? null : toTime(seenAtMs),
    created_at: toTime(createdAtMs),
    updated_at: toTime(updatedAtMs),
    message_type: type,
    sender: sender === undefined ? null : toUserWire(sender),
    content: {
      text: null,
      files: [],
      links: [],
      entity_id: null,
      metadata: null,
      reply_markup: null,
      ...content,
    },
    forward_from: forwardFrom ?? null,
  }
}

/** A chat as one of its two sees it. */
export function toChatWire(book: ChatBook, chat: KeptChat, viewerId: number): object {
  const { id, members, createdAtMs, updatedAtMs, isBlocked, archiveState } = chat
  const messages = readable(chat)
  const contact = members.find((member) => member.id !== viewerId) ?? members[0]
  const last = messages.at(-1)
  const seen = (byId: number): number | null =>
    messages.findLast(({ senderId, seenAtMs }) => senderId !== byId && seenAtMs !== undefined)?.id ?? null
  return {
    id,
    chat_type: 'private',
    marked_as_unread: false,
    unseen_message_count: countUnseen(chat, viewerId),
    updated_at: toTime(updatedAtMs),
    created_at: toTime(createdAtMs),
    modified_at: toTime(updatedAtMs),
    deleted_at: null,
    last_seen_id: seen(viewerId),
    contact_last_seen_message_id: seen(contact.id),
    last_message: last === undefined ? null : toMessageWire(book, last),
    contact: toUserWire(contact),
    contact_id: contact.id,
    contact_is_blocked: isBlocked,
    show_approvals: false,
    reply_markup: {},
    archive_state: archiveState,
    group: null,
    channel: null,
    bot: null,
  }
}

/** How many messages of the other side nobody has seen. */
export function countUnseen(chat: KeptChat, viewerId: number): number {
  return readable(chat).filter(({ senderId, seenAtMs }) => senderId !== viewerId && seenAtMs === undefined)
    .length
}

export function toTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
