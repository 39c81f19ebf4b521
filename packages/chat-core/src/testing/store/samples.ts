import { messageKey } from '../../message-ref.js'
import type { RoomRef } from '../../room-ref.js'
import type { ArchivedEvent, OutboxItem } from '../../store.js'

export const room: RoomRef = { platform: 'memory', account: 'bot', room: 'lobby/1', kind: 'live' }
export const otherRoom: RoomRef = { ...room, room: 'lobby' }
export const minuteMs = 60_000

/** A message event as an archive is given it. */
export function archived(id: string, sentAt: number, where: RoomRef = room): ArchivedEvent {
  const ref = { room: where, id }
  const author = {
    id: 'ann',
    name: 'Ann',
    roles: new Set(['moderator'] as const),
    badges: [],
    self: false,
    anonymous: false,
  }
  const text = `line ${id}`
  const message = { ref, author, parts: [{ type: 'text', text }] as const, text, sentAt, raw: { id } }
  return { key: messageKey(ref), receivedAt: sentAt + 5, event: { type: 'message', message } }
}

/** An item as an outbox is given it. */
export function item(key: string, nowMs: number): OutboxItem {
  const outgoing = { parts: [{ type: 'text', text: key }] as const, text: key, clientId: `client ${key}` }
  return {
    key,
    room,
    outgoing,
    state: 'waiting',
    priority: 'chatter',
    onUnknown: 'fail',
    createdAtMs: nowMs,
    deadlineAtMs: nowMs + minuteMs,
  }
}
