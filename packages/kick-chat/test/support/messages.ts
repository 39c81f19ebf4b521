import type { ChatEvent, GapEvent, RoomRef } from '@wireloom/chat-core'
import { decodeEvent, toChatEvent, type KickEvent } from '../../src/index.js'

/** A room reference; two of them are two rooms. */
export function roomRef(room = '1001'): RoomRef {
  return { platform: 'kick', account: 'anonymous', room, kind: 'live' }
}

/** A message as a room hands it out. */
export function messageEvent(id: string, sentAt = 0, room: RoomRef = roomRef()): ChatEvent<KickEvent> {
  const wire = { id, content: id, sender: { id: 1, username: 'ann' } }
  const event = toChatEvent(decodeEvent('chatrooms.1001.v2', 'ChatMessageEvent', wire), {
    room,
    receivedAtMs: sentAt,
  })
  if (event === undefined) throw new TypeError('a message is always told')
  return event
}

/** A gap as a room tells it after a reconnect. */
export function gapEvent(fromMs: number, toMs: number, room: RoomRef = roomRef()): GapEvent {
  return { type: 'gap', room, fromMs, toMs, cause: 'reconnect', recovered: 0, complete: false }
}

/** What to call an event in an expectation: a message by its words, the rest by its type. */
export function nameOf(event: ChatEvent<KickEvent>): string {
  if (event.type === 'message') return event.message.text
  return event.type === 'gap' ? `gap ${event.cause} ${event.lost ?? ''}`.trim() : event.type
}
