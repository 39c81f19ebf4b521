import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { type Endpoint, HttpClient, type HttpClientOptions, type Token, TokenSession } from '../src/index.js'
import { failureOf } from './support/calls.js'
import { cut, json, startServer, unusedUrl, type Answering } from './support/test-server.js'

const planted = {
  accessToken: 'planted-access-token',
  refreshToken: 'planted-refresh-token',
  clientSecret: 'planted-client-secret/+=',
  verifier: 'planted-verifier',
  cookie: 'planted-cookie-value',
  pathSecret: '42:planted-path-secret',
  querySecret: 'planted-query-secret',
  gatewaySecret: 'planted-gateway-secret',
  password: 'planted-password',
  callToken: 'planted-token-of-call',
}

const call: Endpoint<unknown> = {
  method: 'POST',
  path: '/bots/{bot_token}/messages',
  parameters: { bot_token: planted.pathSecret },
  query: { code: planted.querySecret },
  json: { client_secret: planted.clientSecret, code_verifier: planted.verifier },
  headers: { Cookie: `session=${planted.cookie}; other=1`, 'X-Gateway-Secret': planted.gatewaySecret },
  secrets: [planted.clientSecret, planted.verifier, planted.pathSecret, planted.querySecret],
  decode: (body) => body,
}

/** Everything that a program may log, as text. */
async function everythingToldBy(
  answer: Answering | undefined,
  options: Partial<HttpClientOptions> = {},
  endpoint: Endpoint<unknown> = call,
): Promise<string> {
  const told: unknown[] = []
  const tell = (...details: unknown[]): void => void told.push(...details)
  const baseUrl = answer === undefined ? await unusedUrl() : (await startServer(answer)).url
  const client = new HttpClient({
    baseUrl,
    token: {
      current: () => ({ accessToken: planted.accessToken, refreshToken: planted.refreshToken }),
      replace: (token: Token) => token,
    },
    logger: { debug: tell, info: tell, warn: tell, error: tell },
    logLevel: 'debug',
    hooks: { onRequest: tell, onResponse: tell, onRetry: tell, onError: tell },
    headers: { 'X-Api-Password': planted.password },
    retry: { firstDelayMs: 1 },
    ...options,
  })
  const error = await failureOf(client.call(endpoint, { headers: { 'X-Call-Token': planted.callToken } }))
  told.push(error, error.message, error.stack, error.cause, JSON.stringify(error))
  expect(told.length).toBeGreaterThan(5)
  return told
    .map((value) => (typeof value === 'string' ? value : inspect(value, { depth: 20, showHidden: true })))
    .join('\n')
}

function expectNoSecret(text: string): void {
  for (const [name, secret] of Object.entries(planted)) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(text.includes(form), `${name} in:\n${text}`).toBe(false)
    }
  }
}

/** A server that says back all that it was told. */
function parrot(status: number, type = 'application/json'): Answering {
  return ({ url, headers, text }, response) => {
    const words = JSON.stringify({ url, headers, text, ...planted })
    response.writeHead(status, { 'content-type': type, 'set-cookie': `session=${planted.cookie}` })
    response.end(
      type === 'text/html'
        ? `<!doctype html>${words}`
        : JSON.stringify({
            message: words,
            errors: [{ message: words, fields: [words] }],
            [planted.accessToken]: words,
          }),
    )
  }
}

test.for([400, 401, 403, 404, 422, 429, 500, 503])(
  'a server that says every secret back with %i',
  async (status) => {
    expectNoSecret(await everythingToldBy(parrot(status)))
    expectNoSecret(await everythingToldBy(parrot(status), {}, { ...call, effect: 'read' }))
  },
)

test.for([200, 403, 502])('a page that holds every secret, with %i', async (status) => {
  expectNoSecret(await everythingToldBy(parrot(status, 'text/html')))
})

test('a long body whose writer escapes slashes, and writes addresses and forms in its own way', async () => {
  const text = [planted.clientSecret, planted.pathSecret]
    .flatMap((secret) => [
      JSON.stringify(secret).replaceAll('/', '\\/'),
      encodeURIComponent(secret).toLowerCase(),
      String(new URLSearchParams({ secret })),
    ])
    .join(' ')
  const told = await everythingToldBy((_, response) => void response.writeHead(400).end(text.padEnd(20_000)))
  expectNoSecret(told)
  expect(told).not.toContain('planted')
})

test('a redirect to an address that holds every secret', async () => {
  const location = `/${Object.values(planted).map(encodeURIComponent).join('/')}`
  expectNoSecret(await everythingToldBy((_, response) => void response.writeHead(302, { location }).end()))
})

test('a connection that is refused, cut, or broken in the answer', async () => {
  expectNoSecret(await everythingToldBy(undefined))
  expectNoSecret(await everythingToldBy((_, response) => void response.destroy()))
  expectNoSecret(await everythingToldBy((_, response) => cut(response)))
})

test('a decoder and a fetch that throw what they were given', async () => {
  const shape: Endpoint<unknown> = {
    ...call,
    decode: (body) => {
      throw new TypeError(`cannot read ${JSON.stringify(body)}`)
    },
  }
  expectNoSecret(await everythingToldBy((_, response) => json(response, 200, planted), {}, shape))
  const fetch: HttpClientOptions['fetch'] = (address, { headers }) => {
    const error = Object.assign(new TypeError(`no route to ${address}`), {
      headers: new Headers(headers),
    })
    return Promise.reject(Object.assign(error, { cause: { headers, deep: [headers] } }))
  }
  expectNoSecret(await everythingToldBy(undefined, { fetch }))
})

test('arguments that cannot be sent', async () => {
  const lone = `${planted.pathSecret}\uD800`
  expectNoSecret(
    await everythingToldBy(undefined, { hooks: {} }, { ...call, parameters: { bot_token: lone } }).catch(
      String,
    ),
  )
  const client = new HttpClient({ baseUrl: 'http://127.0.0.1' })
  const error = await failureOf(client.call({ ...call, headers: { cookie: `${planted.cookie}\n` } }))
  expectNoSecret(inspect(error))
  expect(error.message).toContain('"cookie"')
})

test('an address with a password is refused without being quoted', () => {
  const make = (): unknown =>
    new HttpClient({ baseUrl: `https://user:${planted.clientSecret}@api.example.com` })
  expect(make).toThrow('baseUrl')
  expect(make).not.toThrow('planted')
})

test('an answer that carries secrets leaves neither body nor cause on any error', async () => {
  const secret = 'a-token-nobody-knows-yet'
  const endpoint: Endpoint<unknown> = {
    ...call,
    secretAnswer: true,
    decode: () => {
      throw new TypeError(`cannot read ${secret}`)
    },
  }
  for (const status of [200, 400, 500]) {
    // oxlint-disable-next-line no-await-in-loop -- one server after the other
    const text = await everythingToldBy(
      (_, response) => json(response, status, { access_token: secret }),
      {},
      endpoint,
    )
    expect(text).not.toContain(secret)
    expectNoSecret(text)
  }
})

test('a renewal that is refused', async () => {
  const server = await startServer(parrot(400))
  const tokenClient = new HttpClient({ baseUrl: server.url })
  const session = new TokenSession({
    token: planted,
    refresh: async (last) => {
      const secrets = Object.values(planted)
      await tokenClient.call({ ...call, json: last, secrets, authenticated: false })
      return planted
    },
  })
  await session.current()
  const error = await failureOf(Promise.resolve(session.replace(planted)))
  expect(error).toMatchObject({ code: 'unauthenticated', reason: 'refresh_refused' })
  expectNoSecret(inspect(error, { depth: 20, showHidden: true }))
})

test('what is left says enough: method, template of the path, origin', async () => {
  const server = await startServer(parrot(404))
  const error = await failureOf(new HttpClient({ baseUrl: `${server.url}/api` }).call(call))
  expect(error.message).toContain('POST /bots/{bot_token}/messages')
  expect(error.request).toEqual({ method: 'POST', path: '/bots/{bot_token}/messages', origin: server.url })
})
