import { describe, expect, test } from 'vitest'
import { ChatRooms } from '../src/chat/adapter/chat-rooms.js'
import { toArrivals } from '../src/chat/adapter/to-arrivals.js'
import { ToldChats } from '../src/chat/adapter/told-chats.js'
import { KnownChats } from '../src/chat/known-chats.js'
import { decodeMessage } from '../src/services/chat/decode-message.js'

const nowMs = Date.UTC(2026, 5, 1, 12)

/** As the vendor 430 hears it, who was told of chat 9001 up to message 70005. */
function hear(...happenings: readonly Parameters<typeof toArrivals>[0][]): ReturnType<typeof toArrivals> {
  const known = new KnownChats()
  known.set(9_001, { lastId: 70_005, readAtMs: 0, activeAtMs: 0 })
  const parts = {
    rooms: new ChatRooms('430'),
    told: new ToldChats(known),
    viewer: { account: '430', isVendor: true },
    now: () => nowMs,
  }
  return happenings.flatMap((happening) => toArrivals(happening, parts))
}

function message(id: number, type = 'text', more: object = {}): ReturnType<typeof decodeMessage> {
  const created_at = '2026-06-01T10:00:00Z'
  return decodeMessage({
    id,
    chat_id: 9_001,
    message_type: type,
    content: { text: 'x' },
    created_at,
    ...more,
  })
}

describe('what arrives', () => {
  test('has its cursor on the last event that a message comes to, and keys for those without an id', () => {
    const arrivals = hear({ type: 'message', message: message(70_005, 'order') })
    expect(arrivals.map(({ event, key, cursor }) => [event.type, key, cursor?.split(';')[0]])).toEqual([
      ['message', '70005', undefined],
      ['activity', '70005', '70005'],
    ])
  })

  test('has no cursor where its chat is not followed any more', () => {
    const [arrival] = hear({
      type: 'message',
      message: decodeMessage({ id: 1, chat_id: 5, message_type: 'text' }),
    })
    expect(arrival).not.toHaveProperty('cursor')
  })

  test('after a gap in one chat is known to be later than the last message that was told of it', () => {
    const gap = { type: 'gap', chatId: 9_001, cause: 'stuck' } as const
    const told = { type: 'message', message: message(70_005) } as const
    expect(hear(told, gap).at(-1)?.event).toMatchObject({
      type: 'gap',
      room: { room: '9001' },
      fromMs: Date.UTC(2026, 5, 1, 10),
      toMs: nowMs,
      cause: 'cap',
      complete: false,
    })
    expect(hear(gap)[0]?.event).not.toHaveProperty('fromMs')
  })

  test('where nobody knows of which chats something is missing is a degraded state that says so', () => {
    expect(hear({ type: 'gap', cause: 'limit' })[0]?.event).toMatchObject({
      type: 'status',
      state: 'degraded',
      error: { name: 'ChatError', code: 'overflow' },
    })
  })

  test('as an edit has a time later than every edit before, though the stamp stands still', () => {
    const edit = (text: string): Parameters<typeof toArrivals>[0] => ({
      type: 'edit',
      message: message(70_004, 'text', { content: { text }, updated_at: '2026-06-01T10:00:00Z' }),
    })
    const stamped = {
      type: 'edit',
      message: message(70_003, 'text', { updated_at: '2026-06-01T11:00:00Z' }),
    } as const
    const times = hear(edit('a'), edit('b'), edit('c'), stamped).map(({ event }) =>
      event.type === 'edit' ? event.message.editedAt : undefined,
    )
    expect(times).toEqual([nowMs, nowMs + 1, nowMs + 2, Date.UTC(2026, 5, 1, 11)])
  })
})
