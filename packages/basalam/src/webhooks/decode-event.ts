import { isPlain } from '../case.js'
import { decodeMessage } from '../services/chat/decode-message.js'
import { membersOf } from '../pages.js'
import type { BasalamWebhookEvent, ChatMessageDelivered, Delivered } from './event.js'
import type { EventMark } from './event-of-url.js'

const chatEvents: ReadonlySet<string> = new Set<ChatMessageDelivered['type']>([
  'CHAT_RECEIVED_MESSAGE',
  'CHAT_SEND_MESSAGE',
])

/**
 * A delivery as an event. It never throws: what is not as it should be is `unknown` or `malformed`, with all that came.
 *
 * @param bodyDigest what tells this body apart from others
 */
export function decodeEvent({ id, name }: EventMark, raw: unknown, bodyDigest: string): BasalamWebhookEvent {
  const delivered: Delivered = { deliveryKey: `${name ?? id ?? 'unknown'}:${bodyDigest}`, raw }
  if (name === undefined) {
    return { type: 'unknown', ...(id !== undefined && { eventId: id }), ...delivered }
  }
  if (!isPlain(raw)) {
    return { type: 'malformed', name, reason: 'The body is no object.', ...delivered }
  }
  try {
    return isChatEvent(name)
      ? decodeChatEvent(name, raw, delivered)
      : { type: name, payload: membersOf(raw), ...delivered }
  } catch (error) {
    // A TypeError of a decoder, or a body nested deeper than can be walked.
    const reason = error instanceof Error ? error.message : String(error)
    return { type: 'malformed', name, reason, ...delivered }
  }
}

function isChatEvent(name: string): name is ChatMessageDelivered['type'] {
  return chatEvents.has(name)
}

function decodeChatEvent(
  type: ChatMessageDelivered['type'],
  raw: Readonly<Record<string, unknown>>,
  delivered: Delivered,
): BasalamWebhookEvent {
  const message = decodeMessage(raw)
  const source = raw['message_source']
  return {
    type,
    message,
    ...(typeof source === 'string' && { messageSource: source }),
    ...delivered,
    // Sent again it may say that it was seen meanwhile: the same message still.
    ...(message.updatedAt !== undefined && { deliveryKey: `${type}:${message.id}:${message.updatedAt}` }),
  }
}
