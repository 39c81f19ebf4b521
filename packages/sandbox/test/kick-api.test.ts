import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.js'
import { findAnswerFaults, findBodyFaults } from './support/kick-judge.js'
import { endpointSchemas } from './support/kick-schemas.js'
import { openSandbox } from './support/sandboxes.js'

type Call = { path?: string; query?: string; body?: unknown; token?: string }
type Answer = { status: number; body: unknown; data: unknown }

/** Who may ask: a user with every scope, a user with none, and the app. */
const accessTokens = [
  { token: 'user', username: 'Ann_X', channel: 'ann' },
  { token: 'bare', username: 'Ann_X', channel: 'ann', scopes: [] },
  { token: 'app', kind: 'app' as const, scopes: [] },
]

/** Asks an endpoint, and holds what comes against its schema. */
async function call(
  sandbox: Sandbox,
  endpoint: string,
  { path, query = '', body, token }: Call,
): Promise<Answer> {
  const [method = '', template = ''] = endpoint.split(' ')
  const response = await fetch(`${sandbox.kick.apiUrl}${path ?? template}${query}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : JSON.parse(text)
  expect(findAnswerFaults(endpoint, response.status, answer), `${endpoint} ${response.status} ${text}`).toBe(
    '',
  )
  return {
    status: response.status,
    body: answer,
    data: typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined,
  }
}

/** A room in which something of everything has happened. */
async function busyRoom() {
  const sandbox = await openSandbox({ rooms: ['ann', { slug: 'bob', username: 'Bob' }], accessTokens })
  const room = sandbox.kick.room('ann')
  const question = room.say({ from: 'carl', content: 'hi [emote:1:A]' })
  room.goLive('On the air')
  room.updateViewers(12)
  room.giveKicks('carl', { id: 'hell_yeah', name: 'Hell Yeah', amount: 100, tier: 'BASIC' })
  room.redeemReward('carl', 'Hydrate', 'now')
  const claim = sandbox.kick.claimDrop(42)
  const made = await call(sandbox, 'POST /public/v1/channels/rewards', {
    token: 'user',
    body: { title: 'Dance', cost: 5 },
  })
  room.redeemReward('carl', 'Dance', 'please')
  await call(sandbox, 'POST /public/v1/ads/enroll', { token: 'user' })
  const carl = room.cast.byName('carl')
  return { sandbox, room, question, claim, carl, reward: made.data as { id: string } }
}

type Busy = Awaited<ReturnType<typeof busyRoom>>

/** A call of each endpoint that goes well, and whose tokens it takes. */
const sound: Readonly<
  Record<
    string,
    { by: 'user' | 'app' | 'either' | 'none'; scope?: string; call: (busy: Busy) => Call | Promise<Call> }
  >
> = {
  'GET /public/v2/categories': { by: 'either', call: () => ({ query: '?limit=3&name=a,e' }) },
  'GET /public/v1/categories': { by: 'either', call: () => ({ query: '?q=game&page=1' }) },
  'GET /public/v1/categories/{category_id}': {
    by: 'either',
    call: () => ({ path: '/public/v1/categories/15' }),
  },
  'GET /public/v1/users': { by: 'either', call: ({ carl }) => ({ query: `?id=${carl.id}` }) },
  'GET /public/v1/channels': {
    by: 'either',
    scope: 'channel:read',
    call: () => ({ query: '?slug=ann&slug=bob' }),
  },
  'PATCH /public/v1/channels': {
    by: 'user',
    scope: 'channel:write',
    call: () => ({ body: { stream_title: 'New', category_id: 16, custom_tags: ['a'] } }),
  },
  'GET /public/v1/channels/rewards': { by: 'user', scope: 'channel:rewards:read', call: () => ({}) },
  'POST /public/v1/channels/rewards': {
    by: 'user',
    scope: 'channel:rewards:write',
    call: () => ({ body: { title: 'Sing', cost: 1, background_color: '#112233' } }),
  },
  'PATCH /public/v1/channels/rewards/{id}': {
    by: 'user',
    scope: 'channel:rewards:write',
    call: ({ reward }) => ({ path: `/public/v1/channels/rewards/${reward.id}`, body: { is_paused: true } }),
  },
  'DELETE /public/v1/channels/rewards/{id}': {
    by: 'user',
    scope: 'channel:rewards:write',
    call: ({ reward }) => ({ path: `/public/v1/channels/rewards/${reward.id}` }),
  },
  'GET /public/v1/channels/rewards/redemptions': {
    by: 'user',
    scope: 'channel:rewards:read',
    call: () => ({}),
  },
  'POST /public/v1/channels/rewards/redemptions/accept': {
    by: 'user',
    scope: 'channel:rewards:write',
    call: async ({ sandbox }) => ({ body: { ids: await pendingIds(sandbox) } }),
  },
  'POST /public/v1/channels/rewards/redemptions/reject': {
    by: 'user',
    scope: 'channel:rewards:write',
    call: async ({ sandbox }) => ({ body: { ids: [...(await pendingIds(sandbox)), 'unknown'] } }),
  },
  'POST /public/v1/chat': {
    by: 'user',
    scope: 'chat:write',
    call: ({ room, question }) => ({
      body: {
        type: 'user',
        broadcaster_user_id: room.userId,
        content: '😀'.repeat(500),
        reply_to_message_id: question.id,
      },
    }),
  },
  'DELETE /public/v1/chat/{message_id}': {
    by: 'user',
    scope: 'moderation:chat_message:manage',
    call: ({ question }) => ({ path: `/public/v1/chat/${question.id}` }),
  },
  'POST /public/v1/moderation/bans': {
    by: 'user',
    scope: 'moderation:ban',
    call: ({ room, carl }) => ({
      body: { broadcaster_user_id: room.userId, user_id: carl.id, duration: 10_080, reason: 'x'.repeat(100) },
    }),
  },
  'DELETE /public/v1/moderation/bans': {
    by: 'user',
    scope: 'moderation:ban',
    call({ room, carl }) {
      room.ban('carl')
      return { body: { broadcaster_user_id: room.userId, user_id: carl.id } }
    },
  },
  'GET /public/v2/livestreams': {
    by: 'either',
    call: () => ({ query: '?limit=1000&category_id=15&language_code=en' }),
  },
  'GET /public/v1/users/livestreams': {
    by: 'either',
    call: ({ room }) => ({ query: `?user_id=${room.userId}` }),
  },
  'GET /public/v1/livestreams': {
    by: 'either',
    call: ({ room }) => ({ query: `?broadcaster_user_id=${room.userId}&sort=started_at` }),
  },
  'GET /public/v1/livestreams/stats': { by: 'either', call: () => ({}) },
  'GET /public/v1/public-key': { by: 'none', call: () => ({}) },
  'GET /public/v1/kicks/leaderboard': {
    by: 'user',
    scope: 'kicks:read',
    call: () => ({ query: '?top=100' }),
  },
  'GET /public/v1/events/subscriptions': {
    by: 'either',
    scope: 'events:subscribe',
    async call({ sandbox, room }) {
      await subscribe(sandbox, room.userId)
      return { query: `?broadcaster_user_id=${room.userId}` }
    },
  },
  'POST /public/v1/events/subscriptions': {
    by: 'either',
    scope: 'events:subscribe',
    call: ({ room }) => ({
      body: {
        broadcaster_user_id: room.userId,
        method: 'webhook',
        events: [
          { name: 'chat.message.sent', version: 1 },
          { name: 'no.such.event', version: 1 },
        ],
      },
    }),
  },
  'DELETE /public/v1/events/subscriptions': {
    by: 'either',
    scope: 'events:subscribe',
    call: async ({ sandbox, room }) => ({ query: `?id=${await subscribe(sandbox, room.userId)}` }),
  },
  'GET /public/v1/drops/claims': {
    by: 'app',
    call: () => ({ query: '?limit=1000&external_status=initiated' }),
  },
  'PATCH /public/v1/drops/claims': {
    by: 'app',
    call: ({ claim }) => ({ body: { claims: [{ claim_id: claim.claim_id, external_status: 'processed' }] } }),
  },
  'POST /public/v1/ads/ad-break': {
    by: 'user',
    scope: 'ads:write',
    call: () => ({ body: { id: randomUUID(), break_duration_seconds: 7 } }),
  },
  'GET /public/v1/ads/ad-break-status': {
    by: 'user',
    scope: 'ads:read',
    async call({ sandbox }) {
      await call(sandbox, 'POST /public/v1/ads/ad-break', {
        token: 'user',
        body: { id: randomUUID(), break_duration_seconds: 300 },
      })
      return {}
    },
  },
  'POST /public/v1/ads/enroll': { by: 'user', scope: 'ads:write', call: () => ({}) },
}

async function pendingIds(sandbox: Sandbox): Promise<string[]> {
  const { data } = await call(sandbox, 'GET /public/v1/channels/rewards/redemptions', { token: 'user' })
  return (data as { redemptions: { id: string }[] }[]).flatMap(({ redemptions }) =>
    redemptions.map(({ id }) => id),
  )
}

async function subscribe(sandbox: Sandbox, userId: number): Promise<string> {
  const { data } = await call(sandbox, 'POST /public/v1/events/subscriptions', {
    token: 'app',
    body: {
      broadcaster_user_id: userId,
      method: 'webhook',
      events: [{ name: 'channel.followed', version: 1 }],
    },
  })
  return (data as { subscription_id: string }[])[0]?.subscription_id ?? ''
}

const endpoints = Object.keys(endpointSchemas)

function callOf(endpoint: string): (typeof sound)[string] {
  const found = sound[endpoint]
  if (found === undefined) throw new Error(`There is no call of ${endpoint}`)
  return found
}

test('every endpoint of Kick is asked here', () => {
  expect(Object.keys(sound)).toEqual(endpoints)
  expect(endpoints).toHaveLength(31)
})

describe('a sound call', () => {
  test.for(endpoints)('%s is answered in the shape Kick has, from data that is there', async (endpoint) => {
    const busy = await busyRoom()
    const { by, call: make } = callOf(endpoint)
    const asked = await make(busy)
    expect(findBodyFaults(endpoint, asked.body)).toBe('')
    const token = by === 'either' ? 'user' : by
    const answer = await call(busy.sandbox, endpoint, { ...asked, ...(by !== 'none' && { token }) })

    expect(answer.status).toBe(endpointSchemas[endpoint]?.status ?? 200)
    if (Array.isArray(answer.data) && !endpoint.includes('accept')) expect(answer.data).not.toEqual([])
    // Somebody whose token is the app's gets the same shape.
    if (by === 'either') {
      const second = await busyRoom()
      await call(second.sandbox, endpoint, { ...(await make(second)), token: 'app' })
    }
  })
})

describe('a token that does not fit', () => {
  const guarded = endpoints.filter((endpoint) => sound[endpoint]?.by !== 'none')

  test.for(guarded)('%s is unauthorized without one', async (endpoint) => {
    const { sandbox } = await busyRoom()
    for (const token of [undefined, 'unknown']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is fine
      expect(await call(sandbox, endpoint, { ...(token !== undefined && { token }) })).toMatchObject({
        status: 401,
        body: { data: null, message: 'Unauthorized' },
      })
    }
  })

  test.for(guarded.filter((endpoint) => sound[endpoint]?.by !== 'either'))(
    '%s is unauthorized with one of the other kind',
    async (endpoint) => {
      const busy = await busyRoom()
      const { by, call: make } = callOf(endpoint)
      const token = by === 'user' ? 'app' : 'user'
      expect((await call(busy.sandbox, endpoint, { ...(await make(busy)), token })).status).toBe(401)
    },
  )

  test.for(endpoints.filter((endpoint) => sound[endpoint]?.scope !== undefined))(
    '%s is forbidden without its scope',
    async (endpoint) => {
      const busy = await busyRoom()
      const asked = await sound[endpoint]?.call(busy)
      expect(await call(busy.sandbox, endpoint, { ...asked, token: 'bare' })).toMatchObject({
        status: 403,
        body: { message: 'Forbidden' },
      })
    },
  )

  test('one’s own data want the scope, though others’ are free', async () => {
    const { sandbox, carl } = await busyRoom()
    const endpoint = 'GET /public/v1/users'
    expect((await call(sandbox, endpoint, { token: 'bare' })).status).toBe(403)
    expect((await call(sandbox, endpoint, { token: 'app' })).status).toBe(400)
    expect((await call(sandbox, endpoint, { token: 'bare', query: `?id=${carl.id}` })).data).toHaveLength(1)
    expect((await call(sandbox, endpoint, { token: 'user' })).data).toMatchObject([
      { name: 'Ann_X', email: expect.stringContaining('@') },
    ])
  })
})

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('&')

describe('a query beyond its limits', () => {
  test.for<[string, string]>([
    ['GET /public/v2/categories', '?limit=0'],
    ['GET /public/v2/categories', '?limit=1001'],
    ['GET /public/v2/categories', '?limit=ten'],
    ['GET /public/v2/categories', '?id=0'],
    ['GET /public/v2/categories', '?id=1,x'],
    ['GET /public/v2/categories', `?name=${'x'.repeat(101)}`],
    ['GET /public/v2/categories', `?tag=${'x'.repeat(101)}`],
    ['GET /public/v1/categories', ''],
    ['GET /public/v1/categories', '?q=a&page=0'],
    ['GET /public/v1/users', '?id=ann'],
    ['GET /public/v1/users', '?id=0'],
    ['GET /public/v1/channels', '?slug=ann&broadcaster_user_id=1'],
    ['GET /public/v1/channels', '?broadcaster_user_id=x'],
    ['GET /public/v1/channels', `?${many(51, (index) => `broadcaster_user_id=${index + 1}`)}`],
    ['GET /public/v1/channels', `?${many(51, (index) => `slug=s${index}`)}`],
    ['GET /public/v1/channels', `?slug=${'x'.repeat(26)}`],
    ['GET /public/v1/channels', '?slug=ann&slug=nobody'],
    ['GET /public/v1/channels/rewards/redemptions', '?status=lost'],
    ['GET /public/v1/channels/rewards/redemptions', '?id=a&status=pending'],
    ['GET /public/v1/channels/rewards/redemptions', '?id=a&cursor=b'],
    ['GET /public/v2/livestreams', '?limit=1001'],
    ['GET /public/v2/livestreams', '?category_id=x'],
    ['GET /public/v2/livestreams', `?${many(26, (index) => `category_id=${index + 1}`)}`],
    ['GET /public/v2/livestreams', `?${many(26, () => 'language_code=en')}`],
    ['GET /public/v1/users/livestreams', ''],
    ['GET /public/v1/users/livestreams', `?${many(101, (index) => `user_id=${index + 1}`)}`],
    ['GET /public/v1/livestreams', '?limit=101'],
    ['GET /public/v1/livestreams', '?sort=name'],
    ['GET /public/v1/livestreams', `?${many(51, (index) => `broadcaster_user_id=${index + 1}`)}`],
    ['GET /public/v1/kicks/leaderboard', '?top=0'],
    ['GET /public/v1/kicks/leaderboard', '?top=101'],
    ['DELETE /public/v1/events/subscriptions', ''],
    ['DELETE /public/v1/events/subscriptions', `?${many(51, (index) => `id=${index}`)}`],
    ['GET /public/v1/drops/claims', '?limit=1001'],
  ])('%s%s is an invalid request', async ([endpoint, query]) => {
    const { sandbox } = await busyRoom()
    const token = sound[endpoint]?.by === 'app' ? 'app' : 'user'
    expect(await call(sandbox, endpoint, { token, query })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^(Invalid|Bad) request$/) },
    })
  })

  test.for<[string, string]>([
    ['GET /public/v1/channels', `?${many(50, (index) => `broadcaster_user_id=${index + 1}`)}`],
    ['GET /public/v2/livestreams', `?${many(25, (index) => `category_id=${index + 1}`)}`],
    ['GET /public/v1/users/livestreams', `?${many(100, (index) => `user_id=${index + 1}`)}`],
    ['GET /public/v1/livestreams', `?${many(50, (index) => `broadcaster_user_id=${index + 1}`)}&limit=100`],
    ['GET /public/v2/categories', '?limit=1000'],
    ['DELETE /public/v1/events/subscriptions', `?${many(50, (index) => `id=${index}`)}`],
  ])('%s takes as much as Kick does', async ([endpoint, query]) => {
    const { sandbox } = await busyRoom()
    expect((await call(sandbox, endpoint, { token: 'user', query })).status).toBeLessThan(300)
  })
})

describe('a body that is wrong', () => {
  const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id${index}`)
  const ban = { broadcaster_user_id: 1, user_id: 2 }
  const claim = { claim_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', external_status: 'done' }

  test.for<[string, unknown]>([
    ['PATCH /public/v1/channels', {}],
    ['PATCH /public/v1/channels', { category_id: 0 }],
    ['PATCH /public/v1/channels', { category_id: '16' }],
    ['PATCH /public/v1/channels', { stream_title: '' }],
    ['PATCH /public/v1/channels', { stream_title: 7 }],
    ['PATCH /public/v1/channels', { custom_tags: 'a' }],
    ['PATCH /public/v1/channels', { custom_tags: ids(11) }],
    ['PATCH /public/v1/channels', { custom_tags: [7] }],
    ['POST /public/v1/channels/rewards', { cost: 1 }],
    ['POST /public/v1/channels/rewards', { title: 'x' }],
    ['POST /public/v1/channels/rewards', { title: '', cost: 1 }],
    ['POST /public/v1/channels/rewards', { title: 'x'.repeat(51), cost: 1 }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 0 }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 1.5 }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 1, description: 'x'.repeat(201) }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 1, background_color: 'red' }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 1, is_enabled: 'yes' }],
    ['POST /public/v1/channels/rewards', { title: 'x', cost: 1, is_paused: true }],
    ['PATCH /public/v1/channels/rewards/{id}', {}],
    ['PATCH /public/v1/channels/rewards/{id}', { is_paused: 1 }],
    ['POST /public/v1/channels/rewards/redemptions/accept', {}],
    ['POST /public/v1/channels/rewards/redemptions/accept', { ids: [] }],
    ['POST /public/v1/channels/rewards/redemptions/accept', { ids: ids(26) }],
    ['POST /public/v1/channels/rewards/redemptions/reject', { ids: ['a', 'a'] }],
    ['POST /public/v1/channels/rewards/redemptions/reject', { ids: [1] }],
    ['POST /public/v1/chat', '{'],
    ['POST /public/v1/chat', { type: 'bot', content: '' }],
    ['POST /public/v1/chat', { type: 'bot', content: '😀'.repeat(501) }],
    ['POST /public/v1/chat', { type: 'system', content: 'x' }],
    ['POST /public/v1/chat', { type: 'user', content: 'x' }],
    ['POST /public/v1/chat', { type: 'bot', content: 'x', reply_to_message_id: 'first' }],
    ['POST /public/v1/moderation/bans', {}],
    ['POST /public/v1/moderation/bans', { user_id: 1 }],
    ['POST /public/v1/moderation/bans', { ...ban, duration: 0 }],
    ['POST /public/v1/moderation/bans', { ...ban, duration: 10_081 }],
    ['POST /public/v1/moderation/bans', { ...ban, duration: 1.5 }],
    ['POST /public/v1/moderation/bans', { ...ban, reason: 'x'.repeat(101) }],
    ['POST /public/v1/moderation/bans', { ...ban, reason: 7 }],
    ['DELETE /public/v1/moderation/bans', {}],
    ['POST /public/v1/events/subscriptions', {}],
    ['POST /public/v1/events/subscriptions', { method: 'webhook', events: [] }],
    ['POST /public/v1/events/subscriptions', { method: 'socket', events: [{ name: 'a', version: 1 }] }],
    ['PATCH /public/v1/drops/claims', {}],
    ['PATCH /public/v1/drops/claims', { claims: [] }],
    ['PATCH /public/v1/drops/claims', { claims: Array.from({ length: 101 }, () => claim) }],
    ['PATCH /public/v1/drops/claims', { claims: [{ claim_id: claim.claim_id }] }],
    ['PATCH /public/v1/drops/claims', { claims: [null] }],
    ['POST /public/v1/ads/ad-break', {}],
    ['POST /public/v1/ads/ad-break', { id: randomUUID(), break_duration_seconds: 6 }],
    ['POST /public/v1/ads/ad-break', { id: randomUUID(), break_duration_seconds: 301 }],
    ['POST /public/v1/ads/ad-break', { id: 'first', break_duration_seconds: 30 }],
  ])('%s %j breaks the schema, and the server refuses it too', async ([endpoint, body]) => {
    expect(findBodyFaults(endpoint, body)).not.toBe('')
    const { sandbox, room, carl, reward } = await busyRoom()
    // Whoever is spoken of is there, so that nothing else is wrong.
    const meant =
      typeof body === 'object' && body !== null && 'broadcaster_user_id' in body
        ? { ...body, broadcaster_user_id: room.userId, ...('user_id' in body && { user_id: carl.id }) }
        : body
    const answer = await call(sandbox, endpoint, {
      body: meant,
      token: sound[endpoint]?.by === 'app' ? 'app' : 'user',
      path: (endpoint.split(' ')[1] ?? '').replace('{id}', reward.id),
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^(Invalid|Bad) request$/) },
    })
  })
})

describe('what is not there', () => {
  test('is not found, in the envelope', async () => {
    const { sandbox, room, carl } = await busyRoom()
    const answers = [
      await call(sandbox, 'GET /public/v1/categories/{category_id}', {
        token: 'user',
        path: '/public/v1/categories/9999',
      }),
      await call(sandbox, 'DELETE /public/v1/chat/{message_id}', {
        token: 'user',
        path: `/public/v1/chat/${randomUUID()}`,
      }),
      await call(sandbox, 'PATCH /public/v1/channels/rewards/{id}', {
        token: 'user',
        path: '/public/v1/channels/rewards/none',
        body: { cost: 2 },
      }),
      await call(sandbox, 'DELETE /public/v1/channels/rewards/{id}', {
        token: 'user',
        path: '/public/v1/channels/rewards/none',
      }),
      await call(sandbox, 'DELETE /public/v1/moderation/bans', {
        token: 'user',
        body: { broadcaster_user_id: room.userId, user_id: carl.id },
      }),
      await call(sandbox, 'GET /public/v1/users', { token: 'user', path: '/public/v3/users' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
  })

  test('somebody unknown can neither be banned nor written to', async () => {
    const { sandbox, room } = await busyRoom()
    const bans = 'POST /public/v1/moderation/bans'
    for (const body of [
      { broadcaster_user_id: room.userId, user_id: 5 },
      { broadcaster_user_id: 5, user_id: room.userId },
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is fine
      expect((await call(sandbox, bans, { token: 'user', body })).status).toBe(400)
    }
    const chat = { type: 'user', broadcaster_user_id: room.chatroomId, content: 'hi' }
    expect(await call(sandbox, 'POST /public/v1/chat', { token: 'user', body: chat })).toMatchObject({
      status: 400,
      data: 'Channel not found',
    })
  })
})

describe('rules across calls', () => {
  test('a reward that the streamer made cannot be changed by the app, nor its redemptions decided', async () => {
    const { sandbox } = await busyRoom()
    const { data } = await call(sandbox, 'GET /public/v1/channels/rewards', { token: 'user' })
    const foreign = (data as { id: string; title: string }[]).find(({ title }) => title === 'Hydrate')
    const path = `/public/v1/channels/rewards/${foreign?.id}`
    expect(
      (
        await call(sandbox, 'PATCH /public/v1/channels/rewards/{id}', {
          token: 'user',
          path,
          body: { cost: 9 },
        })
      ).status,
    ).toBe(403)
    expect(
      (await call(sandbox, 'DELETE /public/v1/channels/rewards/{id}', { token: 'user', path })).status,
    ).toBe(403)

    const ids = await pendingIds(sandbox)
    const accept = 'POST /public/v1/channels/rewards/redemptions/accept'
    const first = await call(sandbox, accept, { token: 'user', body: { ids: [...ids, 'none'] } })
    expect((first.data as { reason: string }[]).map(({ reason }) => reason).toSorted()).toEqual([
      'NOT_FOUND',
      'NOT_OWNED',
    ])
    const second = await call(sandbox, accept, { token: 'user', body: { ids } })
    expect((second.data as { reason: string }[]).map(({ reason }) => reason).toSorted()).toEqual([
      'NOT_OWNED',
      'NOT_PENDING',
    ])
  })

  test('a channel has at most 15 rewards', async () => {
    const { sandbox } = await busyRoom()
    const statuses: number[] = []
    for (let number = 1; number <= 14; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- they are counted
      const { status } = await call(sandbox, 'POST /public/v1/channels/rewards', {
        token: 'user',
        body: { title: `r${number}`, cost: 1 },
      })
      statuses.push(status)
    }
    expect(statuses).toEqual([...Array.from({ length: 13 }, () => 200), 400])
  })

  test('three breaks an hour, and none for a channel that is not enrolled', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'], accessTokens })
    const adBreak = (): Promise<Answer> =>
      call(sandbox, 'POST /public/v1/ads/ad-break', {
        token: 'user',
        body: { id: randomUUID(), break_duration_seconds: 30 },
      })
    expect((await adBreak()).status).toBe(403)
    await call(sandbox, 'POST /public/v1/ads/enroll', { token: 'user' })
    expect(
      [await adBreak(), await adBreak(), await adBreak(), await adBreak()].map(({ status }) => status),
    ).toEqual([202, 202, 202, 429])
  })

  test('a cursor leads through a list, each item once', async () => {
    const { sandbox } = await busyRoom()
    const seen: number[] = []
    for (let cursor = ''; seen.length === 0 || cursor !== '';) {
      // oxlint-disable-next-line no-await-in-loop -- a page names the next one
      const { data, body } = await call(sandbox, 'GET /public/v2/categories', {
        token: 'app',
        query: `?limit=7&cursor=${cursor}`,
      })
      seen.push(...(data as { id: number }[]).map(({ id }) => id))
      cursor = (body as { pagination: { next_cursor: string } }).pagination.next_cursor
    }
    expect(seen).toHaveLength(60)
    expect(new Set(seen).size).toBe(60)
  })

  test('the stream key is shown to its owner alone, and only with the scope', async () => {
    const sandbox = await openSandbox({
      rooms: ['ann', 'bob'],
      accessTokens: [...accessTokens, { token: 'reader', channel: 'ann', scopes: ['channel:read'] }],
    })
    const keyOf = async (token: string, slug: string): Promise<string | undefined> => {
      const { data } = await call(sandbox, 'GET /public/v1/channels', { token, query: `?slug=${slug}` })
      return (data as { stream: { key: string } }[])[0]?.stream.key
    }
    expect(await keyOf('user', 'ann')).toContain('ann')
    expect([await keyOf('user', 'bob'), await keyOf('reader', 'ann'), await keyOf('app', 'ann')]).toEqual([
      '',
      '',
      '',
    ])
  })
})
