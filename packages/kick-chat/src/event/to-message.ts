import { renderText, type Message, type Part, type ReplyTo } from '@wireloom/chat-core'
import { parseContent } from './emotes.js'
import type { EventContext } from './event-context.js'
import type { KickEvent } from './kick-event.js'
import type { KickCelebration, KickMessage, KickReply } from './message.js'
import { toAuthor } from './to-author.js'

/**
 * A Kick message as chat-core's.
 *
 * @param message what it says
 * @param raw the event it stood in
 * @param context where it stands
 */
export function toMessage(message: KickMessage, raw: KickEvent, context: EventContext): Message<KickEvent> {
  const parts = toParts(message)
  const [first] = parts
  const told = {
    ref: { room: context.room, id: message.id },
    author: toAuthor(message.sender, context),
    parts,
    text: parts.length === 1 && first?.type === 'text' ? first.text : renderText(parts),
    sentAt: message.createdAtMs ?? context.receivedAtMs,
    raw,
  }
  return message.reply === undefined ? told : { ...told, replyTo: toReply(message.reply, context) }
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

function toReply(reply: KickReply, context: EventContext): ReplyTo {
  return {
    ref: { room: context.room, id: reply.messageId },
    ...(reply.sender !== undefined && { author: toAuthor(reply.sender, context) }),
    text: renderText(parseContent(reply.content)),
  }
}
