import { describe, expect, test } from 'vitest'
import type { Sandbox, SandboxOptions } from '../src/index.js'
import { createManualClock } from './support/manual-clock.js'
import { openSandbox } from './support/sandboxes.js'
import { pause } from './support/wait.js'
import {
  fetchPublicKey,
  isSigned,
  receiveWebhooks,
  type Delivery,
  type WebhookReceiver,
} from './support/webhook-receiver.js'

type Made = { name: string; subscription_id?: string; error: string }

const accessTokens = [
  { token: 'app', kind: 'app' as const, scopes: [] },
  { token: 'ann', channel: 'ann' },
  { token: 'bob', channel: 'bob' },
]

async function api(
  sandbox: Sandbox,
  token: string,
  method: string,
  query = '',
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${sandbox.kick.apiUrl}/public/v1/events/subscriptions${query}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return text === '' ? response.status : (JSON.parse(text) as { data: unknown }).data
}

/** Subscribes to events, all of version 1. */
async function subscribe(sandbox: Sandbox, names: readonly string[], slug = 'ann'): Promise<readonly Made[]> {
  return (await api(sandbox, 'app', 'POST', '', {
    broadcaster_user_id: sandbox.kick.room(slug).userId,
    method: 'webhook',
    events: names.map((name) => ({ name, version: 1 })),
  })) as Made[]
}

async function openHook(
  options: SandboxOptions = {},
  names: readonly string[] = ['chat.message.sent'],
): Promise<{ sandbox: Sandbox; webhook: WebhookReceiver; made: readonly Made[] }> {
  const sandbox = await openSandbox({ rooms: ['ann', 'bob'], accessTokens, ...options })
  const webhook = await receiveWebhooks(sandbox)
  return { sandbox, webhook, made: await subscribe(sandbox, names) }
}

const contents = (deliveries: readonly Delivery[]): readonly unknown[] =>
  deliveries.map(({ body }) => body['content'])

describe('a delivery', () => {
  test('is under way until it is answered', async () => {
    const { sandbox } = await openHook()
    expect(sandbox.kick.webhooks.underWay).toBe(0)
    sandbox.kick.room('ann').say('hello')
    expect(sandbox.kick.webhooks.underWay).toBe(1)
    await sandbox.kick.webhooks.settled()
    expect(sandbox.kick.webhooks.underWay).toBe(0)
  })

  test('is signed with the key that the API serves, over id, time and exact bytes', async () => {
    const { sandbox, webhook } = await openHook()
    sandbox.kick.room('ann').say('سلام 😀')
    const [delivery] = await webhook.received(1)
    const key = await fetchPublicKey(sandbox)
    if (delivery === undefined) throw new Error('nothing came')

    expect(isSigned(delivery, key)).toBe(true)
    expect(isSigned({ ...delivery, bytes: Buffer.concat([delivery.bytes, Buffer.from('\n')]) }, key)).toBe(
      false,
    )
    for (const name of ['kick-event-message-id', 'kick-event-message-timestamp']) {
      expect(isSigned({ ...delivery, headers: { ...delivery.headers, [name]: 'other' } }, key)).toBe(false)
    }
    expect(await sandbox.kick.webhooks.publicKey()).toBe(key)
  })

  test('has the headers of Kick', async () => {
    const { sandbox, webhook, made } = await openHook({ clock: createManualClock() })
    sandbox.kick.room('ann').say('hi')
    const [delivery] = await webhook.received(1)
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'kick-event-message-id': expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      'kick-event-subscription-id': made[0]?.subscription_id,
      'kick-event-message-timestamp': '2026-09-10T12:00:00Z',
      'kick-event-type': 'chat.message.sent',
      'kick-event-version': '1',
    })
  })

  test('goes to whoever subscribed, for that channel and that event alone', async () => {
    const { sandbox, webhook } = await openHook()
    sandbox.kick.room('bob').say('unheard')
    sandbox.kick.room('ann').follow('carl')
    sandbox.kick.room('ann').say('heard')
    await webhook.received(1)
    await sandbox.kick.webhooks.settled()
    expect(contents(webhook.deliveries)).toEqual(['heard'])
    expect(sandbox.kick.webhooks.deliveries).toMatchObject([{ type: 'chat.message.sent', status: 200 }])
  })

  test('is signed with other keys once they change', async () => {
    const { sandbox, webhook } = await openHook()
    const first = await fetchPublicKey(sandbox)
    sandbox.kick.webhooks.rotateKeys()
    sandbox.kick.room('ann').say('hi')
    const [delivery] = await webhook.received(1)
    if (delivery === undefined) throw new Error('nothing came')
    expect(isSigned(delivery, first)).toBe(false)
    expect(isSigned(delivery, await fetchPublicKey(sandbox))).toBe(true)
  })

  test('is not made without an address, and fails in the list where nobody answers', async () => {
    const { sandbox } = await openHook()
    sandbox.kick.webhooks.url = undefined
    sandbox.kick.room('ann').say('nowhere')
    sandbox.kick.webhooks.url = 'http://127.0.0.1:9/'
    sandbox.kick.room('ann').say('to a closed port')
    await sandbox.kick.webhooks.settled()
    expect(sandbox.kick.webhooks.deliveries.map(({ status }) => status)).toEqual([0])
  })

  test('of a drop has headers of its own', async () => {
    const { sandbox, webhook } = await openHook()
    const claim = sandbox.kick.claimDrop(42)
    await sandbox.kick.webhooks.sendDrop({ claim_id: claim.claim_id, user_id: 42 })
    const [delivery] = await webhook.received(1)
    expect(Object.keys(delivery?.headers ?? {}).filter((name) => name.startsWith('kick-'))).toEqual([
      'kick-event-signature',
      'kick-event-message-id',
      'kick-event-timestamp',
    ])
  })
})

describe('every event that can be subscribed to', () => {
  const user = expect.objectContaining({
    user_id: expect.any(Number),
    username: expect.any(String),
  }) as object
  const happenings: Readonly<Record<string, [(sandbox: Sandbox) => void, object]>> = {
    'chat.message.sent': [
      (sandbox) => void sandbox.kick.room('ann').say('hi'),
      { sender: user, content: 'hi' },
    ],
    'channel.followed': [
      (sandbox) => {
        sandbox.kick.room('ann').follow('carl')
      },
      { follower: user },
    ],
    'channel.subscription.new': [
      (sandbox) => {
        sandbox.kick.room('ann').subscribe('carl')
      },
      { subscriber: user, duration: 1, created_at: expect.any(String), expires_at: expect.any(String) },
    ],
    'channel.subscription.renewal': [
      (sandbox) => {
        sandbox.kick.room('ann').subscribe('carl', 3)
      },
      { subscriber: user, duration: 3 },
    ],
    'channel.subscription.gifts': [
      (sandbox) => {
        sandbox.kick.room('ann').giftSubscriptions('carl', ['dave', 'eve'])
      },
      { gifter: user, giftees: [user, user] },
    ],
    'channel.reward.redemption.updated': [
      (sandbox) => {
        sandbox.kick.room('ann').redeemReward('carl', 'Hydrate', 'now')
      },
      {
        status: 'pending',
        user_input: 'now',
        reward: expect.objectContaining({ title: 'Hydrate' }),
        redeemer: user,
      },
    ],
    'livestream.status.updated': [
      (sandbox) => {
        sandbox.kick.room('ann').goLive('On')
      },
      { is_live: true, title: 'On', ended_at: null },
    ],
    'livestream.metadata.updated': [
      (sandbox) => {
        void fetch(`${sandbox.kick.apiUrl}/public/v1/channels`, {
          method: 'PATCH',
          headers: { authorization: 'Bearer ann' },
          body: JSON.stringify({ category_id: 16 }),
        })
      },
      { metadata: expect.objectContaining({ category: expect.objectContaining({ id: 16 }) }) },
    ],
    'moderation.banned': [
      (sandbox) => {
        sandbox.kick.room('ann').ban('carl', { reason: 'spam' })
      },
      {
        banned_user: user,
        moderator: user,
        metadata: expect.objectContaining({ reason: 'spam', expires_at: null }),
      },
    ],
    'kicks.gifted': [
      (sandbox) => {
        sandbox.kick.room('ann').giveKicks('carl', { id: 'x', name: 'X', amount: 5, tier: 'BASIC' })
      },
      { sender: user, gift: expect.objectContaining({ amount: 5, name: 'X' }) },
    ],
  }

  test.for(Object.keys(happenings))('%s is delivered, signed, with the broadcaster in it', async (type) => {
    const { sandbox, webhook, made } = await openHook({}, [type])
    expect(made).toMatchObject([{ name: type, error: '' }])
    const [happen, expected] = happenings[type] ?? []
    happen?.(sandbox)
    const [delivery] = await webhook.received(1)
    if (delivery === undefined) throw new Error('nothing came')

    expect(delivery.type).toBe(type)
    expect(delivery.body).toMatchObject({ ...expected, broadcaster: { channel_slug: 'ann' } })
    expect(isSigned(delivery, await fetchPublicKey(sandbox))).toBe(true)
  })
})

describe('what goes wrong with deliveries', () => {
  test('late: after its time, by the sandbox clock', async () => {
    const clock = createManualClock()
    const { sandbox, webhook } = await openHook({ clock })
    sandbox.kick.webhooks.misbehave({ how: 'late', byMs: 60_000 })
    sandbox.kick.room('ann').say('late')
    sandbox.kick.room('ann').say('on time')
    await webhook.received(1)
    await sandbox.kick.webhooks.settled()
    expect(contents(webhook.deliveries)).toEqual(['on time'])
    clock.advance(60_000)
    expect(contents(await webhook.received(2))).toEqual(['on time', 'late'])
  })

  test('twice: the same message id and the same bytes', async () => {
    const { sandbox, webhook } = await openHook()
    sandbox.kick.webhooks.misbehave({ how: 'twice' })
    sandbox.kick.room('ann').say('twice')
    const [first, second] = await webhook.received(2)
    expect(second?.headers['kick-event-message-id']).toBe(first?.headers['kick-event-message-id'])
    expect(second?.bytes).toEqual(first?.bytes)
  })

  test('out of order: after the one that follows it', async () => {
    const { sandbox, webhook } = await openHook()
    await fetchPublicKey(sandbox)
    sandbox.kick.webhooks.misbehave({ how: 'out_of_order' })
    sandbox.kick.room('ann').say('first')
    await pause(20)
    expect(webhook.deliveries).toEqual([])
    sandbox.kick.room('ann').say('second')
    await webhook.received(2)
    // Received is not yet answered, and only what was answered is written down.
    await sandbox.kick.webhooks.settled()
    expect(sandbox.kick.webhooks.deliveries).toHaveLength(2)
    expect(new Set(contents(webhook.deliveries))).toEqual(new Set(['first', 'second']))
  })

  test('a bad signature, on the next one or on so many', async () => {
    const { sandbox, webhook } = await openHook()
    sandbox.kick.webhooks.misbehave({ how: 'bad_signature', next: 2 })
    for (const content of ['one', 'two', 'three']) sandbox.kick.room('ann').say(content)
    const deliveries = await webhook.received(3)
    const key = await fetchPublicKey(sandbox)
    const byContent = Object.fromEntries(
      deliveries.map((delivery) => [String(delivery.body['content']), isSigned(delivery, key)]),
    )
    expect(byContent).toEqual({ one: false, two: false, three: true })
  })

  test('lost: never', async () => {
    const { sandbox, webhook } = await openHook()
    sandbox.kick.webhooks.misbehave({ how: 'lost' })
    sandbox.kick.room('ann').say('lost')
    sandbox.kick.room('ann').say('kept')
    await webhook.received(1)
    await sandbox.kick.webhooks.settled()
    expect(contents(webhook.deliveries)).toEqual(['kept'])
  })

  test('closing the sandbox ends what was held back', async () => {
    const clock = createManualClock()
    const { sandbox } = await openHook({ clock })
    sandbox.kick.webhooks.misbehave({ how: 'late', byMs: 1e9 })
    sandbox.kick.room('ann').say('never')
    expect(clock.pendingTimers).toBe(1)
    await sandbox.close()
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('subscriptions', () => {
  test('to a chat end at 1,000 for an app that is not verified; other events at 10,000', async () => {
    const { sandbox } = await openHook({}, [])
    const thousand = (name: string): Promise<readonly Made[]> =>
      subscribe(
        sandbox,
        Array.from({ length: 1_000 }, () => name),
      )
    expect((await thousand('chat.message.sent')).every(({ error }) => error === '')).toBe(true)
    expect(await subscribe(sandbox, ['chat.message.sent', 'channel.followed'])).toEqual([
      { name: 'chat.message.sent', version: 1, error: 'subscription limit reached' },
      { name: 'channel.followed', version: 1, error: '', subscription_id: expect.any(String) },
    ])
    for (let turn = 0; turn < 9; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- they are counted
      expect((await thousand('channel.followed')).at(-1)?.error).toBe('')
    }
    const last = await thousand('channel.followed')
    expect([last.at(-2)?.error, last.at(-1)?.error]).toEqual(['', 'subscription limit reached'])
  })

  test('to a chat go on beyond 1,000 for a verified app', async () => {
    const { sandbox } = await openHook({ kickApp: { isVerified: true } }, [])
    const made = await subscribe(
      sandbox,
      Array.from({ length: 1_001 }, () => 'chat.message.sent'),
    )
    expect(made.at(-1)?.error).toBe('')
  })

  test('fail one by one, under 200: an event nobody knows, a version that is none', async () => {
    const { sandbox } = await openHook({}, [])
    const made = await api(sandbox, 'app', 'POST', '', {
      broadcaster_user_id: sandbox.kick.room('ann').userId,
      method: 'webhook',
      events: [
        { name: 'chat.message.deleted', version: 1 },
        { name: 'channel.followed', version: 2 },
        null,
        { name: 'channel.followed', version: 1 },
      ],
    })
    expect((made as Made[]).map(({ error }) => error)).toEqual([
      'invalid event',
      'invalid event',
      'invalid event',
      '',
    ])
  })

  test('are made by a user for the own channel, whichever is named, and seen by that user alone', async () => {
    const { sandbox } = await openHook({}, [])
    const [ann, bob] = [sandbox.kick.room('ann').userId, sandbox.kick.room('bob').userId]
    await api(sandbox, 'bob', 'POST', '', {
      broadcaster_user_id: ann,
      method: 'webhook',
      events: [{ name: 'channel.followed', version: 1 }],
    })
    expect(await api(sandbox, 'bob', 'GET')).toMatchObject([{ broadcaster_user_id: bob }])
    expect(await api(sandbox, 'ann', 'GET')).toEqual([])
    expect(await api(sandbox, 'app', 'GET')).toMatchObject([{ broadcaster_user_id: bob }])
    expect(await api(sandbox, 'app', 'GET', `?broadcaster_user_id=${ann}`)).toEqual([])
  })

  test('end when they are deleted, by their owner', async () => {
    const { sandbox, webhook, made } = await openHook()
    const id = made[0]?.subscription_id ?? ''
    expect(await api(sandbox, 'bob', 'DELETE', `?id=${id}`)).toBe(204)
    expect(sandbox.kick.webhooks.subscriptions).toHaveLength(1)
    expect(await api(sandbox, 'app', 'DELETE', `?id=${id}&id=unknown`)).toBe(204)
    sandbox.kick.room('ann').say('unheard')
    await sandbox.kick.webhooks.settled()
    expect(webhook.deliveries).toEqual([])
  })

  test('are all gone when webhooks are switched off, and none can be made then', async () => {
    const { sandbox } = await openHook()
    sandbox.kick.webhooks.isEnabled = false
    expect(await api(sandbox, 'app', 'GET')).toEqual([])
    expect(await subscribe(sandbox, ['channel.followed'])).toEqual([
      { name: 'channel.followed', version: 1, error: 'webhooks are not enabled for app' },
    ])
    sandbox.kick.webhooks.isEnabled = true
    expect((await subscribe(sandbox, ['channel.followed']))[0]?.error).toBe('')
  })

  test('can be lost from Kick’s side, some or all', async () => {
    const { sandbox } = await openHook({}, ['channel.followed', 'kicks.gifted'])
    sandbox.kick.webhooks.loseSubscriptions(({ event }) => event === 'kicks.gifted')
    expect(sandbox.kick.webhooks.subscriptions.map(({ event }) => event)).toEqual(['channel.followed'])
    sandbox.kick.webhooks.loseSubscriptions()
    expect(sandbox.kick.webhooks.subscriptions).toEqual([])
  })
})
