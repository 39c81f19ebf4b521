import type { ChatEvent, RoomRef } from '@wireloom/chat-core'
import { decodeEvent as decodeDelivery } from '@wireloom/kick/webhooks'
import { HappeningKeys } from '../../src/adapter/happening-keys.js'
import { toArrival } from '../../src/adapter/receive-delivery.js'
import { isWire, readText } from '../../src/event/read.js'
import { decodeEvent, toChatEvent, toUserId } from '../../src/index.js'

/** The room that all golden fixtures are of: Ann's. */
const room: RoomRef = { platform: 'kick', account: '7', room: '4809577', kind: 'live' }
const nowMs = Date.UTC(2026, 0, 14, 16, 8, 10)

/** What the socket brings: `{ channel, event, data }`. */
export function readSocket(input: unknown): readonly ChatEvent[] {
  const wire = isWire(input) ? input : {}
  const kickEvent = decodeEvent(readText(wire['channel']) ?? '', readText(wire['event']) ?? '', wire['data'])
  const event = toChatEvent(kickEvent, { room, receivedAtMs: nowMs, streamerId: toUserId(room.room) })
  return event === undefined ? [] : [event]
}

/** What a delivery brings: `{ type, body }`. */
export function readDelivery(input: unknown): readonly ChatEvent[] {
  const wire = isWire(input) ? input : {}
  const delivery = {
    id: '01JQR5KV0QC94HMETWYNBWRW4Z',
    subscriptionId: undefined,
    sentAtMs: nowMs,
    version: 1,
  }
  const arrival = toArrival(decodeDelivery(readText(wire['type']), delivery, wire['body']), {
    clock: { now: () => nowMs, setTimeout: () => undefined, clearTimeout: () => undefined },
    room: () => room,
    keys: () => new HappeningKeys(),
  })
  return arrival === undefined ? [] : [arrival.event]
}
