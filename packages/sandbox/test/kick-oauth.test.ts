import * as oauth from 'oauth4webapi'
import { describe, expect, test } from 'vitest'
import type { KickAppOptions, Sandbox } from '../src/index.js'
import { createManualClock } from './support/manual-clock.js'
import { openSandbox } from './support/sandboxes.js'

const redirectUri = 'http://localhost:3000/callback'
const insecure = { [oauth.allowInsecureRequests]: true }

/** The parts of oauth4webapi, set for the sandbox's server. */
function judge(sandbox: Sandbox) {
  const { url, clientId, clientSecret } = sandbox.kick.oauth
  const server: oauth.AuthorizationServer = {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    revocation_endpoint: `${url}/oauth/revoke`,
    introspection_endpoint: `${url}/oauth/token/introspect`,
  }
  return { server, client: { client_id: clientId }, secret: oauth.ClientSecretPost(clientSecret) }
}

type SignIn = { address: URL; verifier: string; state: string }

/** Goes to the login page, as a browser would, and comes back at the redirect address. */
async function signIn(sandbox: Sandbox, changes: Record<string, string> = {}): Promise<SignIn> {
  const { server, client } = judge(sandbox)
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const address = new URL(server.authorization_endpoint ?? '')
  const query = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    state,
    scope: 'user:read chat:write',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  const response = await fetch(address, { redirect: 'manual' })
  expect(response.status).toBe(302)
  return { address: new URL(response.headers.get('location') ?? ''), verifier, state }
}

async function exchange(
  sandbox: Sandbox,
  { address, verifier, state }: SignIn,
  back: string = redirectUri,
): Promise<oauth.TokenEndpointResponse> {
  const { server, client, secret } = judge(sandbox)
  const parameters = oauth.validateAuthResponse(server, client, address, state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    secret,
    parameters,
    back,
    verifier,
    insecure,
  )
  return oauth.processAuthorizationCodeResponse(server, client, response)
}

async function refresh(sandbox: Sandbox, token: string): Promise<oauth.TokenEndpointResponse> {
  const { server, client, secret } = judge(sandbox)
  const response = await oauth.refreshTokenGrantRequest(server, client, secret, token, insecure)
  return oauth.processRefreshTokenResponse(server, client, response)
}

async function introspect(sandbox: Sandbox, token: string): Promise<oauth.IntrospectionResponse> {
  const { server, client } = judge(sandbox)
  const address = new URL(server.introspection_endpoint ?? '')
  const response = await oauth.protectedResourceRequest(token, 'POST', address, undefined, null, insecure)
  // Kick puts the standard's answer into its own envelope.
  const { data, message } = (await response.json()) as { data: object; message: string }
  expect(message).toBe('OK')
  return oauth.processIntrospectionResponse(server, client, Response.json(data))
}

async function revoke(sandbox: Sandbox, token: string): Promise<void> {
  const { server, client, secret } = judge(sandbox)
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, secret, token, insecure),
  )
}

/** What the API says to a token. */
async function me(sandbox: Sandbox, token: string): Promise<{ status: number; name: string | undefined }> {
  const response = await fetch(`${sandbox.kick.apiUrl}/public/v1/users`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { data } = (await response.json()) as { data: { name: string }[] | null }
  return { status: response.status, name: data?.[0]?.name }
}

/** The refusal of the token endpoint as the judge reads it. */
const refusal = (status: number, error: string): object => ({
  name: 'ResponseBodyError',
  status,
  error,
})

describe('the code flow with PKCE', () => {
  test('ends with tokens that the API takes, in the name of whoever signed in', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.kick.oauth.signInAs('Ann_X')
    const tokens = await exchange(sandbox, await signIn(sandbox))

    expect(tokens).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 7200,
      refresh_token: expect.any(String),
      scope: 'user:read chat:write',
    })
    expect(await me(sandbox, tokens.access_token)).toEqual({ status: 200, name: 'Ann_X' })
  })

  test('allows what was agreed to and nothing else', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { access_token } = await exchange(sandbox, await signIn(sandbox, { scope: 'chat:write' }))
    expect((await me(sandbox, access_token)).status).toBe(403)
  })

  test('a code works once', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const back = await signIn(sandbox)
    await exchange(sandbox, back)
    await expect(exchange(sandbox, back)).rejects.toMatchObject(refusal(400, 'invalid_grant'))
  })

  test('a code wants the verifier that goes with its challenge', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const back = await signIn(sandbox)
    const wrong = { ...back, verifier: oauth.generateRandomCodeVerifier() }
    await expect(exchange(sandbox, wrong)).rejects.toMatchObject(refusal(400, 'invalid_grant'))
    // The try used the code up.
    await expect(exchange(sandbox, back)).rejects.toMatchObject(refusal(400, 'invalid_grant'))
  })

  test('a code wants the address it was sent to', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const back = await signIn(sandbox)
    await expect(exchange(sandbox, back, 'http://localhost:3000/other')).rejects.toMatchObject(
      refusal(400, 'invalid_grant'),
    )
  })

  test('somebody who says no comes back with the reason and the state', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.kick.oauth.refuseNextLogin()
    await expect(exchange(sandbox, await signIn(sandbox))).rejects.toMatchObject({
      name: 'AuthorizationResponseError',
      error: 'access_denied',
    })
    await expect(exchange(sandbox, await signIn(sandbox))).resolves.toHaveProperty('access_token')
  })

  test('the state comes back as it was, so that another one is noticed', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const back = await signIn(sandbox)
    expect(back.address.searchParams.get('state')).toBe(back.state)
    await expect(exchange(sandbox, { ...back, state: 'other' })).rejects.toThrow('"state"')
  })

  test.for([
    ['client_id', 'other'],
    ['response_type', 'token'],
    ['redirect_uri', 'https://evil.invalid/'],
    ['state', ''],
    ['scope', ''],
    ['code_challenge', 'short'],
    ['code_challenge_method', 'plain'],
  ])('a login page with a wrong %s is refused', async ([name = '', value = '']) => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const address = new URL(`${sandbox.kick.oauth.url}/oauth/authorize`)
    const query = {
      client_id: sandbox.kick.oauth.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      state: 's',
      scope: 'user:read',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    }
    for (const [key, text] of Object.entries(query)) address.searchParams.set(key, text)
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(302)
    address.searchParams.set(name, value)
    const response = await fetch(address, { redirect: 'manual' })
    expect([response.status, await response.json()]).toEqual([400, { error: 'Invalid request' }])
  })

  test('127.0.0.1 as the redirect fails as it does at Kick, unless something before it takes the blow', async () => {
    const kickApp = { redirectUris: ['http://127.0.0.1:3000/callback'] }
    const sandbox = await openSandbox({ rooms: ['ann'], kickApp })
    const query = new URLSearchParams({
      client_id: sandbox.kick.oauth.clientId,
      response_type: 'code',
      redirect_uri: kickApp.redirectUris[0] ?? '',
      state: 's',
      scope: 'user:read',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    const ask = async (search: string): Promise<number> =>
      (await fetch(`${sandbox.kick.oauth.url}/oauth/authorize?${search}`, { redirect: 'manual' })).status
    expect(await ask(query.toString())).toBe(400)
    expect(await ask(`redirect=127.0.0.1&${query.toString()}`)).toBe(302)
  })
})

describe('the app’s own token', () => {
  test('comes for the client’s secret, with neither refresh token nor scope, and lives 60 days', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { server, client, secret } = judge(sandbox)
    const response = await oauth.clientCredentialsGrantRequest(server, client, secret, {}, insecure)
    const tokens = await oauth.processClientCredentialsResponse(server, client, response)

    expect(tokens).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 5_184_000,
    })
    expect(await introspect(sandbox, tokens.access_token)).toMatchObject({ active: true, token_type: 'app' })
  })

  test('is refused for another secret, or another client', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { server, client, secret } = judge(sandbox)
    for (const [who, proof] of [
      [client, oauth.ClientSecretPost('wrong')],
      [{ client_id: 'other' }, secret],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is fine
      const response = await oauth.clientCredentialsGrantRequest(server, who, proof, {}, insecure)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await expect(oauth.processClientCredentialsResponse(server, who, response)).rejects.toMatchObject(
        refusal(401, 'invalid_client'),
      )
    }
  })
})

describe('refreshing', () => {
  const start = async (
    kickApp: KickAppOptions = {},
  ): Promise<{ sandbox: Sandbox; access: string; first: string }> => {
    const sandbox = await openSandbox({ rooms: ['ann'], kickApp })
    const tokens = await exchange(sandbox, await signIn(sandbox))
    return { sandbox, access: tokens.access_token, first: tokens.refresh_token ?? '' }
  }

  test('gives a new pair with the same scopes; the old refresh token works on', async () => {
    const { sandbox, access, first } = await start()
    const second = await refresh(sandbox, first)
    expect(second).toMatchObject({ scope: 'user:read chat:write', expires_in: 7200 })
    expect(new Set([access, second.access_token, first, second.refresh_token]).size).toBe(4)
    expect((await me(sandbox, second.access_token)).status).toBe(200)
    await expect(refresh(sandbox, first)).resolves.toHaveProperty('access_token')
  })

  test('uses a refresh token up where the app has it so', async () => {
    const { sandbox, first } = await start({ refreshTokens: 'single_use' })
    const second = await refresh(sandbox, first)
    await expect(refresh(sandbox, first)).rejects.toMatchObject(refusal(400, 'invalid_grant'))
    await expect(refresh(sandbox, second.refresh_token ?? '')).resolves.toHaveProperty('refresh_token')
  })

  test('is over once refresh tokens end, and says so in words', async () => {
    const { sandbox, first } = await start()
    sandbox.kick.oauth.expireRefreshTokens()
    await expect(refresh(sandbox, first)).rejects.toMatchObject({
      ...refusal(400, 'invalid_grant'),
      error_description: expect.stringContaining('refresh token'),
    })
  })

  test('is what helps after the access token ended, by its time or on demand', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ rooms: ['ann'], clock, kickApp: { userTokenSeconds: 60 } })
    const first = await exchange(sandbox, await signIn(sandbox))
    expect(first.expires_in).toBe(60)
    clock.advance(60_000)
    expect((await me(sandbox, first.access_token)).status).toBe(401)
    const second = await refresh(sandbox, first.refresh_token ?? '')
    expect((await me(sandbox, second.access_token)).status).toBe(200)
    sandbox.kick.oauth.expireAccessTokens()
    expect((await me(sandbox, second.access_token)).status).toBe(401)
  })
})

describe('introspection', () => {
  test('tells of a working token what it is', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ rooms: ['ann'], clock })
    const { access_token } = await exchange(sandbox, await signIn(sandbox))
    expect(await introspect(sandbox, access_token)).toEqual({
      active: true,
      client_id: sandbox.kick.oauth.clientId,
      token_type: 'user',
      scope: 'user:read chat:write',
      exp: clock.now() / 1000 + 7200,
    })
  })

  test('tells of any other only that it is none', async () => {
    const sandbox = await openSandbox()
    expect(await introspect(sandbox, 'nothing')).toMatchObject({ active: false, client_id: null, exp: null })
  })
})

describe('revocation', () => {
  test('ends an access token', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { access_token } = await exchange(sandbox, await signIn(sandbox))
    await revoke(sandbox, access_token)
    expect((await me(sandbox, access_token)).status).toBe(401)
    expect(await introspect(sandbox, access_token)).toMatchObject({ active: false })
  })

  test('ends a refresh token, and the access token given out beside it', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { access_token, refresh_token = '' } = await exchange(sandbox, await signIn(sandbox))
    await revoke(sandbox, refresh_token)
    expect((await me(sandbox, access_token)).status).toBe(401)
    await expect(refresh(sandbox, refresh_token)).rejects.toMatchObject(refusal(400, 'invalid_grant'))
  })

  test('takes the token from the query, as Kick documents it, and answers with a word', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { access_token } = await exchange(sandbox, await signIn(sandbox))
    const ask = (query: string): Promise<Response> =>
      fetch(`${sandbox.kick.oauth.url}/oauth/revoke?${query}`, { method: 'POST' })
    expect((await ask(`token=${access_token}&token_hint_type=password`)).status).toBe(400)
    expect((await ask('')).status).toBe(400)
    const done = await ask(`token=${access_token}&token_hint_type=access_token`)
    expect([done.status, await done.text()]).toEqual([200, 'OK'])
    expect((await me(sandbox, access_token)).status).toBe(401)
  })
})

describe('the token endpoint', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test.for<[string, string]>([
    ['no grant', 'client_id=sandbox-app'],
    ['a grant that Kick does not have', 'grant_type=password&client_id=sandbox-app'],
    ['no code', 'grant_type=authorization_code&redirect_uri=x&code_verifier=y'],
    ['no verifier', 'grant_type=authorization_code&redirect_uri=x&code=y'],
    ['no redirect', 'grant_type=authorization_code&code=x&code_verifier=y'],
    ['no refresh token', 'grant_type=refresh_token'],
  ])('refuses a form with %s', async ([, body]) => {
    const sandbox = await openSandbox()
    const response = await fetch(`${sandbox.kick.oauth.url}/oauth/token`, {
      method: 'POST',
      headers: form,
      body,
    })
    expect([response.status, await response.json()]).toEqual([400, { error: 'Invalid request' }])
  })

  test('refuses JSON, and knows no other address', async () => {
    const sandbox = await openSandbox()
    const { url, clientId, clientSecret } = sandbox.kick.oauth
    const body = JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${url}/oauth/token`, { method: 'POST', headers, body })).status).toBe(400)
    expect((await fetch(`${url}/oauth/device`)).status).toBe(404)
  })
})
