import { renderText, type Message as ChatMessage, type ReplyTo } from '@wireloom/chat-core'
import { parseTime } from '../../helpers/time.js'
import type { Message, RepliedMessage } from '../../services/chat/message.js'
import type { ChatRoom } from './chat-rooms.js'
import { asStaff, toAuthor, type Viewer } from './to-author.js'
import { toParts } from './to-parts.js'

/** Where a message is read, and by whom. */
export interface Sight {
  readonly room: ChatRoom
  readonly viewer: Viewer
  /** When it was read, in milliseconds since 1970: stands in for a time that the message lacks. */
  readonly nowMs: number
}

/** A message of Basalam's as everybody's. */
export function toMessage(message: Message, { room, viewer, nowMs }: Sight): ChatMessage<Message> {
  const parts = toParts(message)
  const seenAt = parseTime(message.seenAt)
  const replyTo = message.repliedMessage && toReplyTo(message.repliedMessage, room, viewer)
  return {
    ref: { room: room.ref, id: String(message.id) },
    author: authorOf(message, room, viewer),
    parts,
    text: renderText(parts),
    sentAt: parseTime(message.createdAt) ?? parseTime(message.updatedAt) ?? nowMs,
    ...(seenAt !== undefined && { seenAt }),
    ...(replyTo !== undefined && { replyTo }),
    raw: message,
  }
}

function toReplyTo(message: RepliedMessage, room: ChatRoom, viewer: Viewer): ReplyTo {
  return {
    ref: { room: room.ref, id: String(message.id) },
    // Nobody is said to have written it: that may be the platform, or be left out.
    ...(message.sender !== undefined && { author: authorOf(message, room, viewer) }),
    text: renderText(toParts(message)),
  }
}

function authorOf(
  { type, sender }: RepliedMessage,
  { contact }: ChatRoom,
  viewer: Viewer,
): ChatMessage['author'] {
  const author = toAuthor(sender, viewer, contact)
  return type === 'label' || type === 'notification' ? asStaff(author) : author
}
