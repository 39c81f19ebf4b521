import { messageKey, type ChatEvent, type RoomRef } from '@wireloom/chat-core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventIdentity } from '../src/event/identity.js'
import { knownEventNames } from '../src/event/decode-event.js'
import { decodeEvent, toChatEvent, type KickEvent } from '../src/index.js'
import { socketEvents } from './fixtures/socket-events.js'

const room: RoomRef = { platform: 'kick', account: 'anonymous', room: '1001', kind: 'live' }
const context = { room, receivedAtMs: 1_000_000 }
const cases = Object.entries(socketEvents)
const chat = 'chatrooms.1001.v2'

const translate = (name: string, data: unknown): ChatEvent<KickEvent> | undefined =>
  toChatEvent(decodeEvent(chat, name, data), context)

/** Every reference to a room in an event, wherever it stands. */
function roomsIn(event: ChatEvent<KickEvent>): readonly RoomRef[] {
  switch (event.type) {
    case 'message':
    case 'edit':
      return [event.message.ref.room, event.message.replyTo?.ref.room ?? room]
    case 'delete':
      return [event.target.room]
    case 'pin':
      return [event.room, event.target?.room ?? room]
    case 'seen':
    case 'clear':
    case 'restrict':
    case 'room':
    case 'activity':
    case 'gap':
      return [event.room]
    case 'status':
    case 'other':
    default:
      return [event.room ?? room]
  }
}

const rawOf = (event: ChatEvent<KickEvent>): unknown =>
  event.type === 'message' ? event.message.raw : 'raw' in event && event.raw

describe('every event of the socket', () => {
  test.each(cases)('%s becomes what chat-core calls it', (_, fixture) => {
    const event = toChatEvent(decodeEvent(fixture.channel, fixture.event, fixture.data), context)
    if (fixture.chat === undefined) expect(event).toBeUndefined()
    else expect(event).toMatchObject(fixture.chat)
  })

  test.each(cases.filter(([, { chat: expected }]) => expected !== undefined))(
    '%s names its room and keeps its raw form',
    (_, fixture) => {
      const decoded = decodeEvent(fixture.channel, fixture.event, fixture.data)
      const event = toChatEvent(decoded, context)
      expect(event === undefined ? undefined : rawOf(event)).toBe(decoded)
      for (const ref of event === undefined ? [] : roomsIn(event)) expect(ref).toBe(room)
    },
  )
})

describe('a message', () => {
  test('has a key that does not depend on the way it came', () => {
    const event = translate('ChatMessageEvent', { id: 'm-1', content: '', sender: { username: 'a' } })
    expect(event?.type === 'message' && messageKey(event.message.ref)).toBe('kick/anonymous/1001/m-1')
  })

  test('that Kick gives no time was sent when it arrived', () => {
    const event = translate('ChatMessageEvent', { id: 'm-1', content: 'x', sender: { username: 'a' } })
    expect(event).toMatchObject({ message: { sentAt: 1_000_000 } })
  })

  test('without words has no parts and no text', () => {
    const event = translate('ChatMessageEvent', { id: 'm-1', content: '', sender: { username: 'a' } })
    expect(event).toMatchObject({ message: { parts: [], text: '' } })
  })

  test('that celebrates with words says those words', () => {
    const metadata = { celebration: { type: 'subscription_renewed', total_months: 1 } }
    const sender = { username: 'a' }
    const event = translate('ChatMessageEvent', {
      id: 'm',
      content: 'yay',
      type: 'celebration',
      sender,
      metadata,
    })
    expect(event).toMatchObject({ message: { text: 'yay' } })
  })

  test.each([
    [{ type: 'subscription_renewed', total_months: 1 }, 'celebrates: subscription renewed (1 month)'],
    [{ type: 'anniversary' }, 'celebrates: anniversary'],
    [{}, 'celebrates: unknown'],
  ])('that celebrates %j without words says what', (celebration, text) => {
    const event = translate('ChatMessageEvent', {
      id: 'm',
      type: 'celebration',
      sender: { username: 'a' },
      metadata: { celebration },
    })
    expect(event).toMatchObject({ message: { text } })
  })

  test('shows no badge that its author hides, though the role stands', () => {
    const identity = {
      badges: [
        { type: 'moderator', text: 'Moderator', active: false },
        { type: 'vip', text: 'VIP' },
      ],
    }
    const event = translate('ChatMessageEvent', {
      id: 'm',
      content: 'x',
      sender: { username: 'a', identity },
    })
    expect(event).toMatchObject({
      message: { author: { badges: [{ type: 'vip' }], roles: new Set(['moderator', 'vip']) } },
    })
  })
})

describe('a deletion', () => {
  test('names the message and nobody: the author is not told', () => {
    const event = translate('MessageDeletedEvent', { id: 'd', message: { id: 'm-1' } })
    expect(event).toMatchObject({ type: 'delete', target: { id: 'm-1' }, automatic: false, inferred: false })
    expect(event).not.toHaveProperty('by')
  })
})

describe('a restriction', () => {
  const user = { id: 9, username: 'x' }

  test('for good has no end, whatever stands beside it', () => {
    const event = translate('UserBannedEvent', {
      user,
      permanent: true,
      expires_at: '2026-09-01T18:16:58+00:00',
    })
    expect(event).toMatchObject({ action: 'ban' })
    expect(event).not.toHaveProperty('untilMs')
  })

  test('may be by nobody', () => {
    expect(translate('UserUnbannedEvent', { user })).not.toHaveProperty('by')
  })
})

describe('followers', () => {
  test('who leave are a number, not an activity', () => {
    const data = { followersCount: 3, username: 'ann', followed: false }
    expect(translate('FollowersUpdated', data)).toMatchObject({ type: 'room', changes: { followers: 3 } })
  })
})

describe('a malformed event', () => {
  test('reaches the reader as data, with its reason', () => {
    expect(translate('ChatMessageEvent', { id: 5 })).toMatchObject({
      type: 'other',
      name: 'ChatMessageEvent',
      raw: { type: 'malformed', reason: 'sender has no username' },
    })
  })
})

describe('the identity of an event', () => {
  const identity = (name: string, data: unknown): string | undefined =>
    eventIdentity(decodeEvent(chat, name, data))

  test('is a message’s id, and apart from that of its deletion', () => {
    const said = identity('ChatMessageEvent', { id: 'm-1', content: '', sender: { username: 'a' } })
    const deleted = identity('MessageDeletedEvent', { message: { id: 'm-1' } })
    expect(said).toBe('m-1')
    expect(deleted).not.toBe(said)
  })

  test('tells the chunks of one gift drop apart, and not its two spellings', () => {
    const chunk = (index: number): object => ({
      gifted_usernames: [],
      correlation_id: 'c',
      chunk_details: { chunk_index: index, total_chunks: 2 },
    })
    expect(identity('GiftedSubscriptionsEvent', chunk(0))).not.toBe(
      identity('GiftedSubscriptionsEvent', chunk(1)),
    )
    expect(identity('GiftedSubscriptionsEvent', chunk(0))).toBe(
      identity('App\\Events\\GiftedSubscriptionsEvent', chunk(0)),
    )
  })

  test('is none where each telling counts', () => {
    const user = { username: 'x' }
    expect(identity('UserBannedEvent', { id: 'b', user })).toBeUndefined()
    expect(identity('ChatroomClearEvent', { id: 'b' })).toBeUndefined()
    expect(identity('GiftedSubscriptionsEvent', { gifted_usernames: [] })).toBeUndefined()
    expect(identity('KicksGifted', { gift: { amount: 1 } })).toBeUndefined()
  })

  test('is the transaction of a gift of KICKs', () => {
    expect(identity('KicksGifted', { gift_transaction_id: 't', gift: { amount: 1 } })).toBe('kicks t')
  })
})

test('no JSON value under any name makes the translation throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...knownEventNames), fc.jsonValue(), (name, data) => {
      const event = translate(name, data)
      if (event !== undefined) expect(rawOf(event)).toBeDefined()
    }),
    { numRuns: 500 },
  )
})
