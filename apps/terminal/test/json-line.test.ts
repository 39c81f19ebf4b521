import { ChatError } from '@wireloom/chat-core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJsonLine } from '../src/render/json-line.ts'
import { author, fromWire, message, nowMs, room, sentAt } from './support/events.ts'

const options = { roomName: 'nightowl', receivedAtMs: nowMs, raw: false }

test('a message is its fields as chat-core names them, with the room’s name and the time it came', () => {
  const said = message('hello', { author: author('Ann', { roles: new Set(['moderator', 'subscriber']) }) })
  expect(JSON.parse(toJsonLine({ type: 'message', message: said }, options))).toEqual({
    type: 'message',
    roomName: 'nightowl',
    receivedAt: nowMs,
    message: {
      ref: { room: { platform: 'kick', account: 'anonymous', room: '1001', kind: 'live' }, id: 'm1' },
      author: {
        id: '42',
        name: 'Ann',
        roles: ['moderator', 'subscriber'],
        badges: [],
        self: 'unknown',
        anonymous: false,
      },
      parts: [{ type: 'text', text: 'hello' }],
      text: 'hello',
      sentAt,
    },
  })
})

test('the platform’s own form comes along only where it is asked for', () => {
  const event = fromWire('SubscriptionEvent', { chatroom_id: 1001, username: 'ann', months: 3 })
  expect(JSON.parse(toJsonLine(event, options))).not.toHaveProperty('raw')
  expect(JSON.parse(toJsonLine(event, { ...options, raw: true }))).toHaveProperty('raw.type', 'subscription')
})

test('a form too deep for JSON is left out, and that is said', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const event = fromWire('SomethingNew', deep)
  const line = JSON.parse(toJsonLine(event, { ...options, raw: true })) as object
  expect(line).toMatchObject({ type: 'other', name: 'SomethingNew', rawOmitted: 'nested too deeply' })
  expect(line).not.toHaveProperty('raw')
  expect(JSON.parse(toJsonLine(event, options))).not.toHaveProperty('rawOmitted')
})

test('an event that cannot be read says why', () => {
  const event = fromWire('ChatMessageEvent', 'no message')
  expect(JSON.parse(toJsonLine(event, options))).toMatchObject({
    type: 'other',
    name: 'ChatMessageEvent',
    unreadable: 'the payload is not an object',
  })
})

test('an error is told by code and message, without its cause', () => {
  const error = new ChatError('network', 'Kick was not reached.', { cause: new Error('secret') })
  const line = toJsonLine({ type: 'status', room, state: 'degraded', error }, options)
  expect(JSON.parse(line)).toHaveProperty('error', {
    code: 'network',
    message: 'Kick was not reached.',
    retryable: true,
  })
  expect(line).not.toContain('secret')
})

test('an event of no room has no name of one', () => {
  const line = toJsonLine({ type: 'status', state: 'live' }, { ...options, roomName: undefined })
  expect(JSON.parse(line)).toEqual({ type: 'status', state: 'live', receivedAt: nowMs })
})

test('any text comes back as it was, from a line that no terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = toJsonLine({ type: 'message', message: message(text) }, options)
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      expect((JSON.parse(line) as { message: { text: string } }).message.text).toBe(text)
    }),
  )
})
