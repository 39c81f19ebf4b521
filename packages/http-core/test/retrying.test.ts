import { expect, test } from 'vitest'
import { HttpClient } from '../src/index.js'
import { failureOf, impatientClient, read, write } from './support/calls.js'
import { cut, json, startServer, unusedUrl } from './support/test-server.js'

test('POST and 502: one request, outcome_unknown', async () => {
  const server = await startServer((_, response) => json(response, 502, { message: 'Bad gateway' }))
  const { client } = impatientClient(server.url)
  const error = await failureOf(client.call(write))
  expect(error).toMatchObject({
    code: 'outcome_unknown',
    reason: 'unavailable',
    status: 502,
    retryable: false,
  })
  expect(server.received).toHaveLength(1)
})

test('POST and a connection cut after the request left: one request, outcome_unknown', async () => {
  const server = await startServer((_, response) => void response.destroy())
  const { client } = impatientClient(server.url)
  const error = await failureOf(client.call(write))
  expect(error).toMatchObject({ code: 'outcome_unknown', reason: 'network', retryable: false })
  expect(server.received).toHaveLength(1)
})

test('POST and an answer cut in the middle: one request, outcome_unknown', async () => {
  const server = await startServer((_, response) => cut(response))
  const { client } = impatientClient(server.url)
  expect(await failureOf(client.call(write))).toMatchObject({ code: 'outcome_unknown', reason: 'body_cut' })
  expect(server.received).toHaveLength(1)
})

test('POST and no answer before the deadline: one request, outcome_unknown', async () => {
  const server = await startServer(() => clock.advance(30_000))
  const { client, clock } = impatientClient(server.url)
  expect(await failureOf(client.call(write))).toMatchObject({ code: 'outcome_unknown', reason: 'timeout' })
  expect(server.received).toHaveLength(1)
  expect(clock.timers).toBe(0)
})

test('POST and a page with status 200: outcome_unknown, since nobody knows who answered', async () => {
  const server = await startServer((_, response) => void response.end('<html>welcome to the hotel</html>'))
  const { client } = impatientClient(server.url)
  expect(await failureOf(client.call(write))).toMatchObject({ code: 'outcome_unknown', reason: 'not_json' })
  expect(server.received).toHaveLength(1)
})

test('POST to a port where nobody listens never arrived: network, and it may be tried again', async () => {
  const { client } = impatientClient(await unusedUrl())
  expect(await failureOf(client.call(write))).toMatchObject({ code: 'network', retryable: true })
})

test('POST and 429: one request, a retryable error with retryAfterMs', async () => {
  const server = await startServer((_, response) => json(response, 429, {}, { 'retry-after': '7' }))
  const { client } = impatientClient(server.url)
  const error = await failureOf(client.call(write))
  expect(error).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 7_000 })
  expect(server.received).toHaveLength(1)
})

test.for(['PUT', 'PATCH', 'DELETE'] as const)('%s and 503 is not repeated either', async (method) => {
  const server = await startServer((_, response) => json(response, 503, {}))
  const { client } = impatientClient(server.url)
  expect(await failureOf(client.call({ ...write, method }))).toMatchObject({ code: 'outcome_unknown' })
  expect(server.received).toHaveLength(1)
})

test('a POST that only reads may say so, and is repeated', async () => {
  const server = await startServer((_, response, turn) => json(response, turn === 0 ? 502 : 200, { turn }))
  const { client } = impatientClient(server.url)
  expect(await client.call({ ...write, effect: 'read' })).toEqual({ turn: 1 })
  expect(server.received.map(({ text }) => text)).toEqual(['{"name":"one"}', '{"name":"one"}'])
})

test('GET cut in the middle is repeated', async () => {
  const server = await startServer((_, response, turn) =>
    turn === 0 ? cut(response) : json(response, 200, { turn }),
  )
  const { client, waits } = impatientClient(server.url)
  expect(await client.call(read)).toEqual({ turn: 1 })
  expect(waits).toEqual([500])
})

test('GET cut in the middle every time ends in body_cut', async () => {
  const server = await startServer((_, response) => cut(response))
  const { client } = impatientClient(server.url)
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'body_cut', retryable: true })
  expect(server.received).toHaveLength(3)
})

test('GET on a broken connection is repeated, each wait twice the last', async () => {
  const server = await startServer((_, response, turn) =>
    turn < 4 ? void response.destroy() : json(response, 200, { turn }),
  )
  const { client, waits } = impatientClient(server.url, { retry: { limit: 4, maxDelayMs: 3_000 } })
  expect(await client.call(read)).toEqual({ turn: 4 })
  expect(waits).toEqual([500, 1_000, 2_000, 3_000])
})

test.for([408, 429, 502, 503, 504])('GET and %i is repeated', async (status) => {
  const server = await startServer((_, response, turn) => json(response, turn < 2 ? status : 200, { turn }))
  const { client } = impatientClient(server.url)
  expect(await client.call(read)).toEqual({ turn: 2 })
})

test.for([400, 401, 403, 404, 409, 413, 422, 500, 501])('GET and %i is not repeated', async (status) => {
  const server = await startServer((_, response) => json(response, status, {}))
  const { client } = impatientClient(server.url)
  expect(await failureOf(client.call(read))).toMatchObject({ status })
  expect(server.received).toHaveLength(1)
})

test('HEAD is repeated and has no body', async () => {
  const server = await startServer((_, response, turn) => {
    response.writeHead(turn === 0 ? 503 : 200)
    response.end()
  })
  const { client } = impatientClient(server.url)
  expect(await client.call({ ...read, method: 'HEAD' })).toBeUndefined()
  expect(server.received).toHaveLength(2)
})

test('Retry-After in seconds is waited for instead of our own delay', async () => {
  const server = await startServer((_, response, turn) =>
    json(response, turn === 0 ? 429 : 200, {}, { 'retry-after': '42' }),
  )
  const { client, waits } = impatientClient(server.url)
  await client.call(read)
  expect(waits).toEqual([42_000])
})

test('Retry-After as a date is waited for', async () => {
  const server = await startServer((_, response, turn) =>
    json(
      response,
      turn === 0 ? 503 : 200,
      {},
      { 'retry-after': new Date(clock.now() + 9_000).toUTCString() },
    ),
  )
  const { client, waits, clock } = impatientClient(server.url)
  await client.call(read)
  expect(waits).toEqual([9_000])
})

test('a Retry-After beyond the cap is not waited for, and stands on the error whole', async () => {
  const server = await startServer((_, response) => json(response, 429, {}, { 'retry-after': '3600' }))
  const { client, waits } = impatientClient(server.url)
  expect(await failureOf(client.call(read))).toMatchObject({ retryAfterMs: 3_600_000, retryable: true })
  expect(waits).toEqual([])
})

test('no wait goes beyond the total deadline', async () => {
  const server = await startServer((_, response) => json(response, 503, {}, { 'retry-after': '20' }))
  const { client } = impatientClient(server.url, { totalTimeoutMs: 30_000 })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'unavailable' })
  expect(server.received).toHaveLength(2)
})

test('the deadline of an attempt ends a GET in timeout, also in the middle of its body', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"data":', () => setTimeout(() => clock.advance(1_000), 20))
  })
  const { client, clock } = impatientClient(server.url, { timeoutMs: 1_000 })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'timeout', retryable: true })
})

test('each attempt has its own deadline', async () => {
  const server = await startServer((_, response, turn) => {
    clock.advance(900)
    json(response, turn < 2 ? 503 : 200, { turn })
  })
  const { client, clock } = impatientClient(server.url, { timeoutMs: 1_000 })
  expect(await client.call(read)).toEqual({ turn: 2 })
})

test('per-call options stand before the client’s', async () => {
  const server = await startServer((_, response) => json(response, 503, {}))
  const { client } = impatientClient(server.url, { retry: { limit: 5 }, headers: { 'x-who': 'client' } })
  await failureOf(client.call(read, { retry: false, headers: { 'X-Who': 'call' } }))
  expect(server.received).toHaveLength(1)
  expect(server.received[0]?.headers['x-who']).toBe('call')
  await failureOf(client.call(read, { retry: { limit: 1 } }))
  expect(server.received).toHaveLength(3)
})

test('our own delay is less up to a quarter, by chance', async () => {
  const server = await startServer((_, response, turn) => json(response, turn === 0 ? 503 : 200, {}))
  const { client, waits } = impatientClient(server.url, { random: () => 0.8 })
  await client.call(read)
  expect(waits).toEqual([400])
})

test('a proxy’s challenge is not repeated, whatever its status', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(503, { 'cf-mitigated': 'challenge' })
    response.end('<html>prove yourself</html>')
  })
  const client = new HttpClient({ baseUrl: server.url })
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'edge_blocked', retryable: false })
  expect(server.received).toHaveLength(1)
})

test.for(['Wed, 21 Oct 2015 07:28:00 GMT', '0', 'tomorrow', '-5', '9'.repeat(40)])(
  'a Retry-After of %j, past or no time at all, leaves our own wait',
  async (value) => {
    const server = await startServer((_, response, turn) =>
      json(response, turn < 2 ? 429 : 200, {}, { 'retry-after': value }),
    )
    const { client, waits } = impatientClient(server.url)
    await client.call(read)
    expect(waits).toEqual([500, 1_000])
  },
)

test('a clock that goes back neither ends a call nor lets it run without end', async () => {
  const server = await startServer((_, response, turn) => {
    clock.advance(-3_600_000)
    json(response, turn < 2 ? 503 : 200, { turn })
  })
  const { client, clock, waits } = impatientClient(server.url)
  expect(await client.call(read)).toEqual({ turn: 2 })
  expect(waits).toEqual([500, 1_000])
  expect(clock.timers).toBe(0)
})
