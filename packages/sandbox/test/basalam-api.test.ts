import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type BasalamSandbox } from '../src/index.js'

async function open(): Promise<BasalamSandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox.basalam
}

interface Asked {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

/** One request as any HTTP client would send it. */
async function ask(
  { apiUrl, personalToken }: BasalamSandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${personalToken.accessToken}` },
): Promise<Asked> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
}

describe('tokens', () => {
  test('no token and a wrong one are refused, in the shape of the service', async () => {
    const basalam = await open()
    expect(await ask(basalam, 'GET', '/v1/chats', undefined, {})).toMatchObject({
      status: 401,
      body: { detail: expect.any(String) },
    })
    const wrong = { authorization: 'Bearer wrong' }
    expect(await ask(basalam, 'GET', '/v1/customer-orders', undefined, wrong)).toMatchObject({
      status: 401,
      body: { http_status: 401, errors: [{ code: 401, fields: [] }] },
    })
    expect(await ask(basalam, 'GET', '/v1/baskets', undefined, wrong)).toMatchObject({
      status: 401,
      body: { message: expect.any(String) },
    })
  })

  test('the search needs none', async () => {
    const basalam = await open()
    expect(await ask(basalam, 'POST', '/v1/products/search', { q: 'عسل' }, {})).toMatchObject({ status: 200 })
  })

  test('a refresh token is good once, and ends the access token that came with it', async () => {
    const basalam = await open()
    const refresh = (refreshToken: string): Promise<Response> =>
      fetch(basalam.tokenUrl, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          client_id: basalam.app.clientId,
          client_secret: basalam.app.clientSecret,
        }),
      })
    const first = await refresh(basalam.personalToken.refreshToken)
    expect(await first.json()).toMatchObject({ token_type: 'Bearer', expires_in: 31_622_400 })
    const second = await refresh(basalam.personalToken.refreshToken)
    expect([second.status, await second.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ])
    expect((await ask(basalam, 'GET', '/v1/chats')).status).toBe(401)
  })

  test('JSON is taken in place of a form, and a wrong client or grant is refused', async () => {
    const { app, tokenUrl } = await open()
    const post = async (fields: object): Promise<unknown> => {
      const response = await fetch(tokenUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      })
      return [response.status, await response.json()]
    }
    const client = { client_id: app.clientId, client_secret: app.clientSecret }
    expect(await post({ ...client, grant_type: 'client_credentials', scope: 'a b' })).toEqual([
      200,
      expect.objectContaining({ scope: 'a b' }),
    ])
    expect(await post({ ...client, grant_type: 'password' })).toEqual([400, expect.anything()])
    expect(await post({ grant_type: 'client_credentials' })).toEqual([401, expect.anything()])
    expect((await fetch(tokenUrl)).status).toBe(405)
  })

  test('the page of consent sends back only where the client was registered', async () => {
    const { app, authorizeUrl } = await open()
    const visit = (redirect: string): Promise<Response> =>
      fetch(
        `${authorizeUrl}?${new URLSearchParams({ client_id: app.clientId, redirect_uri: redirect, state: 's' }).toString()}`,
        {
          redirect: 'manual',
        },
      )
    expect((await visit(app.redirectUri)).headers.get('location')).toMatch(
      /^http:\/\/127\.0\.0\.1\/callback\?code=.+&state=s$/,
    )
    expect((await visit('https://elsewhere.example/')).status).toBe(400)
  })
})

describe('what is wrong with a request is said in the shape of the service', () => {
  test('most of them: where, what and which kind', async () => {
    const basalam = await open()
    const { status, body } = await ask(basalam, 'POST', '/v1/chats/5/messages', {
      message_type: 'audio',
      temp_id: 'x',
    })
    expect(status).toBe(422)
    expect(body).toEqual({
      detail: [
        { loc: ['body', 'message_type'], msg: expect.stringContaining('picture'), type: 'type_error.enum' },
        { loc: ['body', 'temp_id'], msg: 'value is not a valid integer', type: 'type_error.integer' },
      ],
    })
  })

  test('order: the place as one text', async () => {
    const { body } = await ask(await open(), 'GET', '/v1/invoices/payable?page=x')
    expect(body).toMatchObject({
      errors: [
        { location: 'query.page', type: 'type_error.integer' },
        { location: 'query.per_page', type: 'value_error.missing' },
      ],
    })
  })

  test('order processing: fields, and a code', async () => {
    const { body } = await ask(await open(), 'GET', '/v1/customer-orders?per_page=99')
    expect(body).toEqual({
      http_status: 422,
      message: 'Unprocessable entity.',
      errors: [{ code: 422, message: 'value must be at most 30', fields: ['per_page'] }],
    })
  })

  test.for<[string, string, string, unknown]>([
    ['a missing body', 'POST', '/v1/webhooks/services', undefined],
    [
      'a list that is too long',
      'DELETE',
      '/v1/chats',
      { chat_ids: Array.from({ length: 31 }, (_, id) => id + 1) },
    ],
    ['an empty list', 'DELETE', '/v1/chats', { chat_ids: [] }],
    ['a text that is too short', 'POST', '/v1/webhooks/services', { title: 'ab', description: 'c' }],
    ['a number below its least', 'GET', '/v1/chats/0/messages', undefined],
    ['an object in place of a text', 'POST', '/v1/chats', { user_id: {} }],
  ])('%s', async ([, method, path, body]) => {
    expect((await ask(await open(), method, path, body)).status).toBe(422)
  })
})

describe('answers', () => {
  test('an address that no document has is not found; a word stands before a parameter', async () => {
    const basalam = await open()
    expect((await ask(basalam, 'GET', '/v1/nothing')).status).toBe(404)
    await ask(basalam, 'GET', '/v1/customer-orders/items')
    expect(basalam.requests.at(-1)?.operationId).toMatch(/items/)
  })

  test('lists have two pages, by number and by cursor', async () => {
    const basalam = await open()
    const ids = async (path: string): Promise<unknown> => {
      const { body } = await ask(basalam, 'GET', path)
      const { data, total_page, next_cursor } = body as Record<string, unknown>
      return [(data as readonly { id: number }[]).map(({ id }) => id), total_page ?? next_cursor]
    }
    expect(await ids('/v1/products')).toEqual([[7, 7], 2])
    expect(await ids('/v1/products?page=2')).toEqual([[107, 107], 2])
    expect(await ids('/v1/vendor-parcels')).toEqual([[7, 7], 'second-page'])
    // Null where the document allows it, and else left out.
    expect(await ids('/v1/vendor-parcels?cursor=second-page')).toEqual([[107, 107], undefined])
  })

  test('hold as little as the document allows, or more than it knows', async () => {
    const basalam = await open()
    basalam.answerWith('sparse')
    expect((await ask(basalam, 'GET', '/v1/plans')).body).toEqual({})
    basalam.answerWith('extra')
    expect((await ask(basalam, 'GET', '/v1/plans')).body).toMatchObject({ of_next_year: { is_new: true } })
  })

  test('what arrived is recorded as it came', async () => {
    const basalam = await open()
    await ask(basalam, 'GET', '/v1/products?ids=1&ids=2&price%5Bgte%5D=3')
    expect(basalam.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1/products',
      search: '?ids=1&ids=2&price%5Bgte%5D=3',
      headers: { authorization: 'Bearer sandbox-token' },
      body: undefined,
    })
  })
})

describe('faults', () => {
  test('hit as often as they are told, and only what they aim at', async () => {
    const basalam = await open()
    basalam.fail({ status: 503, times: 2, operation: 'GET /v1/plans' })
    const statuses: number[] = []
    for (const path of ['/v1/carriers', '/v1/shipping/carriers', '/v1/plans', '/v1/plans', '/v1/plans']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      statuses.push((await ask(basalam, 'GET', path)).status)
    }
    expect(statuses).toEqual([404, 200, 503, 503, 200])
  })

  test('a page, a wait with its header, and a late answer', async () => {
    const basalam = await open()
    basalam.fail({ page: true })
    const page = await ask(basalam, 'GET', '/v1/plans')
    expect([page.status, page.headers.get('content-type'), page.body]).toEqual([
      502,
      'text/html',
      expect.stringContaining('<h1>'),
    ])
    basalam.fail({ status: 429, retryAfter: '7' })
    expect((await ask(basalam, 'GET', '/v1/plans')).headers.get('retry-after')).toBe('7')
    basalam.fail({ delayMs: 5 })
    expect((await ask(basalam, 'GET', '/v1/plans')).status).toBe(200)
  })

  test('a broken connection leaves undone or done what was asked', async () => {
    const basalam = await open()
    const { chatId } = basalam.world.receive({ from: basalam.world.addPerson(), text: 'سلام' })
    const path = `/v1/chats/${chatId}/messages`
    const send = (): Promise<unknown> =>
      ask(basalam, 'POST', path, { message_type: 'text', content: { text: 'x' } })
    basalam.fail({ cut: 'before' })
    await expect(send()).rejects.toThrow()
    basalam.fail({ cut: 'after' })
    await expect(send()).rejects.toThrow()
    const { body } = await ask(basalam, 'GET', path)
    expect((body as { data: { messages: unknown[] } }).data.messages).toHaveLength(2)
  })

  test('are over once they are healed', async () => {
    const basalam = await open()
    basalam.fail({ status: 500, times: 9 })
    basalam.heal()
    expect((await ask(basalam, 'GET', '/v1/plans')).status).toBe(200)
  })
})
