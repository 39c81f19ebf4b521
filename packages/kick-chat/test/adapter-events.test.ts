import type { ChatEvent } from '@wireloom/chat-core'
import type { KickRoom } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import { comparable, openHubStage, type HubStage } from './support/adapter-stage.js'

/** Something done in a room; deliveries have no order, so whoever does two things settles in between. */
type Deed = (room: KickRoom, settle: () => Promise<void>) => unknown

/** Does something, and gives what was told of it, but for statuses. */
async function tellAll(stage: HubStage, act: Deed): Promise<readonly ChatEvent[]> {
  const { length } = stage.told
  await act(stage.roomOf(stage.room.ref), () => stage.settle())
  await stage.settle()
  return stage.told
    .slice(length)
    .map(({ event }) => event)
    .filter(({ type }) => type !== 'status')
}

/** The same deed, told by the socket alone, by webhooks alone, and by both. */
async function tellThreeWays(
  act: Deed,
): Promise<Record<'socket' | 'webhook' | 'both', readonly ChatEvent[]>> {
  const socket = await tellAll(await openHubStage({ socket: 'pusher' }), act)
  const webhook = await tellAll(await openHubStage({ hasWebhook: true }), act)
  const both = await tellAll(await openHubStage({ socket: 'pusher', hasWebhook: true }), act)
  return { socket, webhook, both }
}

describe('what socket and webhook both tell becomes the same event, told once where both are on', () => {
  const deeds: Readonly<Record<string, { readonly act: Deed; expected: Readonly<Record<string, unknown>> }>> =
    {
      'message: with its words, emotes, links and mentions': {
        act: (room) => room.say({ from: 'bob', content: 'hi @ann [emote:37226:KEKW] https://kick.com' }),
        expected: {
          type: 'message',
          message: {
            text: 'hi @ann KEKW https://kick.com',
            author: { name: 'bob', id: expect.stringMatching(/^\d+$/), color: expect.stringMatching(/^#/) },
          },
        },
      },
      'message.replyTo: with id, words and sender': {
        act: async (room, settle) => {
          const question = room.say({ from: 'bob', content: 'when?' })
          await settle()
          room.say({ content: 'now', replyTo: question.id })
        },
        expected: {
          type: 'message',
          message: { text: 'now', replyTo: { text: 'when?', author: { name: 'bob' } } },
        },
      },
      'restrict: a ban for good': {
        act: (room) => room.ban('carl'),
        expected: { type: 'restrict', action: 'ban', user: { name: 'carl' } },
      },
      'restrict: a timeout, with its end': {
        act: (room) => room.ban('carl', { minutes: 5 }),
        expected: { type: 'restrict', action: 'timeout', untilMs: Date.UTC(2026, 0, 1, 0, 5) },
      },
      'room: the stream begins': {
        act: (room) => room.goLive('Cooking'),
        expected: { type: 'room', changes: { live: true, title: 'Cooking' } },
      },
      'room: the stream ends': {
        act: async (room, settle) => {
          room.goLive('Cooking')
          await settle()
          room.endStream()
        },
        expected: { type: 'room', changes: { live: false } },
      },
      'activity: a follower': {
        act: (room) => room.follow('dan'),
        expected: { type: 'activity', activity: 'follow', actor: { name: 'dan' } },
      },
      'activity: a first subscription': {
        act: (room) => room.subscribe('dan', 1),
        expected: { type: 'activity', activity: 'subscription', amount: 1, actor: { name: 'dan' } },
      },
      'activity: a subscription that goes on': {
        act: (room) => room.subscribe('dan', 7),
        expected: { type: 'activity', activity: 'subscription', amount: 7 },
      },
      'activity: subscriptions given': {
        act: (room) => room.giftSubscriptions('dan', ['eve', 'fay']),
        expected: {
          type: 'activity',
          activity: 'subscription_gift',
          amount: 2,
          recipients: [{ name: 'eve' }, { name: 'fay' }],
        },
      },
      'activity: KICKs given': {
        act: (room) => room.giveKicks('dan', undefined, 'for you'),
        expected: { type: 'activity', activity: 'gift', actor: { name: 'dan' }, text: 'for you' },
      },
      'activity: a reward redeemed': {
        act: (room) => room.redeemReward('dan', 'Hydrate', 'water'),
        expected: { type: 'activity', activity: 'reward', text: 'Hydrate: water' },
      },
    }

  test.each(Object.entries(deeds))('%s', async (name, { act, expected }) => {
    const { socket, webhook, both } = await tellThreeWays(act)
    const kind = name.split(/[.:]/)[0]
    const relevant = (events: readonly ChatEvent[]): unknown[] =>
      events.filter(({ type }) => type === kind).map(comparable)
    expect(relevant(webhook).at(-1)).toMatchObject(expected)
    expect(relevant(both)).toHaveLength(relevant(webhook).length)
    const withoutIds = (events: unknown): unknown =>
      // But for who speaks, the socket tells of most people the name alone.
      JSON.parse(JSON.stringify(events), (key, value: unknown) => {
        if (kind === 'message') return value
        return key === 'id' || key === 'self' ? undefined : value
      })
    expect(withoutIds(relevant(socket))).toEqual(withoutIds(relevant(webhook)))
  })
})

describe('a drop of subscriptions that the socket tells in chunks is told once', () => {
  const receivers = Array.from({ length: 45 }, (_, index) => `friend${index}`)
  const named = (stage: HubStage): readonly string[] =>
    stage
      .of('activity')
      .flatMap(({ recipients = [] }) => recipients.map(({ name }) => name))
      .toSorted()
  const atOnce = {
    gifter: { user_id: 5, username: 'dan' },
    giftees: receivers.map((username, index) => ({ user_id: 100 + index, username })),
    created_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-02-01T00:00:00Z',
  }

  test('where the webhooks tell it in the same chunks', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    await tellAll(stage, (room) => room.giftSubscriptions('dan', receivers))
    expect(named(stage)).toEqual(receivers.toSorted())
    expect(stage.of('activity')).toHaveLength(3)
  })

  test('where the webhook tells it at once, afterwards', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    stage.sandbox.kick.webhooks.misbehave({ how: 'lost', next: 3 })
    await tellAll(stage, (room) => room.giftSubscriptions('dan', receivers))
    await deliver(stage, 'channel.subscription.gifts', atOnce)
    expect(named(stage)).toEqual(receivers.toSorted())
  })

  test('where the webhook tells it at once, before', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    await deliver(stage, 'channel.subscription.gifts', atOnce)
    stage.sandbox.kick.webhooks.misbehave({ how: 'lost', next: 3 })
    await tellAll(stage, (room) => room.giftSubscriptions('dan', receivers))
    expect(named(stage)).toEqual(receivers.toSorted())
    expect(stage.of('activity')).toHaveLength(1)
  })
})

describe('what the webhooks alone tell', () => {
  test('a ban has its reason', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const events = await tellAll(stage, (room) => room.ban('carl', { reason: 'spam' }))
    expect(events).toMatchObject([{ type: 'restrict', action: 'ban', reason: 'spam' }])
  })

  test('a stream says its title, language and category', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const metadata = {
      title: 'Late',
      language: 'fa',
      has_mature_content: true,
      category: { id: 15, name: 'Just Chatting', thumbnail: '' },
    }
    await deliver(stage, 'livestream.metadata.updated', { metadata })
    expect(stage.of('room')).toMatchObject([
      { changes: { title: 'Late', language: 'fa', category: 'Just Chatting', mature: true } },
    ])
  })

  test('what became of a redemption is another activity than the redemption', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const redemption = {
      id: '01KBHE78QE4HZY1617DK5FC7YD',
      user_input: '',
      redeemed_at: '2026-01-01T00:00:00Z',
      reward: { id: '01KBHE7RZNHB0SKDV1H86CD4F3', title: 'Hydrate', cost: 100 },
      redeemer: { user_id: 5, username: 'dan' },
    }
    for (const status of ['pending', 'accepted', 'accepted']) {
      await deliver(stage, 'channel.reward.redemption.updated', { ...redemption, status })
    }
    expect(stage.of('activity').map(({ activity, text }) => `${activity} ${text}`)).toEqual([
      'reward Hydrate',
      'reward_accepted Hydrate',
    ])
  })

  test('an anonymous giver has neither id nor name, and says so', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const body = {
      gifter: { is_anonymous: true, user_id: null, username: null },
      giftees: [{ user_id: 5, username: 'dan' }],
      created_at: '2026-01-01T00:00:00Z',
      expires_at: '2026-02-01T00:00:00Z',
    }
    await deliver(stage, 'channel.subscription.gifts', body)
    expect(stage.of('activity')).toMatchObject([{ actor: { id: null, name: '', anonymous: true } }])
  })

  test('other: an event of a type or a version that nobody knows is data', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    await deliver(stage, 'chat.danced', { step: 1 })
    await deliver(stage, 'channel.followed', { follower: { user_id: 5, username: 'dan' } }, { version: 9 })
    expect(stage.of('other').map(({ name, room }) => [name, room?.room])).toEqual([
      ['chat.danced', stage.room.ref.room],
      ['channel.followed', stage.room.ref.room],
    ])
  })

  test('other: a body that is another than its type says is data', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    await deliver(stage, 'channel.followed', { follower: 7 })
    expect(stage.of('other')).toMatchObject([
      { name: 'channel.followed', raw: { type: 'malformed', reason: expect.any(String) } },
    ])
  })

  test('a claimed drop is of no room', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const claim = { claim_id: '01K', user_id: 5, campaign_id: '01C', reward_id: '01R' }
    await stage.sandbox.kick.webhooks.sendDrop(claim)
    await stage.settle()
    expect(stage.of('other')).toMatchObject([{ name: 'drops.claim' }])
    expect(stage.of('other')[0]?.room).toBeUndefined()
  })

  test('the streamer is the owner, without a badge', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const { userId } = stage.roomOf(stage.room.ref)
    const body = {
      moderator: { user_id: userId, username: 'ann' },
      banned_user: { user_id: 5, username: 'dan' },
      metadata: { reason: '', created_at: '2026-01-01T00:00:00Z', expires_at: null },
    }
    await deliver(stage, 'moderation.banned', body)
    expect(stage.of('restrict')[0]?.by?.roles).toEqual(new Set(['owner']))
  })

  test('one thing delivered twice, under two delivery ids, is told once', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const sender = { user_id: 5, username: 'dan' }
    const gift = { amount: 5, name: 'Hell Yeah', type: 'BASIC', tier: 'BASIC', message: '' }
    for (const created_at of ['2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.2Z']) {
      await deliver(stage, 'kicks.gifted', { sender, gift, created_at })
    }
    expect(stage.of('activity')).toHaveLength(2)
  })

  test('what happened more than a minute ago is marked as late', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const gift = { amount: 5, name: 'Hell Yeah', type: 'BASIC', tier: 'BASIC', message: '' }
    const nowMs = stage.clock.now()
    for (const agoMs of [1_000, 600_000]) {
      const created_at = new Date(nowMs - agoMs).toISOString()
      await deliver(stage, 'kicks.gifted', { sender: { user_id: 5, username: 'dan' }, gift, created_at })
    }
    const gifts = stage.told.filter(({ event }) => event.type === 'activity')
    expect(gifts.map(({ envelope }) => envelope.late)).toEqual([false, true])
  })

  test('a room that is not joined is not told of', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    await stage.sandbox.kick.webhooks.send('channel.followed', {
      broadcaster: { user_id: 123 },
      follower: { user_id: 5, username: 'dan' },
    })
    await stage.settle()
    expect(stage.told.filter(({ event }) => event.type !== 'status')).toEqual([])
  })
})

describe('what the socket alone tells', () => {
  const deeds: Readonly<Record<string, { readonly act: Deed; expected: unknown }>> = {
    'delete: with the id and whether a program did it': {
      act: (room) => room.deleteMessage(room.say('oops').id, { byAi: true }),
      expected: { type: 'delete', automatic: true, inferred: false, target: { id: expect.any(String) } },
    },
    'restrict: a release': {
      act: (room) => room.unban('carl'),
      expected: { type: 'restrict', action: 'release', user: { name: 'carl' } },
    },
    'clear: everything said so far': { act: (room) => room.clear(), expected: { type: 'clear' } },
    'pin: a message': {
      act: (room) => room.pin(room.say('read this').id),
      expected: { type: 'pin', message: { text: 'read this' } },
    },
    'pin: none any more': { act: (room) => room.unpin(), expected: { type: 'pin', target: null } },
    'room: its rules': {
      act: (room) => room.setModes({ slowSeconds: 5 }),
      expected: { type: 'room', changes: { slowMode: { enabled: true, value: 5 } } },
    },
    'room: whom it hosts': {
      act: (room) => room.hostOther('somebody'),
      expected: { type: 'room', changes: { hosting: expect.anything() } },
    },
    'activity: who hosts it': {
      act: (room) => room.receiveHost('Gil', 12),
      expected: { type: 'activity', activity: 'host', amount: 12 },
    },
    'activity: a poll': {
      act: (room) =>
        room.updatePoll({
          title: 'Map?',
          options: [{ label: 'A', votes: 1 }],
          durationSeconds: 60,
          remainingSeconds: 30,
        }),
      expected: { type: 'activity', activity: 'poll' },
    },
    'other: an event of a name that nobody knows': {
      act: (room) => room.send('SomethingNew', { a: 1 }),
      expected: { type: 'other', name: 'SomethingNew', raw: { source: { payload: { a: 1 } } } },
    },
    'other: an event that lacks what makes it one': {
      act: (room) => room.send('MessageDeletedEvent', { id: 'x' }),
      expected: { type: 'other', raw: { type: 'malformed' } },
    },
  }

  test.each(Object.entries(deeds))('%s', async (_name, { act, expected }) => {
    const stage = await openHubStage({ socket: 'pusher' })
    const events = await tellAll(stage, act)
    expect(events.at(-1)).toMatchObject(expected as object)
  })

  test('what Kick tells by two events of the socket is told once', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    expect(await tellAll(stage, (room) => room.subscribe('dan', 2))).toHaveLength(1)
    expect(await tellAll(stage, (room) => room.giveKicks('dan'))).toHaveLength(1)
  })
})

describe('whose message it is', () => {
  test('that of the account, said elsewhere, is our own; others’ are not', async () => {
    for (const options of [{ socket: 'pusher' }, { hasWebhook: true }] as const) {
      const stage = await openHubStage(options)
      await stage.kick.chat.send({
        broadcasterUserId: Number(stage.room.ref.room),
        content: 'typed by hand',
      })
      // Deliveries have no order: one after the other.
      await stage.settle()
      stage.roomOf(stage.room.ref).say('by ann')
      await stage.settle()
      expect(stage.of('message').map(({ message }) => [message.text, message.author.self])).toEqual([
        ['typed by hand', true],
        ['by ann', false],
      ])
    }
  })

  test('without an account nobody can say', async () => {
    const stage = await openHubStage({ socket: 'pusher', adapter: { account: 'anonymous' } })
    stage.roomOf(stage.room.ref).say('hello')
    await stage.settle()
    expect(stage.of('message')[0]?.message.author.self).toBe('unknown')
  })
})

async function deliver(
  stage: HubStage,
  type: string,
  body: object,
  options: { readonly version?: number } = {},
): Promise<void> {
  const broadcaster = { user_id: Number(stage.room.ref.room) }
  await stage.sandbox.kick.webhooks.send(type, { broadcaster, ...body }, options)
  await stage.settle()
}
