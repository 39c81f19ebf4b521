import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import {
  ApiError,
  type ApiErrorCode,
  type ApiErrorDetails,
  type Endpoint,
  HttpClient,
  isApiError,
  readErrorBody,
} from '../src/index.js'
import { failureOf, read, write } from './support/calls.js'
import { json, startServer, type Answering } from './support/test-server.js'

async function errorFor(answer: Answering, endpoint: Endpoint<unknown> = read): Promise<ApiError> {
  const server = await startServer(answer)
  return failureOf(new HttpClient({ baseUrl: server.url, retry: false }).call(endpoint))
}

test.for<[number, unknown, ApiErrorCode]>([
  [400, { message: 'no' }, 'refused'],
  [400, { errors: [{ location: 'body.name', message: 'too long', type: 'length' }] }, 'invalid'],
  [401, {}, 'unauthenticated'],
  [403, {}, 'forbidden'],
  [403, { message: 'missing scope: chat:write' }, 'missing_scope'],
  [404, {}, 'not_found'],
  [408, {}, 'unavailable'],
  [409, {}, 'refused'],
  [422, {}, 'invalid'],
  [429, {}, 'rate_limited'],
  [500, {}, 'unavailable'],
  [503, {}, 'unavailable'],
])('%i with %j is %s', async ([status, body, code]) => {
  const error = await errorFor((_, response) => json(response, status, body))
  expect(error).toMatchObject({ code, status, body })
  expect(error.retryable).toBe(['rate_limited', 'unavailable'].includes(code))
})

test('GET and 200 with HTML: malformed, no raw SyntaxError, the page not in the message', async () => {
  const page = `<!DOCTYPE html><title>Welcome</title>${'x'.repeat(5_000)}`
  const error = await errorFor((_, response) => void response.end(page))
  expect(error).toMatchObject({ name: 'ApiError', code: 'malformed', reason: 'not_json' })
  expect(error.cause).toBeUndefined()
  expect(error.message).toContain('an HTML page')
  expect(error.message).not.toContain('Welcome')
  expect(error.body).toBe(`${page.slice(0, 1_000)}…`)
})

test('JSON that ends too early is malformed too, and is not quoted', async () => {
  const error = await errorFor((_, response) => void response.end('{"access_token":"abc'))
  expect(error).toMatchObject({ code: 'malformed', reason: 'not_json' })
  expect(error.cause).toBeUndefined()
  expect(error.message).not.toContain('abc')
})

test('JSON of another shape is malformed, with what the decoder threw as its cause', async () => {
  const thrown = new TypeError('no id')
  const endpoint: Endpoint<unknown> = {
    ...write,
    decode: () => {
      throw thrown
    },
  }
  const error = await errorFor((_, response) => json(response, 200, { ok: 1 }), endpoint)
  expect(error).toMatchObject({
    code: 'malformed',
    reason: 'unexpected_shape',
    body: { ok: 1 },
    cause: thrown,
  })
})

test('an ApiError of a decoder is passed on, with the request added', async () => {
  const endpoint: Endpoint<unknown> = {
    ...read,
    decode: () => {
      throw new ApiError('refused', 'not sent')
    },
  }
  const error = await errorFor((_, response) => json(response, 200, {}), endpoint)
  expect(error).toMatchObject({ code: 'refused', message: 'not sent', request: { path: '/things' } })
})

test('a 403 that comes as a page is a proxy’s', async () => {
  const error = await errorFor((_, response) => {
    response.writeHead(403, { 'content-type': 'text/html' })
    response.end('<html>Just a moment…</html>')
  }, write)
  expect(error).toMatchObject({ code: 'edge_blocked', retryable: false, status: 403 })
  expect(error.message).not.toContain('moment')
})

test('a scope that the token is known to lack is named', async () => {
  const server = await startServer((_, response) => json(response, 403, { message: 'Forbidden' }))
  const call = { ...read, scopes: ['chat:write', 'user:read'] }
  const withScopes = (scopes?: readonly string[]): HttpClient =>
    new HttpClient({ baseUrl: server.url, token: { current: () => ({ accessToken: 'token', scopes }) } })
  const missing = await failureOf(withScopes(['user:read']).call(call))
  expect(missing.code).toBe('missing_scope')
  expect(missing.message).toContain('the token lacks a scope: chat:write;')
  expect(await failureOf(withScopes(['user:read', 'chat:write']).call(call))).toMatchObject({
    code: 'forbidden',
  })
  expect(await failureOf(withScopes(['*']).call(call))).toMatchObject({ code: 'forbidden' })
  const unknown = await failureOf(withScopes().call(call))
  expect(unknown.code).toBe('forbidden')
  expect(unknown.message).toContain('it needs the scope chat:write user:read')
})

test('insufficient_scope of RFC 6750 is missing_scope', async () => {
  const error = await errorFor((_, response) =>
    json(response, 403, {}, { 'www-authenticate': 'Bearer error="insufficient_scope"' }),
  )
  expect(error.code).toBe('missing_scope')
})

test('a body beyond the bound is kept as its beginning', async () => {
  const error = await errorFor((_, response) => json(response, 400, { message: 'x'.repeat(20_000) }))
  expect(error.body).toHaveLength(1_001)
  expect(error.serverMessage).toHaveLength(501)
})

test('an empty answer is undefined to the decoder', async () => {
  const server = await startServer((_, response) => void response.writeHead(204).end())
  const client = new HttpClient({ baseUrl: server.url })
  expect(await client.call({ ...write, method: 'DELETE', decode: (body) => [body] })).toEqual([undefined])
})

test('a class of one’s own is what every call rejects with', async () => {
  class PetError extends ApiError {
    override readonly name = 'PetError'
  }
  const server = await startServer((_, response) => json(response, 404, { message: 'no pet' }))
  const client = new HttpClient({ baseUrl: server.url, errorClass: PetError })
  const refused: unknown = await client.call(read).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(PetError)
  expect(refused).toMatchObject({ name: 'PetError', code: 'not_found', serverMessage: 'no pet' })
  const early: unknown = await client.call({ ...read, path: 'things' }).catch((error: unknown) => error)
  expect(early).toBeInstanceOf(PetError)
  expect(early).toMatchObject({ code: 'invalid_argument', request: { method: 'GET' } })
})

test('the guard knows an error of another copy of the package by its mark, and nothing else', () => {
  const copy: unknown = Object.defineProperty(new Error('no'), Symbol.for('wireloom.http-core.api-error'), {
    value: true,
  })
  expect(isApiError(new ApiError('refused', 'no'))).toBe(true)
  expect(isApiError(copy)).toBe(true)
  for (const other of [undefined, null, 'ApiError', new Error('no'), { name: 'ApiError', code: 'refused' }]) {
    expect(isApiError(other)).toBe(false)
  }
})

test('types: codes are a union, and details are all optional', () => {
  expectTypeOf<ApiError['code']>().toEqualTypeOf<ApiErrorCode>()
  expectTypeOf<{ status: 404 }>().toExtend<ApiErrorDetails>()
  expect(new ApiError('refsued', 'no').code).toBe('refsued')
})

test.for<[unknown, unknown]>([
  [{ message: ' no ' }, { message: 'no', fields: [] }],
  [
    { error: 'invalid_grant', error_description: 'expired' },
    { message: 'expired', fields: [] },
  ],
  [{ error: { message: 'deep' } }, { message: 'deep', fields: [] }],
  [{ detail: 'Not found' }, { message: 'Not found', fields: [] }],
  [
    { detail: [{ loc: ['body', 'ids', 0], msg: 'not a number', type: 'type_error' }] },
    {
      message: 'not a number',
      fields: [{ path: 'body.ids.0', message: 'not a number', type: 'type_error' }],
    },
  ],
  [
    { message: 'no', errors: [{ code: 7, message: 'bad', fields: ['a', 'b'] }] },
    {
      message: 'no',
      fields: [
        { path: 'a', message: 'bad', type: '7' },
        { path: 'b', message: 'bad', type: '7' },
      ],
    },
  ],
  [{ errors: [{ message: 'bad', fields: [] }] }, { message: 'bad', fields: [{ path: '', message: 'bad' }] }],
  [
    { ok: false, description: 'unauthorized' },
    { message: 'unauthorized', fields: [] },
  ],
  [['no'], {}],
  ['no', {}],
  [null, {}],
])('the body %j says %j', ([body, words]) => {
  expect(readErrorBody(body)).toEqual(words)
})

test('any JSON may be the body of a refusal', () => {
  const names = fc.constantFrom(
    'message',
    'detail',
    'errors',
    'error',
    'loc',
    'msg',
    'type',
    'fields',
    'location',
    'code',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), fc.array(tie('tree')), fc.dictionary(names, tie('tree'))),
  }))
  fc.assert(
    fc.property(tree, (body) => {
      const { message, fields = [] } = readErrorBody(body)
      expect(message === undefined || (typeof message === 'string' && message !== '')).toBe(true)
      for (const { path, message: words } of fields)
        expect([typeof path, typeof words]).toEqual(['string', 'string'])
    }),
  )
})

test('a body may tell the code better than the status', async () => {
  const server = await startServer((_, response) => json(response, 400, { oops: 'quota' }))
  const client = new HttpClient({
    baseUrl: server.url,
    readErrorBody: () => ({ message: 'out of quota', code: 'rate_limited' }),
  })
  expect(await failureOf(client.call(write))).toMatchObject({
    code: 'rate_limited',
    status: 400,
    retryable: true,
  })
})

test('what a function that makes the call throws rejects as the client’s error', async () => {
  class PetError extends ApiError {}
  const client = new HttpClient({ baseUrl: 'http://127.0.0.1', errorClass: PetError })
  const call = client.call(() => {
    throw new ApiError('invalid_argument', 'no pet')
  })
  expect(await failureOf(call)).toBeInstanceOf(PetError)
  expect(() => new HttpClient({ baseUrl: '', errorClass: PetError })).toThrow(PetError)
})

/** Sends a refusal's head, then breaks the connection in its body. */
const cutRefusal =
  (status: number): Answering =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"message":')
    setImmediate(() => response.destroy())
  }

test.for<[number, ApiErrorCode]>([
  [400, 'refused'],
  [401, 'unauthenticated'],
  [404, 'not_found'],
  [429, 'rate_limited'],
  [502, 'outcome_unknown'],
])('POST and %i cut in its body is %s all the same: the status had come', async ([status, code]) => {
  expect(await errorFor(cutRefusal(status), write)).toMatchObject({ code, status, body: undefined })
})

test('a reader of refusals that throws costs the error its words, not its code, and is not silent', async () => {
  const thrown = new TypeError('reader broke')
  const warned = new Promise((resolve) => process.once('warning', resolve))
  const server = await startServer((_, response) => json(response, 404, { message: 'no' }))
  const client = new HttpClient({
    baseUrl: server.url,
    readErrorBody: () => {
      throw thrown
    },
  })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'not_found', serverMessage: undefined })
  expect(await warned).toBe(thrown)
})

test('a refusal nested deeper than the stack is high is a refusal', async () => {
  const deep = `${'['.repeat(8_000)}${']'.repeat(8_000)}`
  const server = await startServer((_, response) => {
    response.writeHead(400)
    response.end(deep)
  })
  const client = new HttpClient({ baseUrl: server.url, token: 'a-token' })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'refused', status: 400 })
})

test('JSON behind a byte order mark is JSON', async () => {
  const server = await startServer((_, response) => void response.end('\uFEFF{"a":1}'))
  expect(await new HttpClient({ baseUrl: server.url }).call(read)).toEqual({ a: 1 })
})

test('an empty answer to a decoder that needs one is malformed', async () => {
  const endpoint: Endpoint<unknown> = { ...read, decode: (body) => (body as { id: number }).id }
  expect(await errorFor((_, response) => void response.writeHead(204).end(), endpoint)).toMatchObject({
    code: 'malformed',
    reason: 'unexpected_shape',
    status: 204,
  })
})

test('an error of a real second copy of the package is known, and becomes the client’s own', async () => {
  class PetError extends ApiError {}
  const copy = await import('@wireloom/http-core')
  expect(copy.ApiError).not.toBe(ApiError)
  const foreign = new copy.ApiError('rate_limited', 'slow down', { retryAfterMs: 5, status: 429 })
  expect([isApiError(foreign), copy.isApiError(new ApiError('refused', 'no'))]).toEqual([true, true])
  const source = new copy.TokenSession({ refresh: () => Promise.reject(foreign) })
  const client = new HttpClient({ baseUrl: 'http://127.0.0.1', token: source, errorClass: PetError })
  const error = await failureOf(client.call(write))
  expect(error).toBeInstanceOf(PetError)
  expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 5, status: 429, retryable: true })
})

test('whatever a call is made of in error, it rejects with an ApiError', async () => {
  const client = new HttpClient({ baseUrl: 'http://127.0.0.1' })
  const thrown = new TypeError('no pet')
  const made = client.call(() => {
    throw thrown
  })
  expect(await failureOf(made)).toMatchObject({ code: 'invalid_argument', cause: thrown })
  // @ts-expect-error: no signal
  expect(await failureOf(client.call(read, { signal: {} }))).toMatchObject({ code: 'invalid_argument' })
  // @ts-expect-error: no call
  expect(await failureOf(client.call(undefined))).toMatchObject({ code: 'invalid_argument' })
})

test.for<[number, Endpoint<unknown>, ApiErrorCode]>([
  [301, read, 'malformed'],
  [307, read, 'malformed'],
  [302, write, 'outcome_unknown'],
  [308, write, 'outcome_unknown'],
])(
  '%i to another origin is not followed: neither token nor body arrives there',
  async ([status, call, code]) => {
    const other = await startServer((_, response) => json(response, 200, {}))
    const server = await startServer((_, response) => {
      response.writeHead(status, { location: `${other.url}/things`, connection: 'close' })
      response.end()
    })
    const headers = { 'x-gateway-secret': 'gateway-secret' }
    const client = new HttpClient({ baseUrl: server.url, token: 'a-token', headers })
    expect(await failureOf(client.call(call))).toMatchObject({ code, reason: 'redirected', status })
    expect([server.received.length, other.received.length]).toEqual([1, 0])
  },
)
