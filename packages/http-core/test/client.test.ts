import { expect, expectTypeOf, test } from 'vitest'
import { ApiError, type Call, HttpClient, type HttpClientOptions, paginate, type Page } from '../src/index.js'
import { failureOf, impatientClient, read, write } from './support/calls.js'
import { json, startServer } from './support/test-server.js'

test('a call carries method, path below the base, query, headers and JSON', async () => {
  const server = await startServer((_, response) => json(response, 200, { id: 7 }))
  const client = new HttpClient({ baseUrl: `${server.url}/api/`, headers: { 'X-App': 'test' } })
  const call = client.call({
    method: 'PUT',
    path: '/rooms/{room_id}',
    parameters: { room_id: 'a/b' },
    query: { full: true },
    json: { name: 'é', gone: undefined },
    headers: { prefer: 'return=full' },
    decode: (body) => (body as { id: number }).id,
  })
  expectTypeOf(call).toEqualTypeOf<Call<number>>()
  expect(await call).toBe(7)
  expect(server.received[0]).toMatchObject({
    method: 'PUT',
    url: '/api/rooms/a%2Fb?full=true',
    text: '{"name":"é"}',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-app': 'test',
      prefer: 'return=full',
    },
  })
})

test('forms are sent as forms, texts as texts', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const client = new HttpClient({ baseUrl: server.url })
  const send = (body: string | URLSearchParams | Uint8Array<ArrayBuffer>): Promise<unknown> =>
    client.call({ method: 'POST', path: '/token', body, decode: (answer) => answer })
  await send(new URLSearchParams({ grant_type: 'refresh_token', token: 'a b' }))
  await send('plain')
  await send(new Uint8Array([65, 66]))
  expect(server.received.map(({ headers, text }) => [headers['content-type'], text])).toEqual([
    ['application/x-www-form-urlencoded;charset=UTF-8', 'grant_type=refresh_token&token=a+b'],
    ['text/plain;charset=UTF-8', 'plain'],
    [undefined, 'AB'],
  ])
})

test('withResponse gives the value, the raw body and the response of the same request', async () => {
  const server = await startServer((_, response) =>
    json(response, 201, { Name: 'Ann' }, { 'x-request-id': 'r1' }),
  )
  const client = new HttpClient({ baseUrl: server.url })
  const call = client.call({ ...write, decode: (body) => (body as { Name: string }).Name })
  const { value, raw, response } = await call.withResponse()
  expect([value, raw, response.status, response.headers.get('x-request-id')]).toEqual([
    'Ann',
    { Name: 'Ann' },
    201,
    'r1',
  ])
  expect(await call).toBe('Ann')
  expect(server.received).toHaveLength(1)
})

test('a call is a promise: all, race, catch and finally work on it', async () => {
  const server = await startServer(({ url }, response) => json(response, url === '/things' ? 200 : 404, 1))
  const client = new HttpClient({ baseUrl: server.url })
  const bad = { ...read, path: '/none' }
  expect(await Promise.all([client.call(read), client.call(read)])).toEqual([1, 1])
  expect(await client.call(bad).catch(() => 'caught')).toBe('caught')
  let ends = 0
  await client.call(read).finally(() => void (ends += 1))
  await failureOf(client.call(bad).finally(() => void (ends += 1)))
  expect(ends).toBe(2)
  // Only one of its doors is used: the other must not count as unhandled.
  await expect(client.call(bad).withResponse()).rejects.toMatchObject({ code: 'not_found' })
})

test.for<[string, Partial<HttpClientOptions>]>([
  ['baseUrl', { baseUrl: 'api.example.com' }],
  ['baseUrl', { baseUrl: 'ftp://example.com' }],
  ['baseUrl', { baseUrl: 'https://example.com/?a=1' }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['totalTimeoutMs', { totalTimeoutMs: -1 }],
  ['retry.limit', { retry: { limit: -1 } }],
  ['retry.firstDelayMs', { retry: { firstDelayMs: Number.NaN } }],
  ['accessToken', { token: '' }],
])('%s of %j is refused by name', ([name, options]) => {
  expect(() => new HttpClient({ baseUrl: 'https://x', ...options })).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
  )
})

test('a body that is no JSON, a bad header and a bad option of a call are refused before anything is sent', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const client = new HttpClient({ baseUrl: server.url })
  const circle: { self?: unknown } = {}
  circle.self = circle
  expect(await failureOf(client.call({ ...write, json: circle }))).toMatchObject({ code: 'invalid_argument' })
  expect(await failureOf(client.call({ ...write, json: 1n }))).toMatchObject({ code: 'invalid_argument' })
  expect(await failureOf(client.call({ ...write, headers: { a: 'line\nbreak' } }))).toMatchObject({
    code: 'invalid_argument',
  })
  expect(await failureOf(client.call(write, { timeoutMs: 0 }))).toMatchObject({ code: 'invalid_options' })
  expect(server.received).toHaveLength(0)
})

test('a body that could not be sent, or not a second time, is refused before anything is sent', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const client = new HttpClient({ baseUrl: server.url })
  const stream = new ReadableStream() as unknown as Blob
  const post = { method: 'POST', path: '/things', decode: (body: unknown) => body } as const
  for (const call of [
    { ...read, json: {} },
    { ...read, method: 'HEAD', body: 'text' } as const,
    { ...post, json: {}, body: 'text' },
    { ...post, body: stream },
    { ...post, body: {} as Blob },
    { ...post, json: () => undefined },
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect(await failureOf(client.call(call))).toMatchObject({ code: 'invalid_argument' })
  }
  expect(server.received).toHaveLength(0)
})

test('a fetch that gives no response, or an error that is its own cause, fails the call in order', async () => {
  const client = new HttpClient({
    baseUrl: 'http://127.0.0.1',
    retry: false,
    fetch: () => Promise.resolve(undefined as unknown as Response),
  })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'network' })
  const error: Error = new TypeError('broken')
  error.cause = error
  const circular = new HttpClient({
    baseUrl: 'http://127.0.0.1',
    retry: false,
    fetch: () => Promise.reject(error),
  })
  expect(await failureOf(circular.call(read))).toMatchObject({ code: 'network' })
})

test('fetch can be replaced: it gets the address and all the rest beside it', async () => {
  const seen: unknown[] = []
  const client = new HttpClient({
    baseUrl: 'https://api.example.com',
    token: 'a-token',
    fetch: async (address, { method, headers, body, signal }) => {
      seen.push(method, address, body, headers['authorization'], signal.aborted)
      return Response.json({ ok: true })
    },
  })
  expect(await client.call(write)).toEqual({ ok: true })
  expect(seen).toEqual(['POST', 'https://api.example.com/things', '{"name":"one"}', 'Bearer a-token', false])
})

test('hooks see each request, each answer and each repetition, in order', async () => {
  const server = await startServer((_, response, turn) => json(response, turn === 0 ? 503 : 404, {}))
  const seen: unknown[] = []
  const { client, clock } = impatientClient(server.url, {
    hooks: {
      onRequest: ({ attempt }) => seen.push(['request', attempt]),
      onResponse: ({ attempt, status, durationMs }) => seen.push(['response', attempt, status, durationMs]),
      onRetry: ({ attempt, delayMs, error }) => {
        seen.push(['retry', attempt, error.code])
        queueMicrotask(() => clock.advance(delayMs))
      },
      onError: ({ attempt, error, method, path, origin }) =>
        seen.push(['error', attempt, error.code, method, path, origin]),
    },
  })
  await failureOf(client.call(read))
  expect(seen).toEqual([
    ['request', 1],
    ['response', 1, 503, 0],
    ['retry', 1, 'unavailable'],
    ['request', 2],
    ['response', 2, 404, 0],
    ['error', 2, 'not_found', 'GET', '/things', server.url],
  ])
})

test('a hook that throws fails no call, and is not silent', async () => {
  const server = await startServer((_, response) => json(response, 200, 'fine'))
  const thrown = new TypeError('hook broke')
  const warned = new Promise((resolve) => process.once('warning', resolve))
  const client = new HttpClient({
    baseUrl: server.url,
    hooks: {
      onRequest: () => {
        throw thrown
      },
    },
  })
  expect(await client.call(read)).toBe('fine')
  expect(await warned).toBe(thrown)
})

test('the log is silent by default, and holds its level', async () => {
  const server = await startServer((_, response) => json(response, 404, {}))
  const linesAt = async (logLevel?: 'debug' | 'error'): Promise<readonly string[]> => {
    const lines: string[] = []
    const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
    const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
    await failureOf(new HttpClient({ baseUrl: server.url, logger, logLevel }).call(read))
    return lines
  }
  expect(await linesAt()).toEqual(['warn: GET /things failed: not_found'])
  expect(await linesAt('error')).toEqual([])
  expect(await linesAt('debug')).toEqual([
    'debug: GET /things is sent',
    'debug: GET /things answered 404',
    'warn: GET /things failed: not_found',
  ])
})

const threePages =
  (asked: unknown[]) =>
  async (cursor: number | undefined): Promise<Page<string, number>> => {
    asked.push(cursor)
    const page = cursor ?? 0
    return { items: [`${page}a`, `${page}b`], ...(page < 2 && { next: page + 1 }) }
  }

test('paging: items, pages and an array with its limit', async () => {
  const asked: unknown[] = []
  const list = paginate(threePages(asked))
  expect(asked).toEqual([])
  const items: string[] = []
  for await (const item of list) items.push(item)
  expect(items).toEqual(['0a', '0b', '1a', '1b', '2a', '2b'])
  const sizes: number[] = []
  for await (const page of list.pages()) sizes.push(page.items.length)
  expect(sizes).toEqual([2, 2, 2])
  asked.length = 0
  expect(await list.toArray({ limit: 4 })).toEqual(['0a', '0b', '1a', '1b'])
  expect(asked).toEqual([undefined, 1])
  expect(await list.toArray({ limit: 0 })).toEqual([])
  expect(await list.toArray({ limit: Infinity })).toHaveLength(6)
})

test('paging: a reader who stops early asks for no more', async () => {
  const asked: unknown[] = []
  for await (const item of paginate(threePages(asked))) if (item === '0b') break
  expect(asked).toEqual([undefined])
})

test('paging: an array without a limit is refused, a list without end is noticed', async () => {
  const list = paginate(threePages([]))
  // @ts-expect-error: the limit is wanted
  expect(await failureOf(list.toArray({}))).toMatchObject({ code: 'invalid_argument' })
  class PetError extends ApiError {}
  const same = paginate<number>(async () => ({ items: [1], next: 'a' }), { errorClass: PetError })
  const pages: unknown[] = []
  const reading = async (): Promise<void> => {
    for await (const page of same.pages()) pages.push(page)
  }
  expect(await failureOf(reading())).toBeInstanceOf(PetError)
  expect(pages).toHaveLength(2)
  const circle = paginate<number>(async (cursor) => ({ items: [1], next: cursor === 'a' ? 'b' : 'a' }))
  expect(await failureOf(circle.toArray({ limit: 100 }))).toMatchObject({ code: 'malformed' })
})
