import type { ChatEvent } from '@wireloom/chat-core'
import type { ChatRoom } from '../../src/chat/adapter/chat-rooms.js'
import { toChatEvents, toUnreadable } from '../../src/chat/adapter/to-chat-events.js'
import type { Sight } from '../../src/chat/adapter/to-message.js'
import { decodeMessage, orUndefined } from '../../src/services/chat/decode-message.js'

const room: ChatRoom = {
  ref: { platform: 'basalam', account: '430', room: '9001', kind: 'direct' },
  contact: { id: 431, hashId: 'hbz', name: 'سارا' },
}

/** As the vendor 430 sees the chat with the customer 431. */
export const sight: Sight = {
  room,
  viewer: { account: '430', isVendor: true },
  nowMs: Date.UTC(2026, 5, 1, 12),
}

/** What the adapter makes of a message as it came over the wire. */
export function decode(wire: unknown): readonly ChatEvent[] {
  const message = orUndefined(() => decodeMessage(wire, 9001))
  return message === undefined ? [toUnreadable(wire, sight)] : toChatEvents(message, sight)
}
