import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as ws from 'ws'
import { parseConnectRequest } from '../src/pusher/address.js'
import { ApiRefusal } from '../src/pusher/api-error.js'
import {
  allowsClientEvents,
  channelKind,
  isChannelName,
  needsAuthorization,
} from '../src/pusher/channel-name.js'
import { decodeCommand } from '../src/pusher/decode-command.js'
import { decodeBatch, decodeEvents } from '../src/pusher/decode-publish.js'
import { encodeTextFrame } from '../src/socket/frame-bytes.js'
import { frames } from '../src/pusher/frames.js'
import { createMembers } from '../src/pusher/members.js'
import { createRandom } from '../src/random.js'

describe('commands of a client', () => {
  test.each([
    ['{"event":"pusher:ping","data":{}}', { type: 'ping' }],
    ['{"event":"pusher:ping"}', { type: 'ping' }],
    ['{"event":"pusher:pong","data":"{}"}', { type: 'pong' }],
    [
      '{"event":"pusher:subscribe","data":{"auth":"","channel":"a"}}',
      { type: 'subscribe', channel: 'a', auth: '', channelData: undefined },
    ],
    [
      '{"event":"pusher:subscribe","data":{"auth":"k:s","channel_data":"{}","channel":"presence-a"}}',
      { type: 'subscribe', channel: 'presence-a', auth: 'k:s', channelData: '{}' },
    ],
    [
      '{"event":"pusher:subscribe","data":"{\\"channel\\":\\"a\\"}"}',
      { type: 'subscribe', channel: 'a', auth: '', channelData: undefined },
    ],
    ['{"event":"pusher:unsubscribe","data":{"channel":"a"}}', { type: 'unsubscribe', channel: 'a' }],
    [
      '{"event":"client-x","channel":"private-a","data":{"b":1}}',
      { type: 'client_event', channel: 'private-a', event: 'client-x', data: { b: 1 }, dataBytes: 7 },
    ],
    [
      '{"event":"client-x","channel":"private-a"}',
      { type: 'client_event', channel: 'private-a', event: 'client-x', data: undefined, dataBytes: 0 },
    ],
    ['{"event":"other"}', { type: 'unsupported', event: 'other' }],
    ['{"event":"pusher:subscribe","data":{"channel":7}}', { type: 'malformed' }],
    ['{"event":"pusher:subscribe","data":{"channel":""}}', { type: 'malformed' }],
    ['{"event":7}', { type: 'malformed' }],
    ['[]', { type: 'malformed' }],
  ])('%s', (text, expected) => {
    expect(decodeCommand(text)).toMatchObject(expected)
  })

  test('any text is read without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(decodeCommand(text).type).toBeTypeOf('string')
      }),
    )
  })

  test('any data of a known event is read without an exception', () => {
    const events = ['pusher:subscribe', 'pusher:unsubscribe', 'pusher:ping', 'client-a']
    fc.assert(
      fc.property(fc.constantFrom(...events), fc.jsonValue(), fc.jsonValue(), (event, data, channel) => {
        expect(decodeCommand(JSON.stringify({ event, data, channel })).type).not.toBe('unsupported')
      }),
    )
  })

  test('a subscription comes back as it was written, once and twice encoded', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (channel, auth, channelData) => {
        const data = { channel, auth, channel_data: channelData }
        const expected = { type: 'subscribe', channel, auth, channelData }
        expect(decodeCommand(JSON.stringify({ event: 'pusher:subscribe', data }))).toEqual(expected)
        expect(
          decodeCommand(JSON.stringify({ event: 'pusher:subscribe', data: JSON.stringify(data) })),
        ).toEqual(expected)
      }),
    )
  })
})

describe('addresses', () => {
  test('any target is judged without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.webUrl()), (target) => {
        const asked = parseConnectRequest(target, 'key')
        expect(asked.ok || (asked.code >= 4001 && asked.code <= 4008)).toBe(true)
      }),
    )
  })

  test('the order of the parameters does not matter', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['client=js', 'version=8.6.0', 'flash=false'], { minLength: 0 }),
        (others) => {
          const query = [...others, 'protocol=7'].toReversed().join('&')
          expect(parseConnectRequest(`/app/key?${query}`, 'key')).toEqual({ ok: true, protocol: 7 })
        },
      ),
    )
  })
})

describe('bodies of the HTTP API', () => {
  test('any text is read or refused, never worse', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const decode of [decodeEvents, decodeBatch]) {
          try {
            decode(text)
          } catch (error) {
            expect(error).toBeInstanceOf(ApiRefusal)
          }
        }
      }),
    )
  })

  test('any values in the known fields are read or refused, never worse', () => {
    const body = fc.record(
      {
        name: fc.jsonValue(),
        data: fc.jsonValue(),
        channel: fc.jsonValue(),
        channels: fc.jsonValue(),
        socket_id: fc.jsonValue(),
        info: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(body, (value) => {
        try {
          const { channels, name, data } = decodeEvents(JSON.stringify(value))
          expect([...channels, name, data].every((part) => typeof part === 'string')).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(ApiRefusal)
        }
      }),
    )
  })

  test('one channel and a list of one mean the same', () => {
    const one = decodeEvents('{"name":"n","data":"d","channel":"a"}')
    expect(decodeEvents('{"name":"n","data":"d","channels":["a"]}')).toEqual(one)
    expect(one).toEqual({ name: 'n', data: 'd', channels: ['a'], socketId: undefined, info: undefined })
  })
})

describe('channel names', () => {
  test.each([
    ['news', 'public', false, false],
    ['cache-news', 'public', false, false],
    ['my-private-news', 'public', false, false],
    ['private', 'public', false, false],
    ['private-a', 'private', true, true],
    ['private-cache-a', 'private', true, true],
    ['private-encrypted-a', 'encrypted', true, false],
    ['private-encrypted-cache-a', 'encrypted', true, false],
    ['presence-a', 'presence', true, true],
    ['presence-cache-a', 'presence', true, true],
    ['#server-to-user-1', 'reserved', false, false],
    ['Private-a', 'public', false, false],
  ])('%s is %s', (name, kind, isSigned, hasClientEvents) => {
    expect(channelKind(name)).toBe(kind)
    expect(needsAuthorization(channelKind(name))).toBe(isSigned)
    expect(allowsClientEvents(channelKind(name))).toBe(hasClientEvents)
  })

  test('allow the characters of the protocol and no others', () => {
    expect(isChannelName('aZ09_-=@,.;')).toBe(true)
    for (const character of ' /\\:!?*#"\'سé\n') expect(isChannelName(`a${character}`)).toBe(false)
    expect(isChannelName('')).toBe(false)
  })
})

describe('bytes of a text frame', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
    'a payload of %i bytes is read back by ws',
    async (length) => {
      const text = 'x'.repeat(length)
      await expect(readBack(encodeTextFrame(text))).resolves.toBe(text)
    },
  )

  test('any text is read back by ws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
        expect(await readBack(encodeTextFrame(text))).toBe(text)
      }),
      { numRuns: 50 },
    )
  })
})

/** The reading half of ws, which its types leave out. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean }) => NodeJS.EventEmitter & NodeJS.WritableStream
}

function readBack(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ isServer: false })
    receiver.on('message', (data: Buffer) => {
      resolve(data.toString())
    })
    receiver.on('error', reject)
    receiver.write(bytes)
  })
}

describe('frames of the server', () => {
  test('carry any event so that parsing twice gives the data back', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (channel, event, data) => {
        const frame = JSON.parse(frames.event(channel, event, JSON.stringify(data))) as { data: string }
        expect(frame).toMatchObject({ channel, event })
        expect(JSON.parse(frame.data)).toEqual(JSON.parse(JSON.stringify(data)))
      }),
    )
  })
})

describe('members', () => {
  test('a user comes once and goes with the last connection, in any order of joins and leaves', () => {
    const move = fc.record({ socket: fc.integer({ min: 0, max: 9 }), joins: fc.boolean() })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 100 }), (moves) => {
        const members = createMembers()
        const present = new Map<string, string>()
        for (const { socket, joins } of moves) {
          const socketId = `${socket}`
          const userId = `user${socket % 3}`
          const others = [...present].filter(([id, user]) => id !== socketId && user === userId)
          if (joins) {
            expect(members.add(userId, {}, socketId)).toBe(!present.has(socketId) && others.length === 0)
            present.set(socketId, userId)
          } else {
            const leaves = present.has(socketId) && others.length === 0
            expect(members.remove(socketId)).toBe(leaves ? userId : undefined)
            present.delete(socketId)
          }
          expect(members.size).toBe(new Set(present.values()).size)
          expect(members.userIds().toSorted()).toEqual([...new Set(present.values())].toSorted())
        }
      }),
    )
  })
})

describe('chance', () => {
  test('repeats for a seed, differs between seeds, and stays in its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -100, max: 100 }), fc.nat(1000), (seed, low, span) => {
        const one = createRandom(seed)
        const two = createRandom(seed)
        for (let turn = 0; turn < 20; turn += 1) {
          const value = one.integer(low, low + span)
          expect(two.integer(low, low + span)).toBe(value)
          expect(value).toBeGreaterThanOrEqual(low)
          expect(value).toBeLessThanOrEqual(low + span)
        }
        expect(one.uuid()).toBe(two.uuid())
        expect(createRandom(`${seed}!`).uuid()).not.toBe(createRandom(seed).uuid())
      }),
    )
  })

  test('is even: every face of a die comes up about as often', () => {
    const random = createRandom('die')
    const counts = [0, 0, 0, 0, 0, 0]
    for (let turn = 0; turn < 60_000; turn += 1) {
      const face = random.integer(0, 5)
      counts[face] = (counts[face] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('makes UUIDs that do not repeat', () => {
    const random = createRandom('ids')
    const ids = Array.from({ length: 20_000 }, () => random.uuid())
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids.slice(0, 200)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  test('picks nothing from nothing', () => {
    const random = createRandom('x')
    expect(random.pickOrNothing([])).toBeUndefined()
    expect(random.pick(['only'])).toBe('only')
    expect([random.chance(0), random.chance(1)]).toEqual([false, true])
  })
})
