import { describe, expect, it, test } from 'vitest'
import type { ChatEvent, RoomRef } from '../../src/index.js'
import {
  describeFixtures,
  fixtureSuites,
  runSuites,
  toPlainEvent,
  type FixtureHarness,
} from '../../src/testing.js'

const room: RoomRef = { platform: 'mine', account: 'me', room: 'lobby', kind: 'live' }

/** A decoder that takes nothing for granted. */
function decode(input: unknown): readonly ChatEvent[] {
  const { body, id, nick } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >
  if (typeof id !== 'string' || typeof body !== 'string')
    return [{ type: 'other', name: 'unreadable', raw: input }]
  const name = typeof nick === 'string' ? nick : '?'
  const author = {
    id: null,
    name,
    roles: new Set(['moderator', 'vip'] as const),
    badges: [],
    self: false,
    anonymous: true,
  }
  const parts = [{ type: 'text', text: body }] as const
  return [
    { type: 'message', message: { ref: { room, id }, author, parts, text: body, sentAt: 1, raw: input } },
  ]
}

const harness: FixtureHarness = {
  name: 'lines',
  decode,
  fixtures: [
    {
      name: 'a line',
      input: { id: '1', nick: 'ann', body: 'hi', extra: [1, { deep: true }] },
      events: [
        {
          type: 'message',
          message: {
            text: 'hi',
            parts: [{ type: 'text', text: 'hi' }],
            author: {
              id: null,
              name: 'ann',
              roles: ['moderator', 'vip'],
              badges: [],
              self: false,
              anonymous: true,
            },
            ref: { room: { ...room }, id: '1' },
            sentAt: 1,
          },
        },
      ],
    },
    { name: 'something new', input: { wave: true }, events: [{ type: 'other', name: 'unreadable' }] },
  ],
}

describeFixtures({ describe, it }, harness)

async function failures(changed: Partial<FixtureHarness>): Promise<readonly string[]> {
  const results = await runSuites(fixtureSuites({ ...harness, ...changed }))
  return results.flatMap(({ suite, error }) => (error === undefined ? [] : [suite]))
}

describe('a decoder', () => {
  test('that reads something else than was recorded fails in “golden”', async () => {
    const shouting: FixtureHarness['decode'] = (input) =>
      decode(input).map((event) => (event.type === 'other' ? { ...event, name: 'UNREADABLE' } : event))
    expect(await failures({ decode: shouting })).toEqual(['golden'])
  })

  test('that trusts its input fails in “drift”', async () => {
    const trusting: FixtureHarness['decode'] = (input) => {
      if ((input as { nick?: unknown }).nick !== undefined) (input as { nick: string }).nick.toUpperCase()
      return decode(input)
    }
    expect(await failures({ decode: trusting })).toEqual(['drift', 'drift'])
  })
})

describe('an event made plain', () => {
  test('is the same after JSON, raw form left out unless asked for', () => {
    const [event] = decode({ id: '1', body: 'hi' })
    if (event === undefined) return
    expect(JSON.parse(JSON.stringify(toPlainEvent(event)))).toEqual(toPlainEvent(event))
    expect(toPlainEvent(event)).not.toHaveProperty('message.raw')
    expect(toPlainEvent(event, { raw: true })).toHaveProperty('message.raw', { id: '1', body: 'hi' })
  })

  test('may have a raw form that leads back to itself', () => {
    const raw: Record<string, unknown> = { when: new Date(5), many: 12n, what: undefined }
    raw['self'] = raw
    expect(toPlainEvent({ type: 'other', name: 'odd', raw }, { raw: true })).toEqual({
      type: 'other',
      name: 'odd',
      raw: { when: 5, many: '12', self: null },
    })
  })
})
