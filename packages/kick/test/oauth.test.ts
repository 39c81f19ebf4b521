import type { Sandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeTokenFacts, decodeUserToken } from '../src/auth/decode-token.js'
import { readCallback } from '../src/auth/read-callback.js'
import { KickOauth, kickScopes, type PendingLogin } from '../src/index.js'
import { failureOf, openSandbox, startServer } from './support/kick.js'

const redirectUri = 'http://localhost:9/callback'

function oauthOf(sandbox: Sandbox): KickOauth {
  const { clientId, clientSecret, url } = sandbox.kick.oauth
  return new KickOauth({ clientId, clientSecret, redirectUri, baseUrl: url })
}

/** Where the server sends a user who follows the address. */
async function follow(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('location') ?? `${response.status} ${await response.text()}`
}

describe('signing in', () => {
  test('ends in a token that acts for the user, with the scopes that were asked for', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    sandbox.kick.oauth.signInAs('ann', 'ann')
    const login = await oauth.beginLogin({ scopes: ['chat:write', 'user:read'] })
    const token = await oauth.finishLogin(await follow(login.url), login)
    expect(token).toMatchObject({ kind: 'user', scopes: ['chat:write', 'user:read'] })
    expect((token.expiresAtMs ?? 0) - token.issuedAtMs).toBe(7_200_000)
    expect(await oauth.introspect(token.accessToken)).toMatchObject({
      active: true,
      clientId: 'sandbox-app',
      kind: 'user',
      scopes: ['chat:write', 'user:read'],
    })
  })

  test('every scope that is known can be asked for, and others where they are named as such', async () => {
    const sandbox = await openSandbox()
    const login = await oauthOf(sandbox).beginLogin({ scopes: kickScopes, otherScopes: ['raids:read'] })
    expect(new URL(login.url).searchParams.get('scope')).toBe([...kickScopes, 'raids:read'].join(' '))
  })

  test('each one has a state and a verifier of its own', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    const logins = await Promise.all([1, 2].map(() => oauth.beginLogin({ scopes: ['user:read'] })))
    expect(new Set(logins.flatMap(({ state, codeVerifier }) => [state, codeVerifier])).size).toBe(4)
    for (const { codeVerifier, url } of logins) {
      expect(codeVerifier).toMatch(/^[\w-]{43}$/)
      expect(url).not.toContain(codeVerifier)
    }
  })

  test('127.0.0.1 stays what it is, though the page spoils the first it meets', async () => {
    const given = 'http://127.0.0.1:9/callback'
    const sandbox = await openSandbox({ kickApp: { redirectUris: [given] } })
    const oauth = oauthOf(sandbox)
    const login = await oauth.beginLogin({ scopes: ['user:read'], redirectUri: given })
    const back = await follow(login.url)
    expect(back).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?code=/)
    expect((await oauth.finishLogin(back, login)).kind).toBe('user')
  })

  test('a user who says no is refused, not exchanged', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    sandbox.kick.oauth.refuseNextLogin()
    const login = await oauth.beginLogin({ scopes: ['user:read'] })
    const error = await failureOf(oauth.finishLogin(await follow(login.url), login))
    expect(error).toMatchObject({ code: 'refused', serverMessage: 'access_denied' })
    expect(sandbox.kick.requests.map(({ path }) => path)).toEqual(['/oauth/authorize'])
  })

  test('the code of another sign-in is not taken, even with an error in the address', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    const [mine, other] = await Promise.all([1, 2].map(() => oauth.beginLogin({ scopes: ['user:read'] })))
    if (mine === undefined || other === undefined) throw new TypeError('two sign-ins')
    const back = await follow(other.url)
    expect(await failureOf(oauth.finishLogin(back, mine))).toMatchObject({ code: 'invalid_argument' })
    const forged = `${redirectUri}?error=access_denied&state=x`
    expect(await failureOf(oauth.finishLogin(forged, mine))).toMatchObject({ code: 'invalid_argument' })
    expect(sandbox.kick.requests.filter(({ path }) => path === '/oauth/token')).toEqual([])
  })

  test('a code is good once, and only with its verifier', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    const login = await oauth.beginLogin({ scopes: ['user:read'] })
    const back = await follow(login.url)
    await oauth.finishLogin(back, login)
    expect(await failureOf(oauth.finishLogin(back, login))).toMatchObject({ code: 'refused', status: 400 })
    const again = await oauth.beginLogin({ scopes: ['user:read'] })
    const stolen = { ...again, codeVerifier: 'x'.repeat(43) }
    const error = await failureOf(oauth.finishLogin(await follow(again.url), stolen))
    expect(error.serverMessage).toMatch(/^invalid_grant: The provided/)
  })

  test.for<[string, object]>([
    ['scopes', { scopes: [] }],
    ['chat:shout', { scopes: ['chat:shout'] }],
    ['scopes', { scopes: ['user:read'], otherScopes: ['two words'] }],
    ['redirectUri', { scopes: ['user:read'], redirectUri: 'callback' }],
  ])('%s is refused by name before anything is made', async ([name, request]) => {
    const sandbox = await openSandbox()
    const error = await failureOf(oauthOf(sandbox).beginLogin(request as never))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
  })

  test('any address may be what somebody calls', () => {
    const login: PendingLogin = { url: '', state: 'the-state', codeVerifier: 'v', redirectUri }
    const part = fc.oneof(fc.constantFrom('state=the-state', 'code=x', 'error=y', 'code='), fc.string())
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const address = `${redirectUri}?${parts.join('&')}`
        try {
          expect(readCallback(address, login)).not.toBe('')
        } catch (error) {
          expect(error).toMatchObject({ name: 'KickError' })
        }
      }),
    )
  })
})

describe('what is sent', () => {
  test('the token endpoint gets a form with everything Kick wants', async () => {
    const token =
      '{"access_token":"a1","token_type":"Bearer","refresh_token":"r1","expires_in":"7200","scope":"user:read"}'
    const { url, requests } = await startServer(200, token)
    const oauth = new KickOauth({ clientId: 'id', clientSecret: 's&cret', baseUrl: url })
    await oauth.exchangeCode({ code: 'c', codeVerifier: 'v', redirectUri })
    await oauth.refresh('r0')
    await oauth.appToken()
    expect(requests.map(({ line }) => line)).toEqual([
      'POST /oauth/token grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fcallback&code_verifier=v&client_id=id&client_secret=s%26cret',
      'POST /oauth/token grant_type=refresh_token&refresh_token=r0&client_id=id&client_secret=s%26cret',
      'POST /oauth/token grant_type=client_credentials&client_id=id&client_secret=s%26cret',
    ])
    for (const { headers } of requests) {
      expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
      expect(headers.authorization).toBeUndefined()
    }
  })

  test('revocation names its hint as Kick does, in the query; its answer is no JSON', async () => {
    const { url, requests } = await startServer(200, 'OK')
    const oauth = new KickOauth({ clientId: 'id', clientSecret: 'secret', baseUrl: url })
    await oauth.revoke('a-token', 'refresh_token')
    await oauth.revoke('a-token')
    expect(requests.map(({ line }) => line.trim())).toEqual([
      'POST /oauth/revoke?token=a-token&token_hint_type=refresh_token',
      'POST /oauth/revoke?token=a-token',
    ])
  })

  test('introspection goes to the OAuth server, with the token that is looked at', async () => {
    const { url, requests } = await startServer(
      200,
      '{"data":{"active":false,"client_id":null,"token_type":null,"scope":null,"exp":null},"message":"OK"}',
    )
    const oauth = new KickOauth({ clientId: 'id', clientSecret: 'secret', baseUrl: url })
    expect(await oauth.introspect('a-token')).toEqual({ active: false })
    expect(requests[0]?.line.trim()).toBe('POST /oauth/token/introspect')
    expect(requests[0]?.headers.authorization).toBe('Bearer a-token')
  })

  test('the addresses are Kick’s own unless told', async () => {
    const asked: string[] = []
    const oauth = new KickOauth({
      clientId: 'id',
      clientSecret: 'secret',
      redirectUri,
      fetch: async (address) => {
        asked.push(address)
        return new Response('{"access_token":"a","expires_in":1}')
      },
    })
    await oauth.appToken()
    expect(asked).toEqual(['https://id.kick.com/oauth/token'])
    const { url } = await oauth.beginLogin({ scopes: ['user:read'] })
    expect(url.startsWith('https://id.kick.com/oauth/authorize?response_type=code&client_id=id&')).toBe(true)
  })
})

describe('tokens', () => {
  test('the app’s own has no refresh token and lives for sixty days', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    const token = await oauth.appToken()
    expect(Object.keys(token).toSorted()).toEqual(['accessToken', 'expiresAtMs', 'issuedAtMs', 'kind'])
    expect((token.expiresAtMs ?? 0) - token.issuedAtMs).toBe(5_184_000_000)
    expect(await oauth.introspect(token.accessToken)).toMatchObject({ kind: 'app', scopes: [] })
  })

  test('a renewed pair is another, and a revoked one is no more', async () => {
    const sandbox = await openSandbox()
    const oauth = oauthOf(sandbox)
    const login = await oauth.beginLogin({ scopes: ['user:read'] })
    const first = await oauth.finishLogin(await follow(login.url), login)
    const second = await oauth.refresh(first.refreshToken)
    expect(second.accessToken).not.toBe(first.accessToken)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(await oauth.revoke(second.accessToken, 'access_token')).toBeUndefined()
    expect(await oauth.introspect(second.accessToken)).toEqual({ active: false })
    await oauth.revoke(second.refreshToken)
    expect(await failureOf(oauth.refresh(second.refreshToken))).toMatchObject({ code: 'refused' })
  })

  test('an answer without a refresh token is no user’s', async () => {
    const { url } = await startServer(200, '{"access_token":"a1","token_type":"Bearer","expires_in":7200}')
    const oauth = new KickOauth({ clientId: 'id', clientSecret: 'secret', baseUrl: url })
    expect(await failureOf(oauth.refresh('r0'))).toMatchObject({
      code: 'malformed',
      reason: 'unexpected_shape',
    })
  })

  test('an end that is not told is unknown, not now', async () => {
    const { url } = await startServer(200, '{"access_token":"a1","expires_in":""}')
    const oauth = new KickOauth({ clientId: 'id', clientSecret: 'secret', baseUrl: url })
    expect((await oauth.appToken()).expiresAtMs).toBeUndefined()
  })

  test('nothing but a KickError or a token comes of any answer', () => {
    const names = fc.constantFrom('access_token', 'refresh_token', 'expires_in', 'scope', 'active', 'exp')
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue())), (body) => {
        for (const decode of [decodeUserToken, decodeTokenFacts]) {
          try {
            expect(typeof decode(body, 0)).toBe('object')
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError)
          }
        }
      }),
    )
  })
})

describe('secrets', () => {
  const secrets = ['planted-secret', 'planted-refresh', 'planted-code', 'planted-verifier', 'planted-token']

  test.for<[string, readonly number[], (oauth: KickOauth) => PromiseLike<unknown>]>([
    ['refresh', [0, 1], (oauth) => oauth.refresh('planted-refresh')],
    [
      'exchangeCode',
      [0, 2, 3],
      (oauth) => oauth.exchangeCode({ code: 'planted-code', codeVerifier: 'planted-verifier', redirectUri }),
    ],
    ['revoke', [4], (oauth) => oauth.revoke('planted-token')],
    ['introspect', [4], (oauth) => oauth.introspect('planted-token')],
  ])('of %s are in no error and no log, though the server repeats them', async ([, sent, call]) => {
    const planted = sent.map((index) => secrets[index] ?? '')
    const answer = { error: 'invalid_grant', error_description: `no: ${planted.join(' ')}` }
    const { url } = await startServer(400, JSON.stringify(answer))
    const lines: unknown[] = []
    const write = (...words: unknown[]): void => void lines.push(...words)
    const oauth = new KickOauth({
      clientId: 'id',
      clientSecret: 'planted-secret',
      baseUrl: url,
      logger: { debug: write, info: write, warn: write, error: write },
      logLevel: 'debug',
    })
    const error = await failureOf(call(oauth))
    const shown = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(lines)}`
    expect(shown).toContain('[redacted]')
    for (const secret of planted) expect(shown).not.toContain(secret)
    expect(lines.length).toBeGreaterThan(0)
  })

  test.for(['clientId', 'clientSecret'])('a missing %s is refused by name', (name) => {
    const options = { clientId: 'id', clientSecret: 'secret', [name]: '' }
    expect(() => new KickOauth(options)).toThrow(
      expect.objectContaining({
        name: 'KickError',
        code: 'invalid_options',
        message: expect.stringContaining(name),
      }),
    )
  })
})
