import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSandboxError, type RequestFault } from '../src/index.js'
import {
  decodeConnectionRequest,
  decodeTokenRequest,
  findClientId,
} from '../src/kick/realtime/decode-request.js'
import { createGuestTokens } from '../src/kick/realtime/guest-tokens.js'
import { decodeJwt, encodeJwt } from '../src/kick/realtime/jwt.js'
import { createRandom } from '../src/random.js'
import { createManualClock } from './support/manual-clock.js'
import { askRealtime, clientId, connectionRequest, fetchToken } from './support/negotiation.js'
import { openSandbox } from './support/sandboxes.js'

const both = connectionRequest('pusher', 'centrifugo')

/** The providers of an answer, in its order. */
function providersOf(body: unknown): readonly string[] {
  return (body as { data: { connections: { provider: string }[] } }).data.connections.map(
    ({ provider }) => provider,
  )
}

describe('asking for a connection', () => {
  test('names the Centrifugo socket of the sandbox, in the envelope of Kick', async () => {
    const sandbox = await openSandbox()
    expect(await askRealtime(sandbox, 'connection', both)).toMatchObject({
      status: 200,
      body: {
        data: {
          mode: 'websocket',
          connections: [{ provider: 'centrifugo', credentials: { url: sandbox.centrifugo.url } }],
        },
      },
    })
    expect(sandbox.centrifugo.url).toBe(`ws://127.0.0.1:${sandbox.pusher.port}/connection/websocket`)
  })

  test('names the Pusher app by its key and a cluster where nothing else is accepted', async () => {
    const sandbox = await openSandbox()
    const { body } = await askRealtime(sandbox, 'connection', connectionRequest('pusher'))
    expect(body).toEqual({
      data: {
        mode: 'websocket',
        connections: [{ provider: 'pusher', credentials: { app_key: sandbox.pusher.key, cluster: 'us2' } }],
      },
    })
  })

  test('offers nothing to somebody who accepts nothing that is here', async () => {
    const sandbox = await openSandbox()
    const { status, body } = await askRealtime(sandbox, 'connection', connectionRequest('carrier_pigeon'))
    expect(status).toBe(200)
    expect(providersOf(body)).toEqual([])
  })

  test('is asked per channel by the channel id; the other two ids are unknown', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { channelId, chatroomId, userId } = sandbox.kick.room('ann')
    const ask = (id: number | string): ReturnType<typeof askRealtime> =>
      askRealtime(sandbox, `channels/${id}/chat/connection`, both)

    expect(providersOf((await ask(channelId)).body)).toEqual(['centrifugo'])
    for (const id of [chatroomId, userId, 'ann', '%E0%A4%A']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is fine
      expect(await ask(id)).toMatchObject({ status: 404, body: { data: null, message: 'Not found' } })
    }
  })

  test.for<[string, unknown]>([
    ['no JSON', '{'],
    ['no object', '7'],
    ['no client', { capabilities: { accepted_providers: [{ provider: 'pusher' }] } }],
    ['a client id that is no UUID', { ...both, client: { id: 'me', type: 'web' } }],
    ['a client without a type', { ...both, client: { id: clientId } }],
    ['no providers', { ...both, capabilities: { accepted_providers: [] } }],
    ['providers that are texts', { ...both, capabilities: { accepted_providers: ['pusher'] } }],
    ['no capabilities', { ...both, capabilities: null }],
  ])('a body with %s is refused', async ([, body]) => {
    const sandbox = await openSandbox()
    expect(await askRealtime(sandbox, 'connection', body)).toMatchObject({
      status: 400,
      body: { data: null, message: 'Invalid request' },
    })
  })

  test('takes POST alone, and knows no other address', async () => {
    const sandbox = await openSandbox()
    expect((await askRealtime(sandbox, 'connection', both, 'GET')).status).toBe(405)
    expect((await askRealtime(sandbox, 'auth/connection', both, 'GET')).status).toBe(405)
    expect((await askRealtime(sandbox, 'auth/channel', both)).status).toBe(404)
    expect((await askRealtime(sandbox, 'channels/1/connection', both)).status).toBe(404)
  })

  test('is written down with its client id, whether it went well or not', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.faults.challenge({ next: 1 })
    await askRealtime(sandbox, 'connection', both)
    await askRealtime(sandbox, 'auth/connection', { client_id: clientId })
    await askRealtime(sandbox, 'channels/1/chat/connection', '{')

    expect(sandbox.kick.realtime.requests).toEqual([
      { method: 'POST', path: '/api/v1/realtime/connection', clientId },
      { method: 'POST', path: '/api/v1/realtime/auth/connection', clientId },
      { method: 'POST', path: '/api/v1/realtime/channels/1/chat/connection', clientId: undefined },
    ])
  })
})

describe('what is answered', () => {
  test('can be chosen, among what is accepted', async () => {
    const sandbox = await openSandbox()
    const { realtime } = sandbox.kick
    const answer = async (...accepted: string[]): Promise<readonly string[]> =>
      providersOf((await askRealtime(sandbox, 'connection', connectionRequest(...accepted))).body)

    realtime.prefer('pusher')
    expect(await answer('centrifugo', 'pusher')).toEqual(['pusher'])
    expect(await answer('centrifugo')).toEqual(['centrifugo'])
    realtime.prefer(['pusher', 'centrifugo'])
    expect(await answer('centrifugo', 'pusher')).toEqual(['pusher', 'centrifugo'])
    expect(await answer('centrifugo', 'other')).toEqual(['centrifugo'])
  })

  test('can be chosen from the start', async () => {
    const sandbox = await openSandbox({ realtime: { prefer: 'pusher' } })
    expect(providersOf((await askRealtime(sandbox, 'connection', both)).body)).toEqual(['pusher'])
  })

  test('can be another one for one channel', async () => {
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'] })
    const answer = async (slug: string): Promise<readonly string[]> => {
      const path = `channels/${sandbox.kick.room(slug).channelId}/chat/connection`
      return providersOf((await askRealtime(sandbox, path, both)).body)
    }
    sandbox.kick.realtime.prefer('pusher', { channelId: sandbox.kick.room('bob').channelId })
    expect([await answer('ann'), await answer('bob')]).toEqual([['centrifugo'], ['pusher']])

    sandbox.kick.realtime.prefer('pusher')
    sandbox.kick.realtime.prefer('centrifugo', { channelId: sandbox.kick.room('bob').channelId })
    expect([await answer('ann'), await answer('bob')]).toEqual([['pusher'], ['centrifugo']])
  })

  test('can be made up, also what nobody accepts, until it is taken back', async () => {
    const sandbox = await openSandbox()
    const madeUp = [
      { provider: 'carrier_pigeon', credentials: { loft: 7 } },
      { provider: 'centrifugo', credentials: { url: 'wss://evil.invalid/connection/websocket' } },
    ]
    sandbox.kick.realtime.answerWith(madeUp)
    expect((await askRealtime(sandbox, 'connection', both)).body).toEqual({
      data: { mode: 'websocket', connections: madeUp },
    })
    sandbox.kick.realtime.answerWith(undefined)
    expect(providersOf((await askRealtime(sandbox, 'connection', both)).body)).toEqual(['centrifugo'])
  })

  test('a provider that the sandbox does not run cannot be preferred', async () => {
    const sandbox = await openSandbox()
    for (const wrong of ['carrier_pigeon', []]) {
      expect(() => {
        sandbox.kick.realtime.prefer(wrong as 'pusher')
      }).toThrow(/^prefer\(.*centrifugo and pusher.*answerWith/)
    }
  })
})

describe('a token for the socket', () => {
  test('is a JWT for a guest of this client id, and lives 2,700 seconds', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const { status, body } = await askRealtime(sandbox, 'auth/connection', { client_id: clientId })
    const { data, message } = body as { data: { token: string }; message: string }
    const [header, claims, signature] = data.token.split('.')
    const read = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())

    expect([status, message]).toEqual([200, 'success'])
    expect(read(header)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(read(claims)).toEqual({
      sub: `guest:${clientId}`,
      iat: clock.now() / 1000,
      exp: clock.now() / 1000 + 2700,
    })
    expect(signature).toMatch(/^[\w-]{43}$/)
  })

  test('lives as long as it is told, also for ever', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, realtime: { tokenSeconds: 60 } })
    const lifetime = async (): Promise<number | undefined> => {
      const claims = (await fetchToken(sandbox)).split('.')[1] ?? ''
      const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp?: number }
      return exp === undefined ? undefined : exp - clock.now() / 1000
    }
    expect(await lifetime()).toBe(60)
    sandbox.kick.realtime.tokenSeconds = 5
    expect(await lifetime()).toBe(5)
    sandbox.kick.realtime.tokenSeconds = Infinity
    expect(await lifetime()).toBeUndefined()
    expect(() => {
      sandbox.kick.realtime.tokenSeconds = 0
    }).toThrow(/tokenSeconds must be above 0, not 0/)
  })

  test.for([{}, { client_id: 7 }, { client_id: 'me' }, '{'])('%j is refused', async (body) => {
    const sandbox = await openSandbox()
    expect((await askRealtime(sandbox, 'auth/connection', body)).status).toBe(400)
  })

  test('is read back; another sandbox’s is strange, a changed one too', () => {
    let nowMs = 1_000_000
    const tokens = createGuestTokens(10, createRandom('one'), () => nowMs)
    const token = tokens.issue(clientId)
    expect(tokens.read(token)).toEqual({ ok: true, subject: `guest:${clientId}`, expiresAtMs: 1_010_000 })
    expect(createGuestTokens(10, createRandom('two'), () => nowMs).read(token)).toEqual({
      ok: false,
      reason: 'invalid',
    })
    const [head, , signature] = token.split('.')
    const forged = Buffer.from('{"sub":"guest:other","iat":1}').toString('base64url')
    expect(tokens.read(`${head}.${forged}.${signature}`)).toEqual({ ok: false, reason: 'invalid' })
    nowMs = 1_010_000
    expect(tokens.read(token)).toEqual({ ok: false, reason: 'expired' })
  })

  test('ends on demand; the next one works', () => {
    const tokens = createGuestTokens(10, createRandom('one'), () => 0)
    const token = tokens.issue(clientId)
    tokens.expireAll()
    expect(tokens.read(token)).toEqual({ ok: false, reason: 'expired' })
    expect(tokens.read(tokens.issue(clientId))).toMatchObject({ ok: true })
  })
})

describe('what can go wrong', () => {
  test.for<[string, RequestFault, { status: number; type: string }]>([
    ['a country is blocked', { status: 423 }, { status: 423, type: 'application/json' }],
    ['the server fails', { status: 500 }, { status: 500, type: 'application/json' }],
    ['a page comes where JSON is due', { body: 'page' }, { status: 200, type: 'text/html' }],
    ['a gateway answers', { body: 'page', status: 502 }, { status: 502, type: 'text/html' }],
  ])('%s', async ([, fault, expected]) => {
    const sandbox = await openSandbox()
    sandbox.faults.failRequests({ ...fault, next: 1 })
    const failed = await askRealtime(sandbox, 'connection', both)
    const after = await askRealtime(sandbox, 'connection', both)

    expect(failed.status).toBe(expected.status)
    expect(failed.headers.get('content-type')).toContain(expected.type)
    expect(after.status).toBe(200)
  })

  test('too many requests, with the time to wait', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.failRequests({ status: 429, retryAfterSeconds: 7, next: 1 })
    const { status, headers, body } = await askRealtime(sandbox, 'connection', both)
    expect([status, headers.get('retry-after')]).toEqual([429, '7'])
    expect(body).toEqual({ data: null, message: 'Too Many Requests' })
  })

  test('a challenge page stands before negotiation and site alike', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const fault = sandbox.faults.challenge()
    const answers = [
      await askRealtime(sandbox, 'connection', both),
      await askRealtime(sandbox, 'auth/connection', { client_id: clientId }),
    ]
    expect(answers.map(({ status, text }) => [status, text.includes('Just a moment')])).toEqual([
      [403, true],
      [403, true],
    ])
    expect((await fetch(`${sandbox.kick.siteUrl}/api/v2/channels/ann`)).status).toBe(403)
    expect((await fetch(`${sandbox.kick.apiUrl}/public/v1/public-key`)).status).toBe(200)
    fault.heal()
    expect((await askRealtime(sandbox, 'connection', both)).status).toBe(200)
  })

  test('a fault strikes the addresses that begin as it says, and those alone', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.faults.failRequests({ path: '/api/v1/realtime/auth/', status: 503 })
    sandbox.faults.failRequests({ path: '/public/', status: 500 })
    expect((await askRealtime(sandbox, 'auth/connection', { client_id: clientId })).status).toBe(503)
    expect((await askRealtime(sandbox, 'connection', both)).status).toBe(200)
    expect((await fetch(`${sandbox.kick.apiUrl}/public/v1/public-key`)).status).toBe(500)
    expect((await fetch(sandbox.pusher.authUrl, { method: 'POST' })).status).toBe(400)
  })

  test('an answer takes its time, by the sandbox clock', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    sandbox.faults.failRequests({ delayMs: 5_000, next: 1 })
    let isThere = false
    const answer = askRealtime(sandbox, 'connection', both).then((result) => {
      isThere = true
      return result
    })
    await expect.poll(() => clock.pendingTimers).toBe(1)
    clock.advance(4_999)
    await fetch(`${sandbox.url}/nothing`)
    expect(isThere).toBe(false)
    clock.advance(1)
    expect((await answer).status).toBe(200)
  })

  test('a slow answer to somebody who hung up leaves no timer behind', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    sandbox.faults.failRequests({ delayMs: 5_000 })
    const hangUp = new AbortController()
    const asked = fetch(`${sandbox.kick.siteUrl}/api/v2/channels/ann`, { signal: hangUp.signal })
    await expect.poll(() => clock.pendingTimers).toBe(1)
    hangUp.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(() => clock.pendingTimers).toBe(0)
  })

  test('the connection breaks before anything is done, or after it in the middle of the answer', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const post = (): Promise<string> =>
      fetch(`${sandbox.kick.apiUrl}/public/v1/chat`, {
        method: 'POST',
        headers: { authorization: 'Bearer sandbox-token' },
        body: JSON.stringify({ type: 'bot', content: 'hi' }),
      }).then((response) => response.text())

    sandbox.faults.failRequests({ cut: 'before', next: 1 })
    await expect(post()).rejects.toThrow()
    expect(sandbox.record.events()).toHaveLength(0)
    sandbox.faults.failRequests({ cut: 'after', next: 1 })
    await expect(post()).rejects.toThrow()
    expect(sandbox.record.events()).toHaveLength(1)
    await expect(post()).resolves.toContain('"is_sent":true')
  })

  test.for([
    { status: 302 },
    { status: 600 },
    { delayMs: -1 },
    { delayMs: Number.NaN },
    { path: 'api' },
    { next: 0 },
  ])('%j is no fault', async (options) => {
    const sandbox = await openSandbox()
    expect(() => sandbox.faults.failRequests(options)).toThrow(/^failRequests: /)
    expect(sandbox.faults.active).toEqual([])
  })

  test.for([
    { tokenSeconds: 0 },
    { pingMs: 0 },
    { pongTimeoutMs: -1 },
    { expiryGraceMs: Infinity },
    { connectTimeoutMs: Number.NaN },
    { prefer: 'carrier_pigeon' as 'pusher' },
  ])('%j is refused as an option, by its name', async (realtime) => {
    await expect(openSandbox({ realtime })).rejects.toSatisfy(
      (error) =>
        isSandboxError(error) &&
        error.code === 'invalid_options' &&
        error.message.includes(`realtime.${Object.keys(realtime)[0]}`),
    )
  })
})

describe('the readers of bodies', () => {
  test('read any text without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => [
          decodeConnectionRequest(text),
          decodeTokenRequest(text),
          findClientId(text),
        ]).not.toThrow()
      }),
    )
  })

  test('read what is well formed', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.array(fc.string(), { minLength: 1 }), (id, providers) => {
        const text = JSON.stringify({ ...connectionRequest(...providers), client: { id, type: 'web' } })
        expect(decodeConnectionRequest(text)).toEqual({ clientId: id, acceptedProviders: providers })
        expect(findClientId(text)).toBe(id)
        expect(decodeTokenRequest(JSON.stringify({ client_id: id }))).toBe(id)
      }),
    )
  })

  test('a token is read with its own secret alone, and any text without an exception', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (sub, secret, text) => {
        const token = encodeJwt({ sub, iat: 0 }, secret)
        expect(decodeJwt(token, secret)).toEqual({ sub, iat: 0 })
        expect(decodeJwt(token, `${secret}x`)).toBeUndefined()
        expect(decodeJwt(text, secret)).toBeUndefined()
      }),
    )
  })
})
