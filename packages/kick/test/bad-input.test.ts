import { describe, expect, onTestFinished, test } from 'vitest'
import { Kick, KickOauth, UserSession, AppSession, memoryTokenStore } from '../src/index.js'
import { loginOnLoopback } from '../src/node.js'
import { createWebhookHandler, SubscriptionManager } from '../src/webhooks.js'
import { failureOf } from './support/kick.js'

/** What nobody may reach: whoever asks it is counted. */
function openTrap(): { readonly fetch: () => Promise<Response>; readonly count: () => number } {
  let count = 0
  return {
    fetch: async () => {
      count += 1
      return new Response('{"data":[]}')
    },
    count: () => count,
  }
}

const all = { limit: Infinity }
const astral = (count: number): string => '🎉'.repeat(count)
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`)
const target = { broadcasterUserId: 7, userId: 9 }

type Case = readonly [name: string, what: string, call: (kick: Kick) => PromiseLike<unknown>]

/** Arguments that the types refuse too are passed as they would be by a program without types. */
const wrong = (value: unknown): never => value as never

const cases: readonly Case[] = [
  ['content', 'no message', (kick) => kick.chat.send(wrong(undefined))],
  ['content', 'empty', (kick) => kick.chat.send({ ...target, content: '' })],
  ['content', '501 letters', (kick) => kick.chat.send({ ...target, content: 'x'.repeat(501) })],
  ['content', '501 emoji', (kick) => kick.chat.send({ ...target, content: astral(501) })],
  ['content', 'a number', (kick) => kick.chat.send({ ...target, content: wrong(5) })],
  ['broadcasterUserId', '0', (kick) => kick.chat.send({ broadcasterUserId: 0, content: 'x' })],
  ['broadcasterUserId', 'left out', (kick) => kick.chat.send(wrong({ content: 'x' }))],
  ['messageId', 'blank', (kick) => kick.chat.delete(' ')],
  ['broadcasterUserId', 'no ban', (kick) => kick.moderation.ban(wrong(undefined))],
  ['userId', '0', (kick) => kick.moderation.ban({ ...target, userId: 0 })],
  ['durationMinutes', 'negative', (kick) => kick.moderation.ban({ ...target, durationMinutes: -1 })],
  ['durationMinutes', '0', (kick) => kick.moderation.ban({ ...target, durationMinutes: 0 })],
  ['durationMinutes', 'above a week', (kick) => kick.moderation.ban({ ...target, durationMinutes: 10_081 })],
  ['durationMinutes', 'half a minute', (kick) => kick.moderation.ban({ ...target, durationMinutes: 0.5 })],
  ['reason', '101 letters', (kick) => kick.moderation.ban({ ...target, reason: 'x'.repeat(101) })],
  ['reason', '101 emoji', (kick) => kick.moderation.ban({ ...target, reason: astral(101) })],
  ['userId', 'a text', (kick) => kick.moderation.unban({ ...target, userId: wrong('9') })],
  ['ids[1]', '0', (kick) => kick.categories.list({ ids: [1, 0] }).toArray(all)],
  ['names[0]', '101 letters', (kick) => kick.categories.list({ names: ['x'.repeat(101)] }).toArray(all)],
  ['tags', 'a comma among several', (kick) => kick.categories.list({ tags: ['a,b', 'c'] }).toArray(all)],
  ['pageSize', '1001', (kick) => kick.categories.list({ pageSize: 1001 }).toArray(all)],
  ['query', 'empty', (kick) => kick.categories.searchV1('').toArray(all)],
  ['categoryId', '0', (kick) => kick.categories.getV1(0)],
  ['userIds', 'none', (kick) => kick.users.list([])],
  ['userIds', 'no list', (kick) => kick.users.list(wrong(undefined))],
  ['userIds[0]', 'not a number', (kick) => kick.users.list([Number.NaN])],
  ['name', 'nothing', (kick) => kick.channels.get(wrong(undefined))],
  ['names', 'both', (kick) => kick.channels.list(wrong({ slugs: ['a'], broadcasterUserIds: [1] }))],
  ['slug', '26 letters', (kick) => kick.channels.get({ slug: 'x'.repeat(26) })],
  ['slug', 'empty', (kick) => kick.channels.get({ slug: '' })],
  ['broadcasterUserId', 'negative', (kick) => kick.channels.get({ broadcasterUserId: -1 })],
  ['slugs[1]', 'empty', (kick) => kick.channels.list({ slugs: ['a', ''] })],
  ['changes', 'none', (kick) => kick.channels.update(wrong(undefined))],
  ['changes', 'empty', (kick) => kick.channels.update({})],
  ['streamTitle', 'empty', (kick) => kick.channels.update({ streamTitle: '' })],
  ['customTags', 'eleven', (kick) => kick.channels.update({ customTags: many(11) })],
  ['title', 'no reward', (kick) => kick.rewards.create(wrong(undefined))],
  ['title', '51 letters', (kick) => kick.rewards.create({ title: 'x'.repeat(51), cost: 1 })],
  ['cost', '0', (kick) => kick.rewards.create({ title: 'x', cost: 0 })],
  [
    'description',
    '201 emoji',
    (kick) => kick.rewards.create({ title: 'x', cost: 1, description: astral(201) }),
  ],
  [
    'backgroundColor',
    'a name',
    (kick) => kick.rewards.create({ title: 'x', cost: 1, backgroundColor: 'red' }),
  ],
  ['isPaused', 'a text', (kick) => kick.rewards.update('01K', { isPaused: wrong('yes') })],
  ['changes', 'empty', (kick) => kick.rewards.update('01K', {})],
  ['rewardId', 'empty', (kick) => kick.rewards.delete('')],
  [
    'ids',
    'beside a status',
    (kick) => kick.rewards.redemptions.list(wrong({ ids: ['a'], status: 'pending' })).toArray(all),
  ],
  ['status', 'unknown', (kick) => kick.rewards.redemptions.list({ status: wrong('lost') }).toArray(all)],
  ['ids', 'none', (kick) => kick.rewards.redemptions.accept([])],
  ['ids', '26', (kick) => kick.rewards.redemptions.accept(many(26))],
  ['ids', 'one twice', (kick) => kick.rewards.redemptions.reject(['a', 'a'])],
  ['categoryIds', '26', (kick) => kick.livestreams.list({ categoryIds: wrong(many(26)) }).toArray(all)],
  ['languageCodes[0]', 'empty', (kick) => kick.livestreams.list({ languageCodes: [''] }).toArray(all)],
  ['limit', '101', (kick) => kick.livestreams.listV1({ limit: 101 })],
  ['sort', 'unknown', (kick) => kick.livestreams.listV1({ sort: wrong('name') })],
  ['userIds[0]', '0', (kick) => kick.livestreams.ofUsers([0])],
  ['top', '101', (kick) => kick.kicks.leaderboard({ top: 101 })],
  ['events', 'nothing', (kick) => kick.eventSubscriptions.create(wrong(undefined))],
  ['events', 'none', (kick) => kick.eventSubscriptions.create({ events: [] })],
  ['events[0]', 'empty', (kick) => kick.eventSubscriptions.create({ events: [''] })],
  [
    'events[0].version',
    '0',
    (kick) => kick.eventSubscriptions.create({ events: [{ name: 'kicks.gifted', version: 0 }] }),
  ],
  ['broadcasterUserId', '0', (kick) => kick.eventSubscriptions.list({ broadcasterUserId: 0 })],
  ['ids[0]', 'empty', (kick) => kick.eventSubscriptions.delete([''])],
  ['pageSize', '1001', (kick) => kick.drops.claims({ pageSize: 1001 }).toArray(all)],
  [
    'changes',
    '101',
    (kick) => kick.drops.update(many(101).map((id) => ({ claimId: id, externalStatus: id }))),
  ],
  ['changes[0].claimId', 'no change', (kick) => kick.drops.update([wrong(undefined)])],
  ['durationSeconds', '6', (kick) => kick.ads.startBreak({ durationSeconds: 6 })],
  ['durationSeconds', '301', (kick) => kick.ads.startBreak({ durationSeconds: 301 })],
  ['durationSeconds', 'nothing', (kick) => kick.ads.startBreak(wrong(undefined))],
]

describe('an argument that cannot be right is refused by name, and nothing is sent', () => {
  test.for(cases)('%s: %s', async ([name, , call]) => {
    const { fetch, count } = openTrap()
    const error = await failureOf(call(new Kick({ token: 'a-token', fetch })))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(count()).toBe(0)
  })

  test('null in the place of a filter is none', async () => {
    const { fetch, count } = openTrap()
    const kick = new Kick({ token: 'a-token', fetch })
    expect(await kick.categories.list(wrong(null)).toArray(all)).toEqual([])
    expect(await kick.eventSubscriptions.list(wrong(null))).toEqual([])
    expect(count()).toBe(2)
  })
})

const redirectUri = 'http://localhost:9/callback'

function oauthWith(fetch: () => Promise<Response>): KickOauth {
  return new KickOauth({ clientId: 'id', clientSecret: 'secret', redirectUri, fetch })
}

type OauthCase = readonly [name: string, what: string, call: (oauth: KickOauth) => PromiseLike<unknown>]

const oauthCases: readonly OauthCase[] = [
  ['scopes', 'no request', (oauth) => oauth.beginLogin(wrong(undefined))],
  ['scopes', 'none', (oauth) => oauth.beginLogin({ scopes: [] })],
  ['chat:shout', 'an unknown scope', (oauth) => oauth.beginLogin({ scopes: [wrong('chat:shout')] })],
  ['scopes', 'no text', (oauth) => oauth.beginLogin({ scopes: [wrong(1n)] })],
  [
    'redirectUri',
    'no address',
    (oauth) => oauth.beginLogin({ scopes: ['user:read'], redirectUri: 'callback' }),
  ],
  ['login', 'nothing that was begun', (oauth) => oauth.finishLogin(redirectUri, wrong(undefined))],
  ['code', 'no grant', (oauth) => oauth.exchangeCode(wrong(undefined))],
  ['code', 'empty', (oauth) => oauth.exchangeCode({ code: '', codeVerifier: 'v', redirectUri })],
  [
    'codeVerifier',
    'left out',
    (oauth) => oauth.exchangeCode({ code: 'c', codeVerifier: wrong(undefined), redirectUri }),
  ],
  ['refreshToken', 'empty', (oauth) => oauth.refresh('')],
  ['token', 'empty', (oauth) => oauth.revoke('')],
  ['hint', 'unknown', (oauth) => oauth.revoke('a-token', wrong('access'))],
  ['accessToken', 'two lines', (oauth) => oauth.introspect('a\nb')],
  ['oauth', 'left out', () => loginOnLoopback(wrong({ scopes: ['user:read'], show: () => undefined }))],
  ['show', 'left out', (oauth) => loginOnLoopback(wrong({ oauth, scopes: ['user:read'] }))],
  [
    'timeoutMs',
    'negative',
    (oauth) => loginOnLoopback({ oauth, scopes: ['user:read'], show: () => undefined, timeoutMs: -1 }),
  ],
]

test.for(oauthCases)('signing in: %s, %s: refused by name, and nothing is sent', async ([name, , call]) => {
  const { fetch, count } = openTrap()
  const error = await failureOf(call(oauthWith(fetch)))
  expect(error).toMatchObject({
    code: expect.stringMatching(/^invalid_(argument|options)$/),
    message: expect.stringContaining(name),
  })
  expect(count()).toBe(0)
})

const oauth = new KickOauth({ clientId: 'id', clientSecret: 'secret' })
const appToken = { kind: 'app', accessToken: 'a', expiresAtMs: undefined, issuedAtMs: 0 } as const
const onEvent = (): void => undefined

test.for<[name: string, what: string, make: () => unknown]>([
  ['token', 'a client without', () => new Kick(wrong({}))],
  ['accessToken', 'a client with a token of two words', () => new Kick({ token: 'two words' })],
  ['baseUrl', 'a client of nowhere', () => new Kick({ token: 'a', baseUrl: 'kick' })],
  ['timeoutMs', 'a client in no time', () => new Kick({ token: 'a', timeoutMs: 0 })],
  ['clientSecret', 'OAuth without', () => new KickOauth(wrong({ clientId: 'id' }))],
  [
    'baseUrl',
    'OAuth of no address',
    () => new KickOauth({ clientId: 'a', clientSecret: 'b', baseUrl: wrong(5) }),
  ],
  ['oauth', 'a session without', () => new UserSession(wrong({}))],
  [
    'times',
    'a session with a token without an end',
    () => new UserSession({ oauth, token: wrong({ ...appToken, kind: 'user', expiresAtMs: Number.NaN }) }),
  ],
  ['accessToken', 'a session with a bad token', () => new UserSession({ oauth, token: wrong({}) })],
  [
    'token',
    'a user’s session with the app’s token',
    () => new UserSession({ oauth, token: wrong(appToken) }),
  ],
  [
    'token',
    'an app’s session with a user’s token',
    () => new AppSession({ oauth, token: wrong({ ...appToken, kind: 'user' }) }),
  ],
  ['onEvent', 'a webhook that tells nobody', () => createWebhookHandler(wrong({}))],
  ['publicKey', 'a webhook with a key that is none', () => createWebhookHandler({ onEvent, publicKey: 'a' })],
  ['maxAgeMs', 'a webhook of no time', () => createWebhookHandler({ onEvent, maxAgeMs: 0 })],
  ['bodyTimeoutMs', 'a webhook of no patience', () => createWebhookHandler({ onEvent, bodyTimeoutMs: -1 })],
  ['eventSubscriptions', 'a manager without', () => new SubscriptionManager(wrong({}))],
  [
    'wanted[0].broadcasterUserId',
    'a manager of user 0',
    () =>
      new SubscriptionManager({
        eventSubscriptions: new Kick({ token: 'a' }).eventSubscriptions,
        wanted: [{ broadcasterUserId: 0, events: ['kicks.gifted'] }],
      }),
  ],
])('%s: %s is refused by name when it is made', ([name, , make]) => {
  expect(make).toThrow(
    expect.objectContaining({
      name: 'KickError',
      code: expect.stringMatching(/^invalid_(argument|options)$/),
      message: expect.stringContaining(name),
    }),
  )
})

test('a store that holds a token of the other kind is refused before the token is spent', async () => {
  const { fetch, count } = openTrap()
  const store = memoryTokenStore()
  await store.set(appToken)
  onTestFinished(() => store.set(undefined))
  const kick = new Kick({ token: new UserSession({ oauth: oauthWith(fetch), store }), fetch })
  expect(await failureOf(kick.users.me())).toMatchObject({
    code: 'invalid_options',
    message: expect.stringContaining('store'),
  })
  expect(count()).toBe(0)
  expect(await store.get()).toEqual(appToken)
})

test('a session rejects with a KickError when it is asked by hand, too', async () => {
  const { fetch } = openTrap()
  const down = {
    ...memoryTokenStore(),
    get: () => Promise.reject(new RangeError('down')),
    set: () => Promise.reject(new RangeError('down')),
  }
  const session = new AppSession({ oauth: oauthWith(fetch), store: down })
  expect(await failureOf(Promise.resolve(session.current()))).toMatchObject({ code: 'store_failed' })
  expect(await failureOf(session.set(appToken))).toMatchObject({ code: 'store_failed' })
})
