import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { FetchInit } from '@wireloom/http-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AppSession, Kick, KickOauth, UserSession, type UserToken } from '../src/index.js'
import { fileTokenStore, loginOnLoopback } from '../src/node.js'
import { createWebhookHandler, SubscriptionManager } from '../src/webhooks.js'
import { failureOf, freePort, openSandbox } from './support/kick.js'

const planted = {
  clientSecret: 'planted-client/secret+',
  accessToken: 'planted-access-token',
  refreshToken: 'planted-refresh/token+',
  code: 'planted-code/+',
  codeVerifier: 'planted-verifier-0123456789012345678901234567',
  state: 'planted-state',
  streamKey: 'planted-stream-key',
} as const

const redirectUri = 'http://localhost:9/callback'
const login = { url: '', state: planted.state, codeVerifier: planted.codeVerifier, redirectUri }
const token: UserToken = {
  kind: 'user',
  accessToken: planted.accessToken,
  refreshToken: planted.refreshToken,
  expiresAtMs: undefined,
  issuedAtMs: 0,
  scopes: ['user:read', 'channel:read', 'chat:write', 'streamkey:read'],
}

/** Everything a log could show of a value. */
function show(value: unknown): string {
  const json = (() => {
    try {
      return JSON.stringify(value)
    } catch {
      return ''
    }
  })()
  const stack = value instanceof Error ? `${value.stack} ${String(value.cause)}` : ''
  return [inspect(value, { depth: 12, showHidden: true, getters: true }), json, String(value), stack].join(
    '\n',
  )
}

function expectClean(...values: readonly unknown[]): void {
  const shown = values.map(show).join('\n')
  for (const [name, secret] of Object.entries(planted)) {
    for (const form of [secret, encodeURIComponent(secret)]) expect(shown, name).not.toContain(form)
  }
}

/** Servers, proxies and libraries that repeat all they were sent, one way or another. */
const gossips: Readonly<Record<string, (all: string) => Response>> = {
  'a refusal': (all) =>
    Response.json({ data: all, error: all, error_description: all, message: all }, { status: 400 }),
  'an unknown token': (all) => Response.json({ data: null, message: all }, { status: 401 }),
  'a scope that is missing': (all) => Response.json({ message: `scope ${all}` }, { status: 403 }),
  'a failure': (all) => Response.json({ [all]: [all] }, { status: 500 }),
  'a page': (all) => new Response(`<html>${all}</html>`, { status: 200 }),
  'a challenge': (all) =>
    new Response(`<html><title>Just a moment...</title>${all}</html>`, {
      status: 403,
      headers: { 'content-type': 'text/html', 'cf-mitigated': 'challenge' },
    }),
  'another shape': (all) => Response.json({ data: { [all]: all, stream: { key: all } } }),
  'an error of fetch': (all) => {
    throw new TypeError(`fetch failed: ${all}`, { cause: Object.assign(new Error(all), { request: all }) })
  },
}

function gossipBy(
  answer: (all: string) => Response,
): (address: string, init: FetchInit) => Promise<Response> {
  return async (address, { headers, body }) => {
    const sent = body instanceof URLSearchParams ? body.toString() : JSON.stringify(body ?? '')
    const repeated = [address, JSON.stringify(headers), sent]
    return answer([...repeated, ...repeated.map(decodeURIComponent)].join(' '))
  }
}

const calls: Readonly<Record<string, (kick: Kick, oauth: KickOauth) => PromiseLike<unknown>>> = {
  exchangeCode: (_, oauth) => oauth.exchangeCode({ ...planted, redirectUri }),
  finishLogin: (_, oauth) =>
    oauth.finishLogin(
      `${redirectUri}?state=${planted.state}&code=${encodeURIComponent(planted.code)}`,
      login,
    ),
  refresh: (_, oauth) => oauth.refresh(planted.refreshToken),
  appToken: (_, oauth) => oauth.appToken({ retry: false }),
  'revoke of an access token': (_, oauth) => oauth.revoke(planted.accessToken, 'access_token'),
  'revoke of a refresh token': (_, oauth) => oauth.revoke(planted.refreshToken, 'refresh_token'),
  introspect: (_, oauth) => oauth.introspect(planted.accessToken, { retry: false }),
  'users.me': (kick) => kick.users.me({ retry: false }),
  'channels.own': (kick) => kick.channels.own({ retry: false }),
  'chat.send': (kick) => kick.chat.send({ type: 'bot', content: 'hi' }),
  'categories.list': (kick) => kick.categories.list({}, { retry: false }).toArray({ limit: 1 }),
  'a call with a token of its own': (kick) =>
    kick.chat.send({ type: 'bot', content: 'hi' }, { token: planted.accessToken }),
}

describe.each(Object.entries(gossips))('against %s that repeats everything', (_, answer) => {
  test.each(Object.entries(calls))('%s shows no secret, in no error, hook or log', async (__, call) => {
    const told: unknown[] = []
    const write = (...words: unknown[]): void => void told.push(...words)
    const watch = {
      hooks: { onRequest: write, onResponse: write, onRetry: write, onError: write },
      logger: { debug: write, info: write, warn: write, error: write },
      logLevel: 'debug' as const,
      fetch: gossipBy(answer),
    }
    const { clientSecret } = planted
    const oauth = new KickOauth({ clientId: 'id', clientSecret, redirectUri, ...watch })
    const session = new UserSession({ oauth, token, onRefreshRefused: write })
    const kick = new Kick({ token: session, ...watch })
    // Kick answers a revocation with whatever it likes; everything else fails here.
    const error = await Promise.resolve(call(kick, oauth)).catch((thrown: unknown) => thrown)
    expect(told.length).toBeGreaterThan(0)
    expectClean(error, ...told, kick, oauth, session)
  })
})

test('a key that is in an answer is in no error, whatever is wrong with the answer', async () => {
  const channel = { slug: 5, stream: { key: planted.streamKey, url: `rtmps://x/${planted.streamKey}` } }
  const answers = [
    () => Response.json({ data: [channel] }),
    () => Response.json({ data: [channel], message: 'no' }, { status: 400 }),
    () => Response.json({ data: [channel] }, { status: 404 }),
    () => new Response(`{"data":[{"stream":{"key":"${planted.streamKey}"`),
  ]
  for (const answer of answers) {
    const { channels } = new Kick({ token: 'a', fetch: async () => answer() })
    const asked = [
      channels.own(),
      channels.get({ slug: 'ann' }),
      channels.list({ broadcasterUserIds: [1, 2] }),
    ]
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expectClean(...(await Promise.all(asked.map(failureOf))))
  }
})

test('the address of a sign-in is in no error, though it repeats the state', async () => {
  const oauth = new KickOauth({ clientId: 'id', clientSecret: planted.clientSecret, redirectUri })
  const { state, code } = planted
  for (const query of [
    `state=${state}&error=no&error_description=${state}%20${encodeURIComponent(code)}&code=${encodeURIComponent(code)}`,
    `state=${state}`,
    `state=other&code=${encodeURIComponent(code)}`,
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expectClean(await failureOf(oauth.finishLogin(`${redirectUri}?${query}`, login)))
  }
})

test('what is shown of clients, sessions, handlers and managers holds none of their secrets', async () => {
  const { clientSecret, accessToken } = planted
  const oauth = new KickOauth({ clientId: 'id', clientSecret })
  const kick = new Kick({ token: accessToken })
  const user = new UserSession({ oauth, token })
  const { refreshToken: _, scopes: __, ...rest } = token
  const app = new AppSession({ oauth, token: { ...rest, kind: 'app' } })
  await Promise.all([user.current(), app.current()])
  expectClean(
    oauth,
    kick,
    user,
    app,
    new Kick({ token: user }),
    new SubscriptionManager({ eventSubscriptions: kick.eventSubscriptions }),
    createWebhookHandler({ onEvent: () => undefined }),
  )
})

test('a token that is put into the wrong place is refused without being quoted', async () => {
  const oauth = new KickOauth({ clientId: 'id', clientSecret: planted.clientSecret, redirectUri })
  const kick = new Kick({ token: 'a-token', fetch: gossipBy(() => new Response('{}')) })
  const wrong = planted.accessToken as never
  for (const call of [
    oauth.beginLogin({ scopes: [wrong] }),
    oauth.introspect(`${planted.accessToken}\n`),
    oauth.revoke('a', wrong),
    kick.chat.send({ type: wrong, content: 'x' }),
    kick.rewards.create({ title: 'x', cost: wrong }),
    kick.users.me({ token: `Bearer ${planted.accessToken}` }),
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expectClean(await failureOf(call))
  }
})

test('a file that is broken is not quoted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kick-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'token.json')
  await writeFile(path, `{"accessToken":"${planted.accessToken}","refreshToken":5`)
  const oauth = new KickOauth({ clientId: 'id', clientSecret: planted.clientSecret })
  const session = new UserSession({ oauth, store: fileTokenStore({ path }) })
  const error = await failureOf(new Kick({ token: session }).users.me())
  expect(error.code).toBe('store_failed')
  expectClean(error)
})

test('the page and the error of a sign-in on loopback hold neither code nor state nor verifier', async () => {
  const sandbox = await openSandbox({ kickApp: { redirectUris: [] } })
  const { url } = sandbox.kick.oauth
  const oauth = new KickOauth({ clientId: 'sandbox-app', clientSecret: planted.clientSecret, baseUrl: url })
  const pages: string[] = []
  let secrets: readonly string[] = []
  const port = await freePort()
  const error = await failureOf(
    loginOnLoopback({
      oauth,
      scopes: ['user:read'],
      redirectUri: `http://localhost:${port}/callback`,
      show: async (address) => {
        const state = new URL(address).searchParams.get('state') ?? ''
        secrets = [state, planted.code]
        const back = `http://localhost:${port}/callback?state=${state}&code=${encodeURIComponent(planted.code)}`
        pages.push(await (await fetch(back)).text())
      },
    }),
  )
  expect(error.code).toMatch(/refused|unauthenticated/)
  for (const secret of secrets) expect(`${show(error)} ${pages.join()}`).not.toContain(secret)
  expectClean(error)
})
