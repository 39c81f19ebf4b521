import { describe, expect, test } from 'vitest'
import {
  ApiError,
  HttpClient,
  memoryTokenStore,
  type Token,
  TokenSession,
  type TokenStore,
} from '../src/index.js'
import { failureOf, read, write } from './support/calls.js'
import { ManualClock } from './support/manual-clock.js'
import { json, startServer, type TestServer } from './support/test-server.js'

/** An API and its token endpoint. `holdUntil` keeps refusals back until so many requests have come. */
async function startApi(accepted: Set<string>, holdUntil = 0): Promise<TestServer> {
  const held: (() => void)[] = []
  return startServer(({ headers }, response) => {
    const token = String(headers.authorization).replace('Bearer ', '')
    if (accepted.has(token)) return json(response, 200, { token })
    held.push(() => json(response, 401, { message: 'Unauthorized' }))
    if (held.length >= holdUntil) for (const release of held.splice(0)) release()
  })
}

const fifty = Array.from({ length: 50 }, (_, index) => index)
const old: Token = { accessToken: 'old-token', refreshToken: 'old-refresh' }
const fresh: Token = { accessToken: 'new-token', refreshToken: 'new-refresh' }

function refusing(code: 'refused' | 'network'): () => Promise<never> {
  return () => Promise.reject(new ApiError(code, 'POST /token: no.', { status: 400 }))
}

describe('fifty calls at once', () => {
  test('known expired: fifty POSTs make one refresh and fifty requests', async () => {
    const server = await startApi(new Set(['new-token']))
    let refreshes = 0
    const session = new TokenSession({
      token: { ...old, expiresAtMs: Date.now() - 1 },
      refresh: async () => {
        refreshes += 1
        return fresh
      },
    })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    const answers = await Promise.all(fifty.map(() => client.call(write)))
    expect(answers).toEqual(fifty.map(() => ({ token: 'new-token' })))
    expect([refreshes, server.received.length]).toEqual([1, 50])
  })

  test('rejected though not expired, all held until the last arrived: one refresh, a hundred requests, fifty answers', async () => {
    const server = await startApi(new Set(['new-token']), 50)
    let refreshes = 0
    const session = new TokenSession({
      token: { ...old, expiresAtMs: Date.now() + 3_600_000 },
      refresh: async () => {
        refreshes += 1
        return fresh
      },
    })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    const answers = await Promise.all(fifty.map(() => client.call(write)))
    expect(answers).toEqual(fifty.map(() => ({ token: 'new-token' })))
    expect([refreshes, server.received.length]).toEqual([1, 100])
    expect(server.received.every(({ text }) => text === '{"name":"one"}')).toBe(true)
  })

  test('refresh refused too: one refresh, fifty requests, fifty unauthenticated errors', async () => {
    const server = await startApi(new Set(), 50)
    let refreshes = 0
    const session = new TokenSession({
      token: old,
      refresh: () => {
        refreshes += 1
        return refusing('refused')()
      },
    })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    const errors = await Promise.all(fifty.map(() => failureOf(client.call(write))))
    expect(errors.map(({ code }) => code)).toEqual(fifty.map(() => 'unauthenticated'))
    expect([refreshes, server.received.length]).toEqual([1, 50])
  })
})

describe('a call that is refused for its token', () => {
  test('POST and 401: two requests', async () => {
    const server = await startApi(new Set(['new-token']))
    const session = new TokenSession({ token: old, refresh: async () => fresh })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    expect(await client.call(write)).toEqual({ token: 'new-token' })
    expect(server.received.map(({ method, text }) => method + text)).toEqual([
      'POST{"name":"one"}',
      'POST{"name":"one"}',
    ])
  })

  test('is sent again once and no more', async () => {
    const server = await startApi(new Set())
    let turn = 0
    const session = new TokenSession({
      token: old,
      refresh: async () => ({ accessToken: `token-${(turn += 1)}` }),
    })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    expect(await failureOf(client.call(read))).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect([turn, server.received.length]).toEqual([1, 2])
  })

  test('is sent again for its token once, however often it is repeated otherwise', async () => {
    const statuses = [401, 503, 401, 200]
    const server = await startServer((_, response, turn) => json(response, statuses[turn] ?? 200, {}))
    let refreshes = 0
    const session = new TokenSession({
      token: old,
      refresh: async () => ({ accessToken: `token-${(refreshes += 1)}` }),
    })
    const client = new HttpClient({ baseUrl: server.url, token: session, retry: { firstDelayMs: 1 } })
    expect(await failureOf(client.call(read))).toMatchObject({ code: 'unauthenticated' })
    expect([refreshes, server.received.length]).toEqual([1, 3])
  })

  test('is not sent again where the token cannot change', async () => {
    const server = await startApi(new Set())
    const client = new HttpClient({ baseUrl: server.url, token: 'fixed-token' })
    expect(await failureOf(client.call(read))).toMatchObject({ code: 'unauthenticated' })
    expect(server.received).toHaveLength(1)
  })

  test('late does not throw away a newer token, nor look for one in the store', async () => {
    let refreshes = 0
    let looks = 0
    const memory = memoryTokenStore(old)
    const store: TokenStore = {
      get: () => {
        looks += 1
        return memory.get()
      },
      set: (token) => memory.set(token),
    }
    const session = new TokenSession({
      store,
      refresh: async () => {
        refreshes += 1
        return fresh
      },
    })
    await session.current()
    await session.replace(old)
    looks = 0
    expect(await session.replace(old)).toMatchObject(fresh)
    expect([refreshes, looks]).toEqual([1, 0])
  })

  test('keeps its form and its boundary when it is sent again', async () => {
    const server = await startApi(new Set(['new-token']))
    const session = new TokenSession({ token: old, refresh: async () => fresh })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    const body = new FormData()
    body.set('file', new Blob(['some bytes']), 'a.txt')
    await client.call({ method: 'POST', path: '/files', body, decode: (answer) => answer })
    for (const { headers, text } of server.received) {
      const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1]
      expect(text).toContain(`--${boundary}`)
      expect(text).toContain('some bytes')
    }
    expect(server.received).toHaveLength(2)
  })

  test('by a proxy’s challenge renews nothing', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(401, { 'cf-mitigated': 'challenge' })
      response.end('<html>')
    })
    const session = new TokenSession({ token: old, refresh: () => Promise.reject(new TypeError('asked')) })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    expect(await failureOf(client.call(read))).toMatchObject({ code: 'edge_blocked' })
  })
})

describe('a session', () => {
  const hour = 3_600_000

  test('renews 300 seconds before the end, at most a tenth of the life', async () => {
    const clock = new ManualClock()
    const make = (lifeMs: number): TokenSession =>
      new TokenSession({
        clock,
        token: { ...old, issuedAtMs: clock.now(), expiresAtMs: clock.now() + lifeMs },
        refresh: async () => fresh,
      })
    const long = make(2 * hour)
    const short = make(60_000)
    await long.current()
    await short.current()
    clock.advance(53_999)
    expect(await short.current()).toMatchObject(old)
    clock.advance(1)
    expect(await short.current()).toMatchObject(fresh)
    clock.advance(2 * hour - 54_000 - 300_001)
    expect(await long.current()).toMatchObject(old)
    clock.advance(1)
    expect(await long.current()).toMatchObject(fresh)
  })

  test('takes a token without an end as good until it is refused', async () => {
    const clock = new ManualClock()
    const session = new TokenSession({ clock, token: old, refresh: refusing('refused') })
    await session.current()
    clock.advance(1000 * 24 * hour)
    expect(await session.current()).toEqual(old)
  })

  test('keeps the old refresh token and scopes where none come back', async () => {
    const session = new TokenSession({
      token: { ...old, scopes: ['chat:write'] },
      refresh: async () => ({ accessToken: 'new-token' }),
    })
    await session.current()
    expect(await session.replace(old)).toEqual({
      accessToken: 'new-token',
      refreshToken: 'old-refresh',
      scopes: ['chat:write'],
    })
  })

  test('saves a new pair before any request uses it', async () => {
    const server = await startApi(new Set(['new-token']))
    const saved: string[] = []
    const memory = memoryTokenStore(old)
    const store: TokenStore = {
      get: () => memory.get(),
      set: async (token) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        saved.push(`${token?.accessToken} saved after ${server.received.length} request`)
        await memory.set(token)
      },
    }
    const session = new TokenSession({ store, refresh: async () => fresh })
    await new HttpClient({ baseUrl: server.url, token: session }).call(read)
    expect(saved).toEqual(['new-token saved after 1 request'])
    expect(await store.get()).toMatchObject(fresh)
  })

  test('neither uses nor loses a pair that the store did not take, and saves it at the next call', async () => {
    let refreshes = 0
    let isFull = true
    const memory = memoryTokenStore(old)
    const store: TokenStore = {
      get: () => memory.get(),
      set: (token) => (isFull ? Promise.reject(new TypeError('disk full')) : memory.set(token)),
    }
    const session = new TokenSession({
      store,
      refresh: async () => {
        refreshes += 1
        return fresh
      },
    })
    await session.current()
    expect(await failureOf(Promise.resolve(session.replace(old)))).toMatchObject({ code: 'store_failed' })
    isFull = false
    expect(await session.replace(old)).toMatchObject(fresh)
    expect(await memory.get()).toMatchObject(fresh)
    expect(refreshes).toBe(1)
  })

  test('takes what another process saved instead of renewing', async () => {
    const store = memoryTokenStore(old)
    const session = new TokenSession({ store, refresh: () => Promise.reject(new TypeError('asked')) })
    await session.current()
    await store.set(fresh)
    expect(await session.replace(old)).toEqual(fresh)
  })

  test('remembers a refusal, announces it once, and forgets it at a new sign-in', async () => {
    const told: string[] = []
    let refreshes = 0
    const session = new TokenSession({
      token: old,
      refresh: () => {
        refreshes += 1
        return refusing('refused')()
      },
      onRefreshRefused: ({ code, reason }) => told.push(`${code} ${reason}`),
    })
    await session.current()
    for (let turn = 0; turn < 3; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      expect(await failureOf(Promise.resolve(session.replace(old)))).toMatchObject({
        code: 'unauthenticated',
      })
    }
    expect([refreshes, told]).toEqual([1, ['unauthenticated refresh_refused']])
    await session.set(fresh)
    expect(await session.current()).toEqual(fresh)
    expect(await session.replace(old)).toEqual(fresh)
  })

  test('tries again after a renewal that failed in passing', async () => {
    let turn = 0
    const session = new TokenSession({
      token: old,
      refresh: async () => {
        turn += 1
        return turn === 1 ? refusing('network')() : fresh
      },
    })
    await session.current()
    expect(await failureOf(Promise.resolve(session.replace(old)))).toMatchObject({ code: 'network' })
    expect(await session.replace(old)).toMatchObject(fresh)
  })

  test('uses a token that is still good where its early renewal fails, and does not try at every call', async () => {
    const clock = new ManualClock()
    let refreshes = 0
    const session = new TokenSession({
      clock,
      token: { ...old, expiresAtMs: clock.now() + 60_000 },
      refresh: () => {
        refreshes += 1
        return refusing('network')()
      },
    })
    expect(await session.current()).toMatchObject(old)
    expect(await session.current()).toMatchObject(old)
    expect(refreshes).toBe(1)
    clock.advance(5_000)
    expect(await session.current()).toMatchObject(old)
    expect(refreshes).toBe(2)
    clock.advance(60_000)
    expect(await failureOf(Promise.resolve(session.current()))).toMatchObject({ code: 'network' })
  })

  test.for<[string, string]>([
    ['a page', '<html>maintenance</html>'],
    ['no token', '{"ok":true}'],
    ['a token that is no text', '{"accessToken":5}'],
    ['a token with no end in time', '{"accessToken":"t","expiresAtMs":"soon"}'],
  ])(
    'is not signed out by a renewal that answers 200 with %s, and tries again at the next call',
    async ([, text]) => {
      let turn = 0
      const server = await startServer((_, response) => {
        turn += 1
        response.end(turn === 1 ? text : JSON.stringify(fresh))
      })
      const tokens = new HttpClient({ baseUrl: server.url })
      const refusals: ApiError[] = []
      const session = new TokenSession({
        token: old,
        refresh: () => tokens.call({ ...write, secretAnswer: true, decode: (body) => body as Token }),
        onRefreshRefused: (error) => refusals.push(error),
      })
      await session.current()
      const error = await failureOf(Promise.resolve(session.replace(old)))
      expect(['malformed', 'outcome_unknown']).toContain(error.code)
      expect(await session.replace(old)).toMatchObject(fresh)
      expect([turn, refusals]).toEqual([2, []])
    },
  )

  test('with a renewal that gives the same token again sends nothing again', async () => {
    const server = await startApi(new Set())
    const session = new TokenSession({ token: old, refresh: async () => old })
    const client = new HttpClient({ baseUrl: server.url, token: session })
    expect(await failureOf(client.call(write))).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect(server.received).toHaveLength(1)
  })

  test('renews once for a 401 whose body was cut, and the POST arrives', async () => {
    const server = await startServer(({ headers }, response) => {
      if (headers.authorization === 'Bearer new-token') return json(response, 200, 'done')
      response.writeHead(401, { 'content-length': '1000' })
      response.write('{')
      setImmediate(() => response.destroy())
    })
    const session = new TokenSession({ token: old, refresh: async () => fresh })
    expect(await new HttpClient({ baseUrl: server.url, token: session }).call(write)).toBe('done')
    expect(server.received).toHaveLength(2)
  })

  test('takes over a sign-in while a renewal is under way, and the sign-in stands', async () => {
    let finish = (): void => undefined
    const store = memoryTokenStore(old)
    const session = new TokenSession({
      store,
      refresh: () =>
        new Promise((resolve) => {
          finish = () => resolve(fresh)
        }),
    })
    await session.current()
    const renewing = session.replace(old)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const signedIn: Token = { accessToken: 'signed-in' }
    const setting = session.set(signedIn)
    // Asked for while the sign-in waits: no further renewal, which would save its pair over it.
    const asked = session.replace(old)
    finish()
    expect(await renewing).toMatchObject(fresh)
    await setting
    expect([await asked, await session.current(), await store.get()]).toEqual([signedIn, signedIn, signedIn])
  })

  test('does not save a pair that the store did not take over a newer one', async () => {
    let isFull = true
    const memory = memoryTokenStore(old)
    const store: TokenStore = {
      get: () => memory.get(),
      set: (token) => (isFull ? Promise.reject(new TypeError('disk full')) : memory.set(token)),
    }
    const session = new TokenSession({ store, refresh: async () => fresh })
    await session.current()
    expect(await failureOf(Promise.resolve(session.replace(old)))).toMatchObject({ code: 'store_failed' })
    isFull = false
    // Another process signed in anew.
    await memory.set({ accessToken: 'signed-in' })
    expect(await session.replace(old)).toEqual({ accessToken: 'signed-in' })
    expect(await store.get()).toEqual({ accessToken: 'signed-in' })
  })

  test('refuses a token that no store could give back as it was', async () => {
    const session = new TokenSession({ refresh: async () => fresh })
    for (const wrong of [
      { expiresAtMs: Number.NaN },
      { expiresAtMs: Infinity },
      { scopes: 'a b' as unknown as string[] },
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await failureOf(session.set({ ...old, ...wrong }))).toMatchObject({ code: 'invalid_options' })
    }
  })

  test('with a clock that goes back uses its token until it is refused', async () => {
    const clock = new ManualClock()
    const lived = { ...old, issuedAtMs: clock.now(), expiresAtMs: clock.now() + hour }
    const session = new TokenSession({ clock, token: lived, refresh: async () => fresh })
    await session.current()
    clock.advance(-24 * hour)
    expect(await session.current()).toMatchObject(lived)
    expect(await session.replace(lived)).toMatchObject(fresh)
    const upsideDown = { ...old, issuedAtMs: clock.now() + hour, expiresAtMs: clock.now() + 1_000 }
    await session.set(upsideDown)
    expect(await session.current()).toMatchObject(upsideDown)
    clock.advance(1_000)
    expect(await session.current()).toMatchObject({ accessToken: 'new-token' })
  })

  test('gets its first token by itself, where the kind of token allows it', async () => {
    const given: unknown[] = []
    const session = new TokenSession({
      refresh: async (last) => {
        given.push(last)
        return fresh
      },
    })
    expect(await Promise.all([session.current(), session.current()])).toMatchObject([fresh, fresh])
    expect(given).toEqual([undefined])
  })

  test('gives up a renewal that takes too long, and leaves no timer', async () => {
    const clock = new ManualClock()
    const session = new TokenSession({
      clock,
      token: old,
      refreshTimeoutMs: 1_000,
      refresh: () => new Promise(() => queueMicrotask(() => clock.advance(1_000))),
    })
    await session.current()
    expect(await failureOf(Promise.resolve(session.replace(old)))).toMatchObject({ code: 'timeout' })
    expect(clock.timers).toBe(0)
  })

  test('renews inside the lock of its store', async () => {
    const steps: string[] = []
    const memory = memoryTokenStore(old)
    const store: TokenStore = {
      ...memory,
      withLock: async (work) => {
        steps.push('locked')
        const result = await work()
        steps.push('free')
        return result
      },
    }
    const session = new TokenSession({
      store,
      refresh: async () => {
        steps.push('renewed')
        return fresh
      },
      onRefreshed: () => steps.push('told'),
    })
    await session.current()
    await session.replace(old)
    expect(steps).toEqual(['locked', 'renewed', 'told', 'free'])
  })

  test('refuses tokens that would break a header, without quoting them', () => {
    for (const accessToken of ['', 'two words', 'line\nbreak', 'é']) {
      const make = (): unknown => new HttpClient({ baseUrl: 'http://127.0.0.1', token: accessToken })
      expect(make).toThrow(expect.objectContaining({ code: 'invalid_options' }))
      if (accessToken !== '') expect(make).not.toThrow(accessToken)
    }
  })
})

test('a call may have a token of its own, or none', async () => {
  const server = await startServer(({ headers }, response) =>
    json(response, 200, headers.authorization ?? null),
  )
  const client = new HttpClient({ baseUrl: server.url, token: 'token-of-client' })
  expect(await client.call(read)).toBe('Bearer token-of-client')
  expect(await client.call(read, { token: 'token-of-call' })).toBe('Bearer token-of-call')
  expect(await client.call({ ...read, authenticated: false })).toBe(null)
  expect(await client.call(read, { headers: { Authorization: 'Basic x' } })).toBe('Basic x')
})

test('a source that gives what cannot be sent is named, and nothing is sent', async () => {
  const server = await startApi(new Set())
  for (const token of [undefined, {}, { accessToken: 'secret line\nbreak' }]) {
    const source = { current: () => token as Token }
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const error = await failureOf(new HttpClient({ baseUrl: server.url, token: source }).call(write))
    expect(error).toMatchObject({ code: 'invalid_options' })
    expect(error.message).not.toContain('secret line')
  }
  expect(server.received).toHaveLength(0)
})

test('a source that throws what is no ApiError becomes one, and nothing is sent', async () => {
  const server = await startApi(new Set())
  const source = { current: () => Promise.reject(new TypeError('no vault')) }
  const error = await failureOf(new HttpClient({ baseUrl: server.url, token: source }).call(write))
  expect(error).toMatchObject({ code: 'unauthenticated', cause: { message: 'no vault' } })
  expect(server.received).toHaveLength(0)
})
