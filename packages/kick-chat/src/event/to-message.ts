import { renderText, type Message, type Part, type ReplyTo, type RoomRef } from '@wireloom/chat-core'
import { parseContent } from './emotes.js'
import type { KickEvent } from './kick-event.js'
import type { KickCelebration, KickMessage, KickReply } from './message.js'
import { toAuthor } from './to-author.js'

/**
 * A Kick message as chat-core's.
 *
 * @param message what it says
 * @param raw the event it stood in
 * @param room where it stands
 * @param receivedAtMs stands in as its time where Kick gives none
 */
export function toMessage(
  message: KickMessage,
  raw: KickEvent,
  room: RoomRef,
  receivedAtMs: number,
): Message<KickEvent> {
  const parts = toParts(message)
  const [first] = parts
  const told = {
    ref: { room, id: message.id },
    author: toAuthor(message.sender, room.account),
    parts,
    text: parts.length === 1 && first?.type === 'text' ? first.text : renderText(parts),
    sentAt: message.createdAtMs ?? receivedAtMs,
    raw,
  }
  return message.reply === undefined ? told : { ...told, replyTo: toReply(message.reply, room) }
}

function toParts(message: KickMessage): readonly Part[] {
  if (message.content === '' && message.celebration !== undefined) return [toCelebration(message.celebration)]
  return parseContent(message.content)
}

/** A celebration without words would be an empty line: it says what it celebrates. */
function toCelebration({ kind, totalMonths }: KickCelebration): Part {
  const months =
    totalMonths === undefined ? '' : ` (${totalMonths} ${totalMonths === 1 ? 'month' : 'months'})`
  return {
    type: 'unknown',
    platformType: 'celebration',
    fallback: `celebrates: ${kind.replaceAll('_', ' ')}${months}`,
  }
}

function toReply(reply: KickReply, room: RoomRef): ReplyTo {
  return {
    ref: { room, id: reply.messageId },
    ...(reply.sender !== undefined && { author: toAuthor(reply.sender, room.account) }),
    text: renderText(parseContent(reply.content)),
  }
}
