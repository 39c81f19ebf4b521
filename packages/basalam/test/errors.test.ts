import { describe, expect, test, vi } from 'vitest'
import { Basalam, BasalamOAuth, type BasalamError, type BasalamOptions } from '../src/index.js'
import { WebhookManager } from '../src/webhooks.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

const fields = [
  { path: 'body.content.text', message: 'نباید خالی باشد' },
  { path: 'body.temp_id', message: 'must be a number' },
]

describe('what Basalam says of single members looks the same in its three shapes', () => {
  test.for<[string, (basalam: Basalam) => PromiseLike<unknown>, readonly object[]]>([
    [
      'most services',
      ({ chats }) => chats.getUnseenCount(),
      [
        { path: 'body.content.text', message: 'نباید خالی باشد', type: 'value_error' },
        { path: 'body.temp_id', message: 'must be a number', type: 'value_error' },
      ],
    ],
    [
      'order',
      ({ baskets }) => baskets.get(),
      [
        { path: 'body.content.text', message: 'نباید خالی باشد', type: 'value_error' },
        { path: 'body.temp_id', message: 'must be a number', type: 'value_error' },
      ],
    ],
    [
      'order processing',
      ({ orders }) => orders.list(),
      [
        { path: 'content.text', message: 'نباید خالی باشد', type: '422' },
        { path: 'temp_id', message: 'must be a number', type: '422' },
      ],
    ],
  ])('%s', async ([, call, expected]) => {
    const { sandbox, basalam } = await openBasalam()
    sandbox.fail({ fields })
    expect(await failureOf(call(basalam))).toMatchObject({ code: 'invalid', status: 422, fields: expected })
  })
})

describe('each way to fail has one code', () => {
  test.for<[string, object, Partial<BasalamError>]>([
    ['a token that is refused', { status: 401 }, { code: 'unauthenticated', status: 401, retryable: false }],
    ['something that may not be done', { status: 403 }, { code: 'forbidden', status: 403 }],
    ['something that is not there', { status: 404 }, { code: 'not_found', status: 404 }],
    ['a conflict', { status: 409 }, { code: 'refused', status: 409 }],
    [
      'too many requests',
      { status: 429, retryAfter: '120' },
      { code: 'rate_limited', retryAfterMs: 120_000, retryable: true },
    ],
    ['a server in trouble', { status: 500 }, { code: 'unavailable', status: 500 }],
    ['a page in place of an answer', { page: true, status: 200 }, { code: 'malformed', reason: 'not_json' }],
    ['a page of a proxy', { page: true, status: 502, times: 9 }, { code: 'unavailable', status: 502 }],
    ['an answer that takes too long', { delayMs: 90, times: 9 }, { code: 'timeout' }],
    ['a connection that breaks', { cut: 'before', times: 9 }, { code: 'network' }],
    ['an answer that breaks off', { cut: 'after', times: 9 }, { code: 'body_cut' }],
  ])('%s', async ([, fault, expected]) => {
    const timeoutMs = 'delayMs' in fault ? 60 : undefined
    const { sandbox, basalam } = await openBasalam({ timeoutMs, retry: { limit: 0 } })
    sandbox.fail(fault)
    expect(await failureOf(basalam.chats.list())).toMatchObject(expected)
  })

  test('a write that may have been done is not repeated, whatever breaks', async () => {
    const { sandbox, basalam } = await openBasalam()
    for (const fault of [{ status: 502 }, { cut: 'after' }, { delayMs: 90 }, { page: true }] as const) {
      sandbox.fail(fault)
      const before = sandbox.requests.length
      const options = 'delayMs' in fault ? { timeoutMs: 60 } : {}
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await failureOf(basalam.chats.delete({ chatIds: [1] }, options))).toMatchObject({
        code: 'outcome_unknown',
      })
      expect(sandbox.requests.length - before).toBe(1)
    }
  })
})

describe('secrets', () => {
  const planted = 'planted-0123456789-abcdefghijklmnop'

  /** A server that refuses everything, and repeats all that it was sent. */
  function serveParrot(): Promise<string> {
    return serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const sent = [request.url, JSON.stringify(request.headers), Buffer.concat(chunks).toString()].join(
          ' ',
        )
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(
          JSON.stringify({
            message: sent,
            detail: [{ loc: [sent], msg: sent, type: 'x' }],
            [sent]: { sent: [sent] },
          }),
        )
      })
    })
  }

  interface Heard {
    readonly options: BasalamOptions
    readonly lines: unknown[]
  }

  function listen(): Heard {
    const lines: unknown[] = []
    const line = (...given: readonly unknown[]): void => void lines.push(given)
    return {
      lines,
      options: {
        logLevel: 'debug',
        logger: { debug: line, info: line, warn: line, error: line },
        hooks: { onRequest: line, onResponse: line, onRetry: line, onError: line },
      },
    }
  }

  /** Everything that can be seen of a value: members that do not show, and what is below. */
  function allOf(value: unknown, depth = 0): string {
    if (typeof value !== 'object' || value === null || depth > 6) return String(value)
    return Object.getOwnPropertyNames(value)
      .map((name) => `${name}:${allOf(Reflect.get(value, name), depth + 1)}`)
      .join('\n')
  }

  test.for<[string, (basalam: Basalam) => PromiseLike<unknown>]>([
    ['an access token', ({ chats }) => chats.list()],
    ['the token of one call', ({ chats }) => chats.list({}, { token: planted })],
    ['a bot’s token in the path', ({ bots }) => bots.getMe({ token: `123:${planted}` })],
    ['the app’s X-Gateway-Secret', ({ appPayments }) => appPayments.listMethods({ gatewaySecret: planted })],
    [
      'the secret of a webhook, in an object',
      ({ webhooks }) =>
        webhooks.create({
          url: 'https://a.example/',
          eventIds: [1],
          requestMethod: 'POST',
          requestHeaders: { token: planted },
        }),
    ],
    [
      'the secret of a webhook, in JSON',
      ({ webhooks }) => webhooks.update({ webhookId: 1, requestHeaders: JSON.stringify({ token: planted }) }),
    ],
  ])(
    '%s is neither in an error nor told to hooks and logs, though the server repeats it',
    async ([what, call]) => {
      const { options, lines } = listen()
      const token = what === 'an access token' ? planted : 'a-token-of-the-user'
      const basalam = new Basalam({ ...options, token, baseUrl: await serveParrot() })
      const error = await failureOf(call(basalam))
      expect(error.status).toBe(400)
      expect(lines.length).toBeGreaterThan(3)
      for (const seen of [allOf(error), allOf(lines), JSON.stringify([error, lines])]) {
        expect(seen, what).not.toContain('planted')
      }
    },
  )

  test('those of OAuth', async () => {
    const { options, lines } = listen()
    const oauth = new BasalamOAuth({
      ...options,
      clientId: 'c',
      clientSecret: planted,
      redirectUri: 'https://a.example',
      tokenUrl: await serveParrot(),
    })
    const errors = [
      await failureOf(oauth.exchangeCode(`${planted}-code`)),
      await failureOf(oauth.refresh(`${planted}-refresh`)),
      await failureOf(oauth.clientCredentials()),
    ]
    expect(allOf(errors) + allOf(lines)).not.toContain('planted')
  })

  test('that of a webhook manager', async () => {
    const { options, lines } = listen()
    const parrot = await serveParrot()
    // Only what lists them answers.
    const fetch: BasalamOptions['fetch'] = (address, init) =>
      init.method === 'GET' ? Promise.resolve(Response.json({ data: [] })) : globalThis.fetch(address, init)
    const { webhooks } = new Basalam({ ...options, fetch, token: 'a-token', baseUrl: parrot })
    const report = await new WebhookManager({
      webhooks,
      url: 'https://a.example/',
      secret: planted,
      events: [1],
    }).reconcile()
    expect(report.failures).toMatchObject([{ error: { status: 400 } }])
    expect(allOf(report) + allOf(lines)).not.toContain('planted')
  })

  test('nothing is written anywhere unless a logger is given', async () => {
    const spies = (['log', 'debug', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
    const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
    const { sandbox, basalam } = await openBasalam()
    sandbox.fail({ status: 400 })
    await failureOf(basalam.chats.list())
    await basalam.chats.list()
    for (const spy of [...spies, ...streams]) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })
})
