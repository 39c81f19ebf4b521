import { renderText, type ChatEvent, type Message, type Part, type RoomRef } from '@wireloom/chat-core'
import type { Line } from './server.js'

export function toMessage({ number, from, says, atMs }: Line, room: RoomRef): Message {
  const parts: readonly Part[] = [{ type: 'text', text: says }]
  const self = from === room.account
  return {
    ref: { room, id: String(number) },
    author: { id: from, name: from, roles: new Set(), badges: [], self, anonymous: false },
    parts,
    text: renderText(parts),
    sentAt: atMs,
    raw: { number, from, says, atMs },
  }
}

/** What is no line is data too: a service that learns something new must not stop us. */
export function toEvent(frame: unknown, room: RoomRef): ChatEvent {
  const isLine = typeof frame === 'object' && frame !== null && 'number' in frame
  if (isLine) return { type: 'message', message: toMessage(frame as Line, room) }
  return { type: 'other', room, name: 'unknown frame', raw: frame }
}
