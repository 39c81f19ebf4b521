import type { ActivityKind, ChatEvent } from '@wireloom/chat-core'
import type { Message } from '../../services/chat/message.js'
import { toMessage, type Sight } from './to-message.js'

/** Messages that tell of something that was done, too. */
const activities: Readonly<Record<string, ActivityKind>> = {
  order: 'order',
  order_process: 'order_process',
  coupon: 'coupon',
}

/**
 * What a message that was written comes to: itself, and where it tells of an order or a coupon, that. One of a type that
 * is not in Basalam's documents is told as drift, too.
 */
export function toChatEvents(message: Message, sight: Sight): readonly ChatEvent<Message>[] {
  const said = toMessage(message, sight)
  const { ref } = sight.room
  const activity = activities[message.type]
  return [
    { type: 'message', message: said },
    ...(activity === undefined
      ? []
      : [
          {
            type: 'activity',
            room: ref,
            activity,
            actor: said.author,
            text: said.text,
            raw: message,
          } as const,
        ]),
    ...(message.type === 'unknown'
      ? [{ type: 'other', room: ref, name: message.messageType, raw: message } as const]
      : []),
  ]
}

/** What was no message that could be read. */
export function toUnreadable(raw: unknown, { room }: Pick<Sight, 'room'>): ChatEvent {
  return { type: 'other', room: room.ref, name: 'unreadable message', raw }
}
