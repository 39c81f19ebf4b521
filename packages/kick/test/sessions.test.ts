import type { Sandbox } from '@wireloom/sandbox'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  AppSession,
  Kick,
  KickOauth,
  memoryTokenStore,
  UserSession,
  type AppSessionOptions,
  type AppToken,
  type UserSessionOptions,
  type UserToken,
} from '../src/index.js'
import { clientOf, failureOf, openSandbox, startServer } from './support/kick.js'

interface Stage {
  readonly sandbox: Sandbox
  readonly oauth: KickOauth
  readonly token: UserToken
}

async function signIn(...scopes: UserToken['scopes']): Promise<Stage> {
  const sandbox = await openSandbox({ kickApp: { refreshTokens: 'single_use' } })
  const { clientId, clientSecret, url } = sandbox.kick.oauth
  const oauth = new KickOauth({
    clientId,
    clientSecret,
    baseUrl: url,
    redirectUri: 'http://localhost:9/callback',
  })
  const login = await oauth.beginLogin({
    scopes: [],
    otherScopes: scopes.length > 0 ? scopes : ['user:read'],
  })
  const back = await fetch(login.url, { redirect: 'manual' })
  const token = await oauth.finishLogin(back.headers.get('location') ?? '', login)
  return { sandbox, oauth, token }
}

const renewals = ({ kick }: Sandbox): number =>
  kick.requests.filter(({ path }) => path === '/oauth/token').length - 1

describe('a client says what its token allows', () => {
  test('where the source of it knows, which a text does not', async () => {
    const { sandbox, oauth, token } = await signIn('user:read', 'chat:write')
    const session = new UserSession({ oauth, token, store: memoryTokenStore() })
    expect(await clientOf(sandbox, session).scopes()).toEqual(['user:read', 'chat:write'])
    expect(await clientOf(sandbox).scopes()).toBeUndefined()
  })
})

describe('a user’s session', () => {
  test('renews once for twenty calls at a time, keeps the new pair before it is used, and tells of it', async () => {
    const { sandbox, oauth, token } = await signIn()
    const store = memoryTokenStore()
    const told: unknown[] = []
    const session = new UserSession({ oauth, token, store, onRefreshed: (fresh) => void told.push(fresh) })
    const kick = clientOf(sandbox, session)
    sandbox.kick.oauth.expireAccessTokens()
    const users = await Promise.all(Array.from({ length: 20 }, () => kick.users.me()))
    expect(users.map(({ name }) => name)).toEqual(Array(20).fill('sandbox_user'))
    expect(renewals(sandbox)).toBe(1)
    expect(told).toEqual([await store.get()])
    expect(await store.get()).toMatchObject({ kind: 'user', scopes: ['user:read'] })
    // The refresh token was good once: only the new one can have worked.
    sandbox.kick.oauth.expireAccessTokens()
    await kick.users.me()
    expect(renewals(sandbox)).toBe(2)
  })

  test('whose renewal is refused asks for another sign-in, and never goes on as the app', async () => {
    const { sandbox, oauth, token } = await signIn()
    const refused: string[] = []
    const session = new UserSession({
      oauth,
      token,
      onRefreshRefused: ({ code }) => void refused.push(code),
    })
    const kick = clientOf(sandbox, session)
    sandbox.kick.oauth.expireAccessTokens()
    sandbox.kick.oauth.expireRefreshTokens()
    const errors = await Promise.all([kick.users.me(), kick.users.me()].map(failureOf))
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'unauthenticated', reason: 'refresh_refused', retryable: false })
      expect(JSON.stringify(error) + error.stack).not.toContain(token.refreshToken)
    }
    expect(refused).toEqual(['unauthenticated'])
    expect(renewals(sandbox)).toBe(1)
    await session.set((await signIn()).token)
  })

  test('without any token says that somebody has to sign in', async () => {
    const { sandbox, oauth } = await signIn()
    const kick = clientOf(sandbox, new UserSession({ oauth }))
    expect(await failureOf(kick.users.me())).toMatchObject({ code: 'unauthenticated' })
    expect(renewals(sandbox)).toBe(0)
  })

  test('with a store that holds the app’s token is refused, not used', async () => {
    const { sandbox, oauth } = await signIn()
    const store = memoryTokenStore(await oauth.appToken())
    const before = sandbox.kick.requests.length
    const error = await failureOf(clientOf(sandbox, new UserSession({ oauth, store })).users.me())
    expect(error).toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining("The store holds the app's own"),
    })
    expect(sandbox.kick.requests).toHaveLength(before)
  })
})

describe('an app’s session', () => {
  test('gets its token when it is first needed, once for all calls', async () => {
    const { sandbox, oauth } = await signIn()
    const kick = clientOf(sandbox, new AppSession({ oauth }))
    expect(renewals(sandbox)).toBe(0)
    await Promise.all([
      kick.livestreams.stats(),
      kick.categories.getV1(15),
      kick.drops.claims().toArray({ limit: 1 }),
    ])
    expect(renewals(sandbox)).toBe(1)
  })

  test('gets another when its own is refused', async () => {
    const { sandbox, oauth } = await signIn()
    const kick = clientOf(sandbox, new AppSession({ oauth }))
    await kick.livestreams.stats()
    sandbox.kick.oauth.expireAccessTokens()
    expect(await kick.livestreams.stats()).toEqual({ totalCount: 0 })
    expect(renewals(sandbox)).toBe(2)
  })

  test('cannot act for a user: the call is refused before it is sent', async () => {
    const { sandbox, oauth } = await signIn()
    const kick = clientOf(sandbox, new AppSession({ oauth }))
    const error = await failureOf(kick.chat.send({ type: 'bot', content: 'x' }))
    expect(error).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining("a user's token"),
    })
    expect(sandbox.kick.requests.some(({ path }) => path.startsWith('/public'))).toBe(false)
    expect(sandbox.record.events()).toEqual([])
  })
})

describe('scopes', () => {
  test('that are known to be missing are named, and nothing is sent', async () => {
    const { sandbox, oauth, token } = await signIn('user:read')
    const kick = clientOf(sandbox, new UserSession({ oauth, token }))
    const error = await failureOf(kick.chat.send({ type: 'bot', content: 'x' }))
    expect(error).toMatchObject({ code: 'missing_scope', message: expect.stringContaining('chat:write') })
    expect(error.request?.path).toBe('/public/v1/chat')
    expect(await failureOf(kick.rewards.redemptions.list().toArray({ limit: 1 }))).toMatchObject({
      code: 'missing_scope',
      message: expect.stringContaining('channel:rewards:read or channel:rewards:write'),
    })
    expect(sandbox.kick.requests.some(({ path }) => path.startsWith('/public'))).toBe(false)
  })

  test('where one of two does, either is enough', async () => {
    const { sandbox, oauth, token } = await signIn('channel:rewards:write')
    const kick = clientOf(sandbox, new UserSession({ oauth, token }))
    expect(await kick.rewards.list()).toEqual([])
  })

  test('a refusal for another reason does not blame the scope that is not needed', async () => {
    const { oauth, token } = await signIn('channel:rewards:write')
    const { url } = await startServer(403, '{"data":null,"message":"Forbidden"}')
    const kick = new Kick({ token: new UserSession({ oauth, token }), baseUrl: url })
    expect(await failureOf(kick.rewards.list())).toMatchObject({
      code: 'forbidden',
      message: expect.not.stringContaining('channel:rewards:read'),
    })
    const unknown = new Kick({ token: 'a-token', baseUrl: url })
    expect(await failureOf(unknown.rewards.list())).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('channel:rewards:read or channel:rewards:write'),
    })
  })

  test('a token of one call stands before the client’s, and is looked at too', async () => {
    const { sandbox, oauth, token } = await signIn('user:read')
    const kick = clientOf(sandbox)
    const session = new UserSession({ oauth, token })
    expect(await failureOf(kick.kicks.leaderboard({}, { token: session }))).toMatchObject({
      code: 'missing_scope',
    })
    expect((await kick.users.me({ token: token.accessToken })).name).toBe('sandbox_user')
    expect(await failureOf(kick.users.me({ token: 'two words' }))).toMatchObject({ code: 'invalid_options' })
  })
})

test('a drops call needs the app’s own token', async () => {
  const { sandbox, oauth, token } = await signIn()
  const kick = new Kick({ token: new UserSession({ oauth, token }), baseUrl: sandbox.kick.apiUrl })
  expect(await failureOf(kick.drops.claims().toArray({ limit: 1 }))).toMatchObject({
    code: 'unauthenticated',
    message: expect.stringContaining("the app's own token"),
  })
})

test('types: a token of one kind is none of the other', () => {
  expectTypeOf<AppToken>().not.toExtend<UserToken>()
  expectTypeOf<UserToken>().not.toExtend<AppToken>()
  expectTypeOf<AppToken>().not.toExtend<NonNullable<UserSessionOptions['token']>>()
  expectTypeOf<UserToken>().not.toExtend<NonNullable<AppSessionOptions['token']>>()
})
