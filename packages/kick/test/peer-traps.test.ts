import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  AppSession,
  Kick,
  KickOauth,
  memoryTokenStore,
  UserSession,
  type Token,
  type UserToken,
} from '../src/index.js'
import {
  createWebhookHandler,
  kickPublicKey,
  verifySignature,
  type KickWebhookEvent,
} from '../src/webhooks.js'
import { clientOf, failureOf, openSandbox, startServer } from './support/kick.js'

const follow = { broadcaster: { user_id: 1 }, follower: { user_id: 2, username: 'bob' } }
const userToken: UserToken = {
  kind: 'user',
  accessToken: 'old-access',
  refreshToken: 'old-refresh',
  expiresAtMs: undefined,
  issuedAtMs: 0,
  scopes: ['user:read', 'chat:write'],
}

function oauthAt(baseUrl: string): KickOauth {
  return new KickOauth({ clientId: 'id', clientSecret: 'secret', baseUrl })
}

/** Defects that other clients of Kick's API have or had, each as a test that ours has not. */
describe('webhooks of other clients', () => {
  test('a signature check that nobody awaits lets everything in: ours turns a forged delivery away', async () => {
    const { kick } = await openSandbox()
    const events: KickWebhookEvent[] = []
    const publicKey = await kick.webhooks.publicKey()
    const handle = createWebhookHandler({ onEvent: (event) => void events.push(event), publicKey })
    const forged = await kick.webhooks.sign('channel.followed', follow, { hasBadSignature: true })
    const response = await handle(new Request('http://localhost/', { method: 'POST', ...forged }))
    expect([response.status, events]).toEqual([401, []])
    const isTrue = verifySignature(
      { messageId: '', timestamp: '', signature: '', body: new Uint8Array() },
      publicKey,
    )
    expect(await isTrue).toBe(false)
  })

  test('a key that cannot be fetched drops events with a warning: ours has one built in, and says why', async () => {
    const { kick } = await openSandbox()
    const causes: unknown[] = []
    const handle = createWebhookHandler({
      onEvent: () => undefined,
      onRefused: ({ cause }) => void causes.push(cause),
      publicKey: kickPublicKey({ baseUrl: 'http://127.0.0.1:9' }),
    })
    const signed = await kick.webhooks.sign('channel.followed', follow)
    const response = await handle(new Request('http://localhost/', { method: 'POST', ...signed }))
    // Not 200: whoever sent it keeps it, and sends it again.
    expect(response.status).toBe(401)
    expect(causes).toMatchObject([{ name: 'KickError', code: 'network' }])
  })

  test('freshness that one has to remember to check is forgotten: ours turns an old delivery away by itself', async () => {
    const { kick } = await openSandbox()
    const publicKey = await kick.webhooks.publicKey()
    const handle = createWebhookHandler({ onEvent: () => undefined, publicKey })
    const old = await kick.webhooks.sign('channel.followed', follow, { atMs: Date.now() - 3_600_000 })
    expect((await handle(new Request('http://localhost/', { method: 'POST', ...old }))).status).toBe(400)
  })

  test('an event type that is missing breaks the program: ours is data, with all that came', async () => {
    const { kick } = await openSandbox()
    const events: KickWebhookEvent[] = []
    const publicKey = await kick.webhooks.publicKey()
    const handle = createWebhookHandler({ onEvent: (event) => void events.push(event), publicKey })
    const signed = await kick.webhooks.sign('channel.raided', { by: 'bob' })
    await handle(new Request('http://localhost/', { method: 'POST', ...signed }))
    expect(events).toMatchObject([{ type: 'unknown', name: 'channel.raided', raw: { by: 'bob' } }])
  })
})

describe('tokens of other clients', () => {
  test('the bearer header is printed when a message is posted: ours is in no hook and no log', async () => {
    const sandbox = await openSandbox({ accessTokens: ['planted-token'] })
    const lines: unknown[] = []
    const write = (...words: unknown[]): void => void lines.push(...words)
    const kick = new Kick({
      token: 'planted-token',
      baseUrl: sandbox.kick.apiUrl,
      hooks: { onRequest: write, onResponse: write, onError: write },
      logger: { debug: write, info: write, warn: write, error: write },
      logLevel: 'debug',
    })
    await kick.chat.send({ type: 'bot', content: 'hello' })
    expect(lines.length).toBeGreaterThan(2)
    expect(JSON.stringify(lines)).not.toContain('planted-token')
  })

  test('two renewals at once spend a refresh token twice: ours renews once for twenty calls', async () => {
    const { url, received } = await startServer(
      200,
      '{"access_token":"new","refresh_token":"next","expires_in":7200,"scope":"user:read"}',
    )
    let isRefused = true
    const kick = new Kick({
      token: new UserSession({ oauth: oauthAt(url), token: userToken }),
      fetch: async (_, { headers }) => {
        isRefused = new Headers(headers).get('authorization') === 'Bearer old-access'
        return isRefused
          ? Response.json({ message: 'Unauthorized' }, { status: 401 })
          : Response.json({ data: [{ user_id: 1, name: 'ann' }] })
      },
    })
    await Promise.all(Array.from({ length: 20 }, () => kick.users.me()))
    expect(received.filter((line) => line.includes('grant_type=refresh_token'))).toHaveLength(1)
    expect(isRefused).toBe(false)
  })

  test('a renewal that failed is tried for ever: ours is refused once, remembered, and told', async () => {
    const { url, received } = await startServer(400, '{"error":"invalid_grant"}')
    const told: string[] = []
    const session = new UserSession({
      oauth: oauthAt(url),
      token: { ...userToken, expiresAtMs: 1 },
      onRefreshRefused: ({ name, code }) => void told.push(`${name} ${code}`),
    })
    const kick = new Kick({ token: session, baseUrl: url })
    for (let count = 0; count < 3; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await failureOf(kick.users.me())).toMatchObject({
        code: 'unauthenticated',
        reason: 'refresh_refused',
      })
    }
    expect([received.length, told]).toEqual([1, ['KickError unauthenticated']])
  })

  test('a user’s token turns silently into the app’s: ours fails, and asks for no token of another kind', async () => {
    const { url, received } = await startServer(400, '{"error":"invalid_grant"}')
    const session = new UserSession({ oauth: oauthAt(url), token: { ...userToken, expiresAtMs: 1 } })
    const kick = new Kick({ token: session, baseUrl: url })
    const error = await failureOf(kick.chat.send({ type: 'bot', content: 'x' }))
    expect(error).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('sign in again'),
    })
    expect(received.some((line) => line.includes('client_credentials'))).toBe(false)
    const app = new AppSession({
      oauth: oauthAt(url),
      token: { kind: 'app', accessToken: 'app-token', expiresAtMs: undefined, issuedAtMs: 0 },
    })
    expect(await failureOf(kick.chat.send({ type: 'bot', content: 'x' }, { token: app }))).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining("needs a user's token"),
    })
  })

  test('a source that answers a refusal with the app’s token is stopped before the call is made again', async () => {
    const { url, received } = await startServer(401, '{"message":"Unauthorized"}')
    const fallen: Token & { kind: 'app' } = { kind: 'app', accessToken: 'app-token' }
    const kick = new Kick({ token: { current: () => userToken, replace: () => fallen }, baseUrl: url })
    expect(await failureOf(kick.users.me())).toMatchObject({ code: 'unauthenticated' })
    expect(received).toHaveLength(1)
  })

  test('the new pair is used before it is kept, and lost in a crash: ours is kept first', async () => {
    const order: string[] = []
    const store = memoryTokenStore()
    const session = new UserSession({
      oauth: new KickOauth({
        clientId: 'id',
        clientSecret: 'secret',
        fetch: async () => Response.json({ access_token: 'new', refresh_token: 'next', expires_in: 7200 }),
      }),
      token: { ...userToken, expiresAtMs: 1 },
      store: {
        ...store,
        set: async (token) => {
          order.push(`kept ${token?.refreshToken}`)
          await store.set(token)
        },
      },
    })
    const kick = new Kick({
      token: session,
      fetch: async (_, { headers }) => {
        order.push(`used ${new Headers(headers).get('authorization')}`)
        return Response.json({ data: [{ user_id: 1, name: 'ann' }] })
      },
    })
    await kick.users.me()
    expect(order).toEqual(['kept next', 'used Bearer new'])
  })

  test('the revoke hint has another name: ours is token_hint_type, in the query, with an empty body', async () => {
    const { url, requests } = await startServer(200, 'OK')
    await oauthAt(url).revoke('a-token', 'access_token')
    expect(requests[0]?.line).toBe('POST /oauth/revoke?token=a-token&token_hint_type=access_token ')
    expect(requests[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  test('introspection asks the API’s host: ours asks id.kick.com, with the token that is examined', async () => {
    const asked: string[] = []
    const oauth = new KickOauth({
      clientId: 'id',
      clientSecret: 'secret',
      fetch: async (address, { method, headers, body }) => {
        asked.push(
          `${method} ${address} ${new Headers(headers).get('authorization')} ${body === undefined || body === null ? 'without a body' : 'with one'}`,
        )
        return Response.json({
          data: { active: false, client_id: null, token_type: null, scope: null, exp: null },
        })
      },
    })
    expect(await oauth.introspect('a-token')).toEqual({ active: false })
    expect(asked).toEqual(['POST https://id.kick.com/oauth/token/introspect Bearer a-token without a body'])
  })

  test('an OAuth failure is nothing, not an error: ours is an error in Kick’s words', async () => {
    const { url } = await startServer(
      400,
      '{"error":"invalid_grant","error_description":"The provided authorization grant is invalid"}',
    )
    const error = await failureOf(oauthAt(url).refresh('r'))
    expect(error).toMatchObject({ code: 'refused', serverMessage: expect.stringContaining('The provided') })
  })
})

describe('requests of other clients', () => {
  test('JSON is put together by hand, and a quote breaks it: ours arrives as it was typed', async () => {
    const sandbox = await openSandbox()
    const content = `"quoted" \\ back\nnew line 👩‍👩‍👧 ‏سلام‏ \u0000 ","type":"bot`
    await clientOf(sandbox).chat.send({ broadcasterUserId: sandbox.kick.room('ann').userId, content })
    const [event] = sandbox.record.events()
    const data = typeof event?.data === 'string' ? (JSON.parse(event.data) as unknown) : event?.data
    expect(data).toMatchObject({ content })
  })

  test('an empty 204 is parsed as JSON, so that success fails: ours is done', async () => {
    const { url } = await startServer(204)
    const kick = new Kick({ token: 'a-token', baseUrl: url })
    expect(await kick.channels.update({ streamTitle: 'x' })).toBeUndefined()
  })

  test('categories are asked for without a token: ours sends it', async () => {
    const { url, requests } = await startServer(200, '{"data":[]}')
    await new Kick({ token: 'a-token', baseUrl: url }).categories.list().toArray({ limit: 1 })
    expect(requests[0]?.headers.authorization).toBe('Bearer a-token')
  })

  test('a channel is asked for without its id, and the token’s own comes back: ours names it', async () => {
    const sandbox = await openSandbox()
    const { userId } = sandbox.kick.room('bob')
    const channel = await clientOf(sandbox).channels.get({ broadcasterUserId: userId })
    expect(channel).toMatchObject({ broadcasterUserId: userId, slug: 'bob' })
  })

  test.for<[string, RegExp, (kick: Kick) => PromiseLike<unknown>]>([
    [
      'redemptionStatus instead of status',
      /\?status=pending $/,
      (kick) => kick.rewards.redemptions.list({ status: 'pending' }).toArray({ limit: 1 }),
    ],
    [
      'name[0]= instead of name=',
      /\?name=chess $/,
      (kick) => kick.categories.list({ names: ['chess'] }).toArray({ limit: 1 }),
    ],
    [
      'broadcaster_user_id instead of user_id',
      /users\/livestreams\?user_id=1 $/,
      (kick) => kick.livestreams.ofUsers([1]),
    ],
  ])('a parameter has another name, %s: ours has Kick’s', async ([, line, call]) => {
    const { url, received } = await startServer(200, '{"data":[]}')
    await call(new Kick({ token: 'a-token', baseUrl: url }))
    expect(received).toEqual([expect.stringMatching(line)])
  })

  test('the cursor is looked for in the wrong place, and only one page is read: ours reads all', async () => {
    const page = (id: string, cursor: string): string =>
      `{"data":[{"reward":{"id":"${id}","title":"x"},"redemptions":[]}],"message":"OK","pagination":{"next_cursor":"${cursor}"}}`
    const { url } = await startServer(200, page('a', 'next'), page('b', ''))
    const kick = new Kick({ token: 'a-token', baseUrl: url })
    expect(await kick.rewards.redemptions.list().toArray({ limit: Infinity })).toHaveLength(2)
  })

  test('a message that may have been sent is sent again: ours is sent once, and the outcome told as unknown', async () => {
    const { url, received } = await startServer(503, '{"data":null,"message":"Service unavailable"}')
    const kick = new Kick({ token: 'a-token', baseUrl: url })
    expect(await failureOf(kick.chat.send({ type: 'bot', content: 'x' }))).toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
    })
    expect(received).toHaveLength(1)
  })

  test('a refusal hides in a text at data: ours is told', async () => {
    const { url } = await startServer(400, '{"data":"Channel not found","message":"Bad request"}')
    const kick = new Kick({ token: 'a-token', baseUrl: url })
    expect(await failureOf(kick.chat.send({ type: 'bot', content: 'x' }))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Channel not found'),
    })
  })
})

test('the user id is given where another id is promised: ours says which of the three it is', async () => {
  const sandbox = await openSandbox()
  const room = sandbox.kick.room('ann')
  room.goLive()
  const kick = clientOf(sandbox)
  const [livestream] = await kick.livestreams.listV1({ broadcasterUserIds: [room.userId] })
  expect(livestream).toMatchObject({ broadcasterUserId: room.userId, channelId: room.channelId })
  expect(new Set([room.userId, room.channelId, room.chatroomId]).size).toBe(3)
  const channel = await kick.channels.get({ slug: 'ann' })
  expect(Object.keys(channel).filter((name) => /id$/i.test(name))).toEqual(['broadcasterUserId'])
})

test('the documentation imports a package of another name: ours imports what this package exports', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
  const { name, exports } = JSON.parse(read('../package.json')) as { name: string; exports: object }
  const entries = Object.keys(exports).map((entry) => entry.replace(/^\./, name))
  const pages = ['../README.md', '../docs/guide.md'].map(read).join('\n')
  const imported = [...pages.matchAll(/from '(@wireloom\/kick(?:\/[\w./-]+)?)'/g)].map(([, from]) => from)
  expect(imported.length).toBeGreaterThan(3)
  for (const from of imported) expect(entries).toContain(from)
})
