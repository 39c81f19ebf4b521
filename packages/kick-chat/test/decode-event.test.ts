import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownEventNames } from '../src/event/decode-event.js'
import { decodeEvent, type KickEvent } from '../src/index.js'
import { socketEvents } from './fixtures/socket-events.js'

const chat = 'chatrooms.1001.v2'
const cases = Object.entries(socketEvents)
const bare = (name: string): string => name.replace('App\\Events\\', '')

describe('every event of the socket', () => {
  test.each(cases)('%s is decoded', (_, { channel, event, data, kick }) => {
    expect(decodeEvent(channel, event, data)).toMatchObject(kick)
  })

  test.each(cases)('%s keeps where it came from and what came', (_, { channel, event, data }) => {
    const { source } = decodeEvent(channel, event, data)
    expect(source.channel).toBe(channel)
    expect(source.name).toBe(bare(event))
    expect(source.payload).toBe(data)
  })

  test.each(cases)('%s is the same with and without the prefix', (_, { channel, event, data }) => {
    const name = bare(event)
    expect(decodeEvent(channel, `App\\Events\\${name}`, data)).toEqual(decodeEvent(channel, name, data))
  })

  test.each(cases)('%s is the same when its payload is still a string', (_, { channel, event, data }) => {
    expect(decodeEvent(channel, event, JSON.stringify(data))).toEqual(decodeEvent(channel, event, data))
  })

  test('has a fixture', () => {
    const covered = new Set(cases.map(([, { event }]) => bare(event)))
    expect(knownEventNames.filter((name) => !covered.has(name))).toEqual([])
  })
})

describe('an event without content', () => {
  const empties: readonly unknown[] = [undefined, null, '', ' ', [], {}, '[]', '{}', 'null']
  test.each(['PollDeleteEvent', 'PinnedMessageDeletedEvent', 'ChatroomClearEvent'])(
    '%s may say so in any way',
    (name) => {
      for (const data of empties) expect(decodeEvent(chat, name, data).type).not.toBe('malformed')
    },
  )
})

describe('a known event that lacks what makes it one', () => {
  const reasons: readonly [string, unknown, string][] = [
    ['ChatMessageEvent', {}, 'id is missing'],
    ['ChatMessageEvent', { id: '' }, 'id is missing'],
    ['ChatMessageEvent', { id: 'm' }, 'sender has no username'],
    ['ChatMessageEvent', { id: 'm', sender: { id: 1 } }, 'sender has no username'],
    ['ChatMessageEvent', { id: 'm', sender: { username: 'a' } }, 'content is not text'],
    ['ChatMessageEvent', { id: 'm', sender: { username: 'a' }, content: 5 }, 'content is not text'],
    ['ChatMessageEvent', 'half a fra', 'the payload is not an object'],
    ['ChatMessageEvent', [1], 'the payload is not an object'],
    ['ChatMessageEvent', 7, 'the payload is not an object'],
    ['MessageDeletedEvent', { id: 'x' }, 'message.id is missing'],
    ['MessageDeletedEvent', { message: null }, 'message.id is missing'],
    ['PinnedMessageCreatedEvent', {}, 'message is missing'],
    ['PinnedMessageCreatedEvent', { message: {} }, 'message: id is missing'],
    ['UserBannedEvent', {}, 'user has no username'],
    ['UserUnbannedEvent', { user: { username: '' } }, 'user has no username'],
    ['ChatroomUpdatedEvent', { id: 1001 }, 'it names no mode of the room'],
    ['SubscriptionEvent', { months: 1 }, 'username is missing'],
    ['GiftedSubscriptionsEvent', { gifted_usernames: 'a' }, 'gifted_usernames is not a list'],
    ['SubscriptionGifted', {}, 'gifted_users is not a list'],
    ['StreamHostEvent', {}, 'host_username is missing'],
    ['ChatMoveToSupportedChannelEvent', {}, 'hosted.slug is missing'],
    ['PollUpdateEvent', {}, 'poll is missing'],
    ['PollUpdateEvent', { poll: {} }, 'poll.title is missing'],
    ['PredictionCreated', {}, 'prediction is missing'],
    ['PredictionUpdated', { prediction: {} }, 'prediction.id is missing'],
    ['RewardRedeemedEvent', { username: 'a' }, 'reward_title is missing'],
    ['RewardRedeemedEvent', { reward_title: 'a' }, 'username is missing'],
    ['KicksGifted', {}, 'gift is missing'],
    ['KicksGifted', { gift: { amount: 'many' } }, 'gift.amount is not a number'],
    ['StreamerIsLive', {}, 'livestream is missing'],
    ['StopStreamBroadcast', { livestream: [] }, 'livestream is missing'],
    ['FollowersUpdated', { followersCount: '' }, 'followersCount is not a number'],
  ]
  test.each(reasons)('%s with %j: %s', (name, data, reason) => {
    expect(decodeEvent(chat, name, data)).toMatchObject({ type: 'malformed', reason, source: { name } })
  })

  test('keeps its payload', () => {
    expect(decodeEvent(chat, 'PollUpdateEvent', { pol: 1 }).source.payload).toEqual({ pol: 1 })
  })
})

describe('a message', () => {
  const message = (over: object): KickEvent =>
    decodeEvent(chat, 'ChatMessageEvent', {
      id: 'm-1',
      content: 'hi',
      type: 'message',
      created_at: '2026-09-10T12:29:24+00:00',
      sender: { id: 42, username: 'ann' },
      ...over,
    })

  test('may come without metadata, as those of bots do', () => {
    expect(message({})).toMatchObject({ type: 'message', reply: undefined, celebration: undefined })
  })

  test('may have its metadata as a string, as history has', () => {
    const metadata = JSON.stringify({ original_message: { id: 'm-0', content: 'x' } })
    expect(message({ type: 'reply', metadata })).toMatchObject({
      reply: { messageId: 'm-0', sender: undefined },
    })
  })

  test.each([null, [], 'not json', 5])('is not spoiled by metadata that is %j', (metadata) => {
    expect(message({ metadata })).toMatchObject({ type: 'message', reply: undefined })
  })

  test('may have no time that can be read', () => {
    expect(message({ created_at: 'soon' })).toMatchObject({ type: 'message', createdAtMs: undefined })
  })

  test('may have ids written as strings', () => {
    expect(message({ chatroom_id: '1001', sender: { id: '42', username: 'ann' } })).toMatchObject({
      chatroomId: 1001,
      sender: { id: 42 },
    })
  })

  test('may have an author without an identity', () => {
    expect(message({ sender: { id: 42, username: 'ann', identity: null } })).toMatchObject({
      sender: { badges: [], cosmeticBadges: [], color: undefined },
    })
  })

  test('keeps a kind that Kick adds later', () => {
    expect(message({ type: 'hologram' })).toMatchObject({ type: 'message', kind: 'hologram' })
  })

  test('reads badges, hidden ones and cosmetic ones, and leaves out what is none', () => {
    const identity = {
      badges: [
        { type: 'moderator', text: 'Moderator', active: false },
        { text: 'no type' },
        null,
        { type: 'og' },
      ],
      badges_v2: [
        {
          name: 'Level',
          badge_type: 'level',
          image_url: 'https://a.example/1',
          metadata: { level: 7 },
          sort_order: 1,
          selected: false,
        },
        { badge_type: 'nameless' },
      ],
    }
    expect(message({ sender: { id: 42, username: 'ann', identity } })).toMatchObject({
      sender: {
        badges: [
          { type: 'moderator', text: 'Moderator', active: false },
          { type: 'og', text: 'og', active: true },
        ],
        cosmeticBadges: [
          {
            name: 'Level',
            badgeType: 'level',
            imageUrl: 'https://a.example/1',
            level: 7,
            sortOrder: 1,
            selected: false,
          },
        ],
      },
    })
  })
})

describe('other spellings', () => {
  test('a ban that does not say whether it is for good is judged by its end', () => {
    const user = { id: 1, username: 'x' }
    expect(decodeEvent(chat, 'UserBannedEvent', { user })).toMatchObject({ permanent: true })
    expect(decodeEvent(chat, 'UserBannedEvent', { user, duration: 5 })).toMatchObject({ permanent: false })
  })

  test('a mode may be a plain yes or no', () => {
    expect(decodeEvent(chat, 'ChatroomUpdatedEvent', { slow_mode: true })).toMatchObject({
      modes: { slow: { enabled: true, value: undefined } },
    })
  })

  test('a name that objects inherit is as unknown as any other', () => {
    for (const name of ['constructor', '__proto__', 'toString', '']) {
      expect(decodeEvent(chat, name, {}).type).toBe('unknown')
    }
  })
})

/** Replaces, removes or nests one value somewhere in a payload. */
function mutate(value: unknown, path: readonly number[], junk: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return junk
  if (Array.isArray(value)) {
    if (value.length === 0) return [junk]
    const at = step % value.length
    return value.map((item: unknown, index) => (index === at ? mutate(item, rest, junk) : item))
  }
  const keys = Object.keys(value)
  const key = keys[step % Math.max(keys.length, 1)] ?? 'added'
  return { ...value, [key]: mutate(Reflect.get(value, key), rest, junk) }
}

describe('whatever comes', () => {
  const types = new Set<string>(cases.map(([, { kick }]) => kick.type))

  test('no JSON value under any name makes it throw', () => {
    const name = fc.oneof(fc.constantFrom(...knownEventNames), fc.string())
    fc.assert(
      fc.property(fc.string(), name, fc.jsonValue(), (channel, event, data) => {
        const decoded = decodeEvent(channel, event, data)
        expect(decoded.type === 'malformed' || types.has(decoded.type)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('no text under any known name makes it throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...knownEventNames), fc.string({ unit: 'binary' }), (event, data) => {
        expect(decodeEvent(chat, event, data).source.name).toBe(event)
      }),
    )
  })

  test('no payload with one value changed makes it throw, and a malformed one says why', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, NaN, Infinity, -1, '', '\ud800', {}, []))
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(fc.nat(), { maxLength: 5 }),
        junk,
        ([, fixture], path, value) => {
          const decoded = decodeEvent(fixture.channel, fixture.event, mutate(fixture.data, path, value))
          if (decoded.type === 'malformed') expect(decoded.reason).toMatch(/^[\w.: ]+$/)
          else expect(decoded.type).toBe(fixture.kick.type)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
