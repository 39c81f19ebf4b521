import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../src/page/read-record.ts'
import { createRoomFilter } from '../src/page/rooms.ts'

const room = { platform: 'kick', account: 'anonymous', room: '7', kind: 'live' }
const read = (event: unknown, wants: (room: Readonly<Record<string, unknown>>) => boolean = () => true) =>
  readRecord(JSON.stringify({ cursor: 'a.1', receivedAt: 5, via: 'socket', late: false, event }), {
    wants,
    emoteAddress: (_, image) => image,
  })
const messageOf = (about: object) => ({
  type: 'message',
  message: { ref: { room, id: '1' }, author: { id: '9', name: 'Ann' }, parts: [], sentAt: 1, ...about },
})

test('a message is read with what is drawn of it', () => {
  const event = read(
    messageOf({
      author: {
        id: '9',
        name: 'Ann',
        color: '#ff0000',
        roles: ['moderator'],
        badges: [{ type: 'moderator', text: 'Moderator' }],
      },
      parts: [
        { type: 'text', text: 'hi ' },
        { type: 'emote', id: '3', name: 'KEKW', provider: 'kick', image: 'https://files.example/3' },
        { type: 'mention', name: 'bob' },
        { type: 'link', url: 'https://a.example' },
        { type: 'voice' },
        { type: 'tomorrow', fallback: 'new' },
      ],
      replyTo: { ref: { room, id: '0' }, author: { id: '8', name: 'Bob' }, text: 'what?' },
    }),
  )
  expect(event).toMatchObject({
    type: 'message',
    message: {
      name: 'Ann',
      hasSay: true,
      badges: [{ type: 'moderator', text: 'Moderator' }],
      parts: [
        { type: 'text', text: 'hi ' },
        { type: 'emote', name: 'KEKW', image: 'https://files.example/3' },
        { type: 'mention', text: '@bob' },
        { type: 'link', text: 'https://a.example' },
        { type: 'text', text: '[voice]' },
        { type: 'text', text: 'new' },
      ],
      reply: { name: 'Bob', text: 'what?' },
    },
  })
})

test('a ban names the author as their messages do, and a deletion the message', () => {
  const message = read(messageOf({}))
  const ban = read({ type: 'restrict', room, user: { id: '9', name: 'ann' }, action: 'ban' })
  const deletion = read({ type: 'delete', target: { room, id: '1' }, inferred: false })
  const shown = message?.type === 'message' ? message.message : undefined
  expect(ban).toEqual({ type: 'restrict', authorKey: shown?.authorKey, untilMs: Infinity })
  expect(deletion).toEqual({ type: 'delete', key: shown?.key })
})

test('marks of direction and control characters are taken out, long texts are cut, and no character in half', () => {
  const event = read(
    messageOf({
      author: { name: '\u202Eevil' },
      parts: [{ type: 'text', text: `a\u2066\0b${'😀'.repeat(200)}` }],
    }),
  )
  const shown = event?.type === 'message' ? event.message : undefined
  expect(shown?.name).toBe(' evil')
  const [part] = shown?.parts ?? []
  expect(part).toMatchObject({ text: `a  b${'😀'.repeat(148)}…` })
  expect(read(messageOf({ parts: [{ type: 'text', text: 'می‌خواهم' }] }))).toMatchObject({
    message: { parts: [{ text: 'می‌خواهم' }] },
  })
})

describe('rooms', () => {
  test('without a name all live ones are shown, and no private conversation', () => {
    const wants = createRoomFilter([], [])
    expect(read(messageOf({}), wants)).toBeDefined()
    const direct = { ...room, kind: 'direct' }
    expect(read({ ...messageOf({ ref: { room: direct, id: '1' } }) }, wants)).toBeUndefined()
  })

  test('with names those alone are shown, by the name the relay has or by id', () => {
    const named = [{ name: 'Ann', ref: room }, { name: 'bob', ref: { ...room, room: '8' } }, 'rubbish']
    expect(createRoomFilter(['ann'], named)(room)).toBe(true)
    expect(createRoomFilter(['7'], undefined)(room)).toBe(true)
    expect(createRoomFilter(['bob'], named)(room)).toBe(false)
    expect(createRoomFilter(['ann'], named)({})).toBe(false)
  })
})

test('a gap is told where something is missing, not where the history was read', () => {
  expect(read({ type: 'gap', cause: 'overflow', lost: 5, complete: false })).toEqual({ type: 'gap', lost: 5 })
  expect(read({ type: 'gap', room, cause: 'restart', recovered: 3, complete: 'unknown' })).toBeUndefined()
})

test('whatever comes, reading it throws nothing', () => {
  const options = { wants: () => true, emoteAddress: () => undefined }
  const event = fc.record(
    {
      type: fc.constantFrom('message', 'edit', 'delete', 'clear', 'restrict', 'gap', 'status', 'x'),
      message: fc.record(
        {
          ref: fc.record({ id: fc.string(), room: fc.anything() }),
          author: fc.anything(),
          parts: fc.array(fc.oneof(fc.anything(), fc.record({ type: fc.string(), text: fc.anything() }))),
          replyTo: fc.anything(),
        },
        { requiredKeys: [] },
      ),
      target: fc.anything(),
      room: fc.anything(),
      user: fc.anything(),
    },
    { requiredKeys: ['type'] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        event.map((each) => safeJson({ event: each })),
      ),
      (json) => {
        readRecord(json, options)
      },
    ),
  )
})

function safeJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? ''
}
