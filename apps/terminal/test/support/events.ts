import { renderText, type Author, type Message, type Part, type RoomRef } from '@wireloom/chat-core'
import type { ChatEvent } from '@wireloom/chat-core'
import { decodeEvent, toChatEvent, type KickEvent } from '@wireloom/kick-chat'

export const room: RoomRef = { platform: 'kick', account: 'anonymous', room: '1001', kind: 'live' }
export const otherRoom: RoomRef = { ...room, room: '1002' }

/** 29 seconds past some full minute, by the reader's clock. */
export const sentAt = new Date(2026, 8, 10, 12, 29, 24).getTime()
export const nowMs = sentAt + 5000

/** A Kick event that has nothing to do with the one under test. */
export const raw: KickEvent = decodeEvent('chatrooms.1001.v2', 'SomethingNew', {})

export function author(name: string, difference: Partial<Author> = {}): Author {
  return { id: '42', name, roles: new Set(), badges: [], self: 'unknown', anonymous: false, ...difference }
}

export function message(
  parts: readonly Part[] | string,
  difference: Partial<Message<KickEvent>> = {},
): Message<KickEvent> {
  const list: readonly Part[] = typeof parts === 'string' ? [{ type: 'text', text: parts }] : parts
  return {
    ref: { room, id: 'm1' },
    author: author('Ann_X'),
    parts: list,
    text: renderText(list),
    sentAt,
    raw,
    ...difference,
  }
}

/** What a wire event of Kick's becomes. */
export function fromWire(name: string, data: unknown, channel = 'chatrooms.1001.v2'): ChatEvent<KickEvent> {
  const event = toChatEvent(decodeEvent(channel, name, data), { room, receivedAtMs: nowMs })
  if (event === undefined) throw new TypeError(`${name} is no event of chat-core`)
  return event
}
