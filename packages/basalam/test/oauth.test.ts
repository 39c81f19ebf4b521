import type { BasalamSandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeToken } from '../src/auth/decode-token.js'
import {
  Basalam,
  BasalamOAuth,
  memoryTokenStore,
  personalToken,
  type BasalamOAuthOptions,
  type Token,
  type TokenStore,
} from '../src/index.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

function oauthOf(sandbox: BasalamSandbox, more: Partial<BasalamOAuthOptions> = {}): BasalamOAuth {
  const { app, authorizeUrl, tokenUrl } = sandbox
  return new BasalamOAuth({ ...app, authorizeUrl, tokenUrl, ...more })
}

/** The way of a user who agrees, from the address to the code. */
async function agree(address: string): Promise<URL> {
  const response = await fetch(address, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

const clientOf = (sandbox: BasalamSandbox, token: ReturnType<BasalamOAuth['session']>): Basalam =>
  new Basalam({ token, baseUrl: sandbox.apiUrl })

const tokenRequests = (sandbox: BasalamSandbox): readonly unknown[] =>
  sandbox.requests.filter(({ path }) => path === '/oauth/token').map(({ body }) => body)

describe('authorization code', () => {
  test('the address names client, way back, scopes and state', () => {
    const oauth = new BasalamOAuth({
      clientId: 'c',
      clientSecret: 'secret',
      redirectUri: 'https://shop.example/back?a=1',
    })
    const url = new URL(
      oauth.authorizeUrl({ scopes: ['customer.chat.read', 'vendor.product.write'], state: 'x y' }),
    )
    expect(url.origin + url.pathname).toBe('https://basalam.com/accounts/sso')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'c',
      redirect_uri: 'https://shop.example/back?a=1',
      scope: 'customer.chat.read vendor.product.write',
      state: 'x y',
    })
  })

  test('from the address by way of the code to a call', async () => {
    const { sandbox } = await openBasalam()
    const oauth = oauthOf(sandbox)
    const back = await agree(oauth.authorizeUrl({ scopes: ['*'], state: 's1' }))
    expect(back.searchParams.get('state')).toBe('s1')
    const token = await oauth.exchangeCode(back.searchParams.get('code') ?? '')
    expect(token).toMatchObject({ refreshToken: expect.any(String), expiresAtMs: expect.any(Number) })
    expect(await clientOf(sandbox, oauth.session({ token })).chats.getUnseenCount()).toEqual({
      count: 0,
      moreThanCount: false,
    })
  })

  test('the request is a form with the fields of the documentation', async () => {
    const { sandbox } = await openBasalam()
    const oauth = oauthOf(sandbox)
    const back = await agree(oauth.authorizeUrl({ scopes: ['*'] }))
    const code = back.searchParams.get('code') ?? ''
    await oauth.exchangeCode(code)
    const request = sandbox.requests.at(-1)
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(request?.body).toEqual({
      grant_type: 'authorization_code',
      code,
      redirect_uri: sandbox.app.redirectUri,
      client_id: sandbox.app.clientId,
      client_secret: sandbox.app.clientSecret,
    })
  })

  test('a code that was used is refused with the server’s words and status', async () => {
    const { sandbox } = await openBasalam()
    const oauth = oauthOf(sandbox)
    const error = await failureOf(oauth.exchangeCode('used-up-code'))
    expect(error).toMatchObject({
      code: 'refused',
      status: 400,
      serverMessage: 'The code is not known, or was used.',
    })
  })

  test('neither code, refresh token nor client secret is in an error', async () => {
    const { sandbox } = await openBasalam()
    const oauth = oauthOf(sandbox, { clientSecret: 'planted-client-secret' })
    const errors = await Promise.all([
      failureOf(oauth.exchangeCode('planted-code')),
      failureOf(oauth.refresh('planted-refresh-token')),
      failureOf(oauth.clientCredentials()),
    ])
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'unauthenticated', status: 401 })
      expect(JSON.stringify(error) + String(error.stack)).not.toContain('planted')
    }
  })
})

describe('renewal', () => {
  test('a hundred calls with a refused token cost one renewal, and each is answered', async () => {
    const { sandbox } = await openBasalam()
    const oauth = oauthOf(sandbox)
    const store = memoryTokenStore()
    const session = oauth.session({ token: sandbox.personalToken, store })
    const { chats } = clientOf(sandbox, session)
    await chats.getUnseenCount()
    sandbox.revokeAccessTokens()
    await Promise.all(Array.from({ length: 100 }, () => chats.getUnseenCount()))
    expect(tokenRequests(sandbox)).toHaveLength(1)
    expect(await store.get()).toMatchObject({ refreshToken: expect.stringMatching(/^refresh-/) })
  })

  test('a message that was refused for its token arrives once', async () => {
    const { sandbox } = await openBasalam()
    const { chats } = clientOf(sandbox, oauthOf(sandbox).session({ token: sandbox.personalToken }))
    const { id } = await chats.create({ userId: sandbox.world.addPerson().id })
    sandbox.revokeAccessTokens()
    await chats.sendMessage({ chatId: id, content: 'once' })
    expect((await chats.listMessages({ chatId: id })).items).toHaveLength(1)
  })

  test('a token is renewed five minutes before its end, and not before', async () => {
    const { sandbox } = await openBasalam()
    let now = 1_000_000
    const clock = { now: () => now, setTimeout, clearTimeout: () => undefined }
    const token: Token = { ...sandbox.personalToken, issuedAtMs: now, expiresAtMs: now + 7_200_000 }
    const { chats } = clientOf(sandbox, oauthOf(sandbox, { clock }).session({ token }))
    now += 7_200_000 - 300_001
    await chats.getUnseenCount()
    expect(tokenRequests(sandbox)).toHaveLength(0)
    now += 1
    await chats.getUnseenCount()
    expect(tokenRequests(sandbox)).toHaveLength(1)
  })

  test('a refresh token that is refused ends in one telling error, with no second try', async () => {
    const { sandbox } = await openBasalam()
    const session = oauthOf(sandbox).session({ token: { accessToken: 'dead', refreshToken: 'dead-too' } })
    const { chats } = clientOf(sandbox, session)
    for (const error of [await failureOf(chats.getUnseenCount()), await failureOf(chats.getUnseenCount())]) {
      expect(error).toMatchObject({ code: 'unauthenticated', reason: 'refresh_refused' })
    }
    expect(tokenRequests(sandbox)).toHaveLength(1)
  })

  test('a token server in trouble is tried again at the next call', async () => {
    const { sandbox } = await openBasalam()
    const session = oauthOf(sandbox).session({ token: { ...sandbox.personalToken, accessToken: 'stale' } })
    const { chats } = clientOf(sandbox, session)
    sandbox.fail({ operation: 'token', status: 503 })
    expect((await failureOf(chats.getUnseenCount())).code).toBe('outcome_unknown')
    expect(await chats.getUnseenCount()).toMatchObject({ count: 0 })
  })

  test('a session without a refresh token says that the user has to agree again', async () => {
    const { sandbox } = await openBasalam()
    const { chats } = clientOf(sandbox, oauthOf(sandbox).session({ token: { accessToken: 'dead' } }))
    expect((await failureOf(chats.getUnseenCount())).message).toContain('agree again')
  })
})

describe('a token server of its own ways', () => {
  /** Answers each request for a token with the next of these, and counts the calls to the API, all of which it refuses. */
  async function serveTokens(answers: readonly object[]): Promise<{
    readonly url: string
    readonly asked: URLSearchParams[]
    readonly calls: () => number
  }> {
    const asked: URLSearchParams[] = []
    let calls = 0
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      response.setHeader('content-type', 'application/json')
      if (request.url !== '/oauth/token') {
        calls += 1
        response.writeHead(401).end('{"detail":"no"}')
        return
      }
      asked.push(new URLSearchParams(Buffer.concat(chunks).toString()))
      response.end(JSON.stringify(answers[asked.length - 1] ?? {}))
    })
    return { url, asked, calls: () => calls }
  }

  const client = { clientId: 'c', clientSecret: 's', redirectUri: 'https://shop.example/back' }

  test('a refresh token that does not come back is kept', async () => {
    const { url, asked } = await serveTokens([{ access_token: 'second' }, { access_token: 'third' }])
    const oauth = new BasalamOAuth({ ...client, tokenUrl: `${url}/oauth/token` })
    const store = memoryTokenStore()
    const session = oauth.session({ token: { accessToken: 'first', refreshToken: 'kept' }, store })
    const { accessToken } = await session.replace(await session.current())
    expect(await store.get()).toMatchObject({ accessToken: 'second', refreshToken: 'kept' })
    await session.replace({ accessToken })
    expect(asked.map((form) => form.get('refresh_token'))).toEqual(['kept', 'kept'])
  })

  test('a code that is given is always exchanged, whatever token there is', async () => {
    const { url, asked } = await serveTokens([
      { access_token: 'one', expires_in: 9_999 },
      { access_token: 'two' },
    ])
    const oauth = new BasalamOAuth({ ...client, tokenUrl: `${url}/oauth/token` })
    const tokens = [await oauth.exchangeCode('code-1'), await oauth.exchangeCode('code-2')]
    expect(tokens.map(({ accessToken }) => accessToken)).toEqual(['one', 'two'])
    expect(asked.map((form) => form.get('code'))).toEqual(['code-1', 'code-2'])
  })

  test('a call that is refused with the new token too is not sent a third time', async () => {
    const { url, asked, calls } = await serveTokens([{ access_token: 'second', refresh_token: 'r2' }])
    const oauth = new BasalamOAuth({ ...client, tokenUrl: `${url}/oauth/token` })
    const token = oauth.session({ token: { accessToken: 'first', refreshToken: 'r1' } })
    const { chats } = new Basalam({ token, baseUrl: url })
    expect(await failureOf(chats.list())).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect([asked.length, calls()]).toEqual([1, 2])
  })

  test('a token that lives for less than five minutes is not renewed at every call', async () => {
    const { sandbox } = await openBasalam()
    const now = 1_000_000
    const clock = { now: () => now, setTimeout, clearTimeout: () => undefined }
    const token: Token = { ...sandbox.personalToken, issuedAtMs: now - 10_000, expiresAtMs: now + 110_000 }
    const { chats } = clientOf(sandbox, oauthOf(sandbox, { clock }).session({ token }))
    await chats.getUnseenCount()
    await chats.getUnseenCount()
    expect(tokenRequests(sandbox)).toHaveLength(0)
  })

  test('two processes that share a store with a lock spend one refresh token', async () => {
    const { sandbox } = await openBasalam()
    const kept = memoryTokenStore(sandbox.personalToken)
    let queue: Promise<unknown> = Promise.resolve()
    const store: TokenStore = {
      ...kept,
      withLock: (work) => {
        const result = queue.then(work, work)
        queue = result
        return result
      },
    }
    const processes = [1, 2].map(() => clientOf(sandbox, oauthOf(sandbox).session({ store })))
    await Promise.all(processes.map(({ chats }) => chats.getUnseenCount()))
    sandbox.revokeAccessTokens()
    await Promise.all(processes.map(({ chats }) => chats.getUnseenCount()))
    expect(tokenRequests(sandbox)).toHaveLength(1)
  })

  test('a new pair is told to whoever wants to keep it, after it was stored', async () => {
    const { sandbox } = await openBasalam()
    const told: unknown[] = []
    const store = memoryTokenStore()
    const session = oauthOf(sandbox).session({
      token: sandbox.personalToken,
      store,
      onRefreshed: (token) => told.push(token),
    })
    sandbox.revokeAccessTokens()
    await clientOf(sandbox, session).chats.getUnseenCount()
    expect(told).toEqual([await store.get()])
  })
})

describe('client credentials', () => {
  test('a session gets its token by itself, and another once that is refused', async () => {
    const { sandbox } = await openBasalam()
    const session = oauthOf(sandbox).clientSession({ scopes: ['customer.wallet.read'] })
    const { wallet } = clientOf(sandbox, session)
    await wallet.getBalance({ userId: 1 })
    sandbox.revokeAccessTokens()
    await wallet.getBalance({ userId: 1 })
    expect(tokenRequests(sandbox)).toEqual([
      expect.objectContaining({ grant_type: 'client_credentials', scope: 'customer.wallet.read' }),
      expect.objectContaining({ grant_type: 'client_credentials' }),
    ])
  })
})

describe('personal token', () => {
  test('alone it is used until it is refused, and nothing is asked for', async () => {
    const { sandbox } = await openBasalam()
    const { chats } = new Basalam({ token: personalToken(sandbox.personalToken), baseUrl: sandbox.apiUrl })
    await chats.getUnseenCount()
    sandbox.revokeAccessTokens()
    expect(await failureOf(chats.getUnseenCount())).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect(tokenRequests(sandbox)).toHaveLength(0)
  })

  test('with a client it is renewed where it is refused, and the new pair is kept', async () => {
    const { sandbox } = await openBasalam()
    const { app, tokenUrl } = sandbox
    const store = memoryTokenStore()
    const token = personalToken({ ...sandbox.personalToken, ...app, tokenUrl, store })
    const { chats } = new Basalam({ token, baseUrl: sandbox.apiUrl })
    sandbox.revokeAccessTokens()
    expect(await chats.getUnseenCount()).toMatchObject({ count: 0 })
    expect((await store.get())?.accessToken).toMatch(/^access-/)
  })
})

describe('what cannot work is refused by name:', () => {
  const good = { clientId: 'c', clientSecret: 's' }

  test.for<[string, () => unknown]>([
    ['clientId', () => new BasalamOAuth({ ...good, clientId: '' })],
    ['clientSecret', () => new BasalamOAuth({ clientId: 'c' } as BasalamOAuthOptions)],
    ['redirectUri', () => new BasalamOAuth({ ...good, redirectUri: 'shop' })],
    ['tokenUrl', () => new BasalamOAuth({ ...good, tokenUrl: 'ftp://x' })],
    ['environment', () => new BasalamOAuth({ ...good, environment: 'test' as 'production' })],
    ['redirectUri', () => new BasalamOAuth(good).authorizeUrl({ scopes: ['*'] })],
    [
      'scopes',
      () => new BasalamOAuth({ ...good, redirectUri: 'https://a.example' }).authorizeUrl({ scopes: [] }),
    ],
    ['accessToken', () => personalToken({ accessToken: 'two words' })],
    ['accessToken', () => personalToken({ ...good, accessToken: 'two words', refreshToken: 'r' })],
  ])('%s', ([name, make]) => {
    expect(make).toThrow(
      expect.objectContaining({ name: 'BasalamError', message: expect.stringContaining(name) }),
    )
  })

  test('a code and a refresh token that are empty', async () => {
    const oauth = new BasalamOAuth({ ...good, redirectUri: 'https://a.example' })
    expect(await failureOf(oauth.exchangeCode(''))).toMatchObject({ code: 'invalid_argument' })
    expect(await failureOf(oauth.refresh(''))).toMatchObject({ code: 'invalid_argument' })
  })
})

describe('the token server’s answer', () => {
  test('without a lifetime it counts as good until it is refused', () => {
    expect(decodeToken({ access_token: 'a' }, 5)).toEqual({ accessToken: 'a' })
  })

  test('lifetime, scopes and the other name of the token are read', () => {
    const body = { token: 'a', refresh_token: 'r', expires_in: '60', scope: 'one, two three' }
    expect(decodeToken(body, 1_000)).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      issuedAtMs: 1_000,
      expiresAtMs: 61_000,
      scopes: ['one', 'two', 'three'],
    })
  })

  test('an error with a good status is a refusal', () => {
    expect(() => decodeToken({ error: 'invalid_grant' }, 0)).toThrow('invalid_grant')
  })

  test('whatever comes in, there is a token or an error', () => {
    const names = fc.constantFrom('access_token', 'token', 'refresh_token', 'expires_in', 'scope', 'error')
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue())), (body) => {
        try {
          expect(decodeToken(body, 0).accessToken).not.toBe('')
        } catch (error) {
          expect(['TypeError', 'BasalamError']).toContain((error as Error).name)
        }
      }),
    )
  })
})
