import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KickRoom, Sandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Kick, kickEventNames } from '../src/index.js'
import { toNodeListener } from '../src/node.js'
import { createWebhookHandler, decodeEvent, type KickWebhookEvent } from '../src/webhooks.js'
import { openSandbox } from './support/kick.js'

interface Stage {
  readonly sandbox: Sandbox
  readonly room: KickRoom
  readonly kick: Kick
  readonly events: KickWebhookEvent[]
}

/** A webhook that is subscribed to everything in Ann's room. */
async function subscribe(): Promise<Stage> {
  const sandbox = await openSandbox()
  const { webhooks } = sandbox.kick
  const events: KickWebhookEvent[] = []
  const handle = createWebhookHandler({
    onEvent: (event) => void events.push(event),
    publicKey: await webhooks.publicKey(),
  })
  const server = createServer(toNodeListener(handle))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  webhooks.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const kick = new Kick({ token: 'sandbox-token', baseUrl: sandbox.kick.apiUrl })
  const results = await kick.eventSubscriptions.create({ events: kickEventNames })
  expect(results.every(({ error }) => error === undefined)).toBe(true)
  return { sandbox, room: sandbox.kick.room('ann'), kick, events }
}

type Case = readonly [KickWebhookEvent['type'], (stage: Stage) => unknown, object]

const cases: readonly Case[] = [
  [
    'chat.message.sent',
    ({ room }) => {
      const { id } = room.say({ from: 'bob', content: 'when?' })
      return room.say({ content: 'now [emote:1:KEKW]', from: room.cast.moderators[0], replyTo: id })
    },
    {
      content: 'now [emote:1:KEKW]',
      emotes: [{ emoteId: '1', positions: [{ s: 4, e: 17 }] }],
      repliesTo: { content: 'when?', sender: { username: 'bob' } },
      sender: {
        identity: { badges: expect.arrayContaining([expect.objectContaining({ type: 'moderator' })]) },
      },
    },
  ],
  ['channel.followed', ({ room }) => room.follow('bob'), { follower: { username: 'bob' } }],
  [
    'channel.subscription.new',
    ({ room }) => room.subscribe('bob'),
    { subscriber: { username: 'bob' }, durationMonths: 1, expiresAtMs: expect.any(Number) },
  ],
  ['channel.subscription.renewal', ({ room }) => room.subscribe('bob', 7), { durationMonths: 7 }],
  [
    'channel.subscription.gifts',
    ({ room }) => room.giftSubscriptions('bob', ['cat', 'dan']),
    { gifter: { username: 'bob' }, giftees: [{ username: 'cat' }, { username: 'dan' }] },
  ],
  [
    'channel.reward.redemption.updated',
    async ({ kick, room }) => {
      await kick.rewards.create({ title: 'Hydrate', cost: 50, description: 'drink' })
      room.redeemReward('bob', 'Hydrate', 'please')
    },
    {
      status: 'pending',
      userInput: 'please',
      reward: { title: 'Hydrate', cost: 50, description: 'drink' },
      redeemer: { username: 'bob' },
    },
  ],
  [
    'livestream.status.updated',
    ({ room }) => {
      room.goLive('Up')
      room.endStream()
    },
    { isLive: false, title: 'Up', endedAtMs: expect.any(Number) },
  ],
  [
    'livestream.metadata.updated',
    ({ kick }) => kick.channels.update({ streamTitle: 'Chess now', categoryId: 18 }),
    { metadata: { title: 'Chess now', language: 'en', category: { id: 18, name: 'Chess' } } },
  ],
  [
    'moderation.banned',
    ({ kick, room }) =>
      kick.moderation.ban({
        broadcasterUserId: room.userId,
        userId: room.cast.byName('troll').id,
        reason: 'spam',
        durationMinutes: 5,
      }),
    {
      bannedUser: { username: 'troll' },
      moderator: { username: 'sandbox_user' },
      metadata: { reason: 'spam', expiresAtMs: expect.any(Number) },
    },
  ],
  [
    'kicks.gifted',
    ({ room }) =>
      room.giveKicks('bob', { id: 'rage_quit', name: 'Rage Quit', amount: 500, tier: 'MID' }, 'w'),
    {
      sender: { username: 'bob' },
      gift: { amount: 500, type: 'LEVEL_UP', tier: 'MID', message: 'w', pinnedTimeSeconds: 600 },
    },
  ],
]

describe('every event that Kick has', () => {
  test('is in these tests', () => {
    expect(cases.map(([type]) => type).toSorted()).toEqual([...kickEventNames].toSorted())
  })

  test.for(cases)('%s comes as what it is', async ([type, happen, expected]) => {
    const stage = await subscribe()
    await happen(stage)
    await stage.sandbox.kick.webhooks.settled()
    const found = stage.events.filter((event) => event.type === type)
    expect(stage.events.filter((event) => event.type === 'malformed')).toEqual([])
    expect(found.at(-1)).toMatchObject({
      ...expected,
      broadcaster: { userId: stage.room.userId, username: 'ann', channelSlug: 'ann' },
    })
    expect(new Set(found.map(({ delivery }) => delivery.id)).size).toBe(found.length)
  })

  test('a drop has headers and a shape of its own', async () => {
    const { sandbox, events } = await subscribe()
    const { claim_id, user_id, campaign_id, reward_id } = sandbox.kick.claimDrop(42)
    await sandbox.kick.webhooks.sendDrop({ claim_id, user_id, campaign_id, reward_id })
    expect(events).toMatchObject([
      { type: 'drops.claim', claimId: claim_id, userId: 42, rewardId: reward_id, externalId: undefined },
    ])
    expect(events[0]?.delivery.subscriptionId).toBeUndefined()
  })
})

const delivery = { id: '01A', subscriptionId: undefined, sentAtMs: 0, version: 1 }

describe('what is not known', () => {
  test('a new event is data', () => {
    const raw = { broadcaster: {}, raided_by: 'bob' }
    expect(decodeEvent('channel.raided', delivery, raw)).toEqual({
      type: 'unknown',
      name: 'channel.raided',
      delivery,
      raw,
    })
    expect(decodeEvent('toString', delivery, raw).type).toBe('unknown')
  })

  test('so is a new version of an old one', () => {
    const event = decodeEvent('channel.followed', { ...delivery, version: 2 }, { follower: 'bob' })
    expect(event).toMatchObject({ type: 'unknown', name: 'channel.followed', delivery: { version: 2 } })
  })

  test('a body that belongs to another name is malformed, and keeps what came', () => {
    const raw = { broadcaster: { user_id: 1 }, follower: { user_id: 2 } }
    expect(decodeEvent('kicks.gifted', delivery, raw)).toEqual({
      type: 'malformed',
      name: 'kicks.gifted',
      reason: 'body.sender has to be an object.',
      delivery,
      raw,
    })
  })

  test('fields that Kick adds are in raw', () => {
    const raw = { broadcaster: { user_id: 1 }, follower: { user_id: 2 }, since: 'today' }
    expect(decodeEvent('channel.followed', delivery, raw)).toMatchObject({ type: 'channel.followed', raw })
  })
})

test('an anonymous giver has no name, and ids may be texts', () => {
  const gifter = { is_anonymous: true, user_id: null, username: null, profile_picture: null, identity: null }
  const raw = {
    broadcaster: { user_id: '1' },
    gifter,
    giftees: null,
    created_at: '2026-01-14T16:08:06.123456789Z',
    expires_at: '2026-02-14T16:08:06+11:00',
  }
  expect(decodeEvent('channel.subscription.gifts', delivery, raw)).toMatchObject({
    broadcaster: { userId: 1 },
    gifter: { isAnonymous: true, userId: undefined, username: undefined },
    giftees: [],
    createdAtMs: Date.UTC(2026, 0, 14, 16, 8, 6, 123),
    expiresAtMs: Date.UTC(2026, 1, 14, 5, 8, 6),
  })
})

test('any body under any name is an event', () => {
  const member = fc.constantFrom(
    'broadcaster',
    'sender',
    'content',
    'created_at',
    'gift',
    'metadata',
    'emotes',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.dictionary(member, tie('tree'))),
  }))
  const name = fc.option(fc.oneof(fc.constantFrom(...kickEventNames), fc.string()), { nil: undefined })
  fc.assert(
    fc.property(name, tree, (type, raw) => {
      const event = decodeEvent(type, delivery, raw)
      expect(typeof event.type).toBe('string')
      expect(event.raw).toBe(raw)
    }),
  )
})
