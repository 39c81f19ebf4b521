import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { HttpClient, paginate, TokenSession, type HttpClientOptions } from '../src/index.js'
import { failureOf, read, write } from './support/calls.js'
import { ManualClock } from './support/manual-clock.js'
import { json, startServer, type TestServer } from './support/test-server.js'
import { until } from './support/wait.js'

const reason = new TypeError('the user went away')

/** A signal that counts who listens to it. */
function countingSignal(): { readonly controller: AbortController; readonly listeners: () => number } {
  const controller = new AbortController()
  const { signal } = controller
  let count = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    count += 1
    add(...given)
  }
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    count -= 1
    remove(...given)
  }
  return { controller, listeners: () => count }
}

interface Setting {
  readonly server: TestServer
  readonly clock: ManualClock
  readonly client: HttpClient
}

function setting(server: TestServer, options: Partial<HttpClientOptions> = {}): Setting {
  const clock = new ManualClock()
  return { server, clock, client: new HttpClient({ baseUrl: server.url, clock, ...options }) }
}

async function expectNothingLeft({ server, clock }: Setting): Promise<void> {
  expect(clock.timers).toBe(0)
  await until(() => server.sockets.size === 0)
}

test('before: nothing is sent', async () => {
  const { controller, listeners } = countingSignal()
  const it = setting(await startServer((_, response) => json(response, 200, {})))
  controller.abort(reason)
  const error = await failureOf(it.client.call(write, { signal: controller.signal }))
  expect(error).toMatchObject({ code: 'aborted', cause: reason, reason: undefined, retryable: false })
  expect(it.server.received).toHaveLength(0)
  expect(listeners()).toBeLessThanOrEqual(0)
  await expectNothingLeft(it)
})

test('in flight: the socket is closed; a write says that it may have been done', async () => {
  const { controller, listeners } = countingSignal()
  const it = setting(await startServer(() => undefined))
  const writing = failureOf(it.client.call(write, { signal: controller.signal }))
  const reading = failureOf(it.client.call(read, { signal: controller.signal }))
  await until(() => it.server.received.length === 2)
  controller.abort(reason)
  expect(await writing).toMatchObject({ code: 'aborted', reason: 'in_flight', cause: reason })
  expect(await reading).toMatchObject({ code: 'aborted', reason: undefined, cause: reason })
  expect(listeners()).toBe(0)
  await expectNothingLeft(it)
})

test('in the middle of an answer: the socket is closed', async () => {
  const { controller, listeners } = countingSignal()
  const it = setting(
    await startServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{', () => setTimeout(() => controller.abort(reason), 20))
    }),
  )
  const error = await failureOf(it.client.call(read, { signal: controller.signal }))
  expect(error).toMatchObject({ code: 'aborted', cause: reason })
  expect(listeners()).toBe(0)
  await expectNothingLeft(it)
})

test('in backoff: the timer is gone and nothing more is sent', async () => {
  const { controller, listeners } = countingSignal()
  const it = setting(await startServer((_, response) => json(response, 503, {}, { connection: 'close' })), {
    hooks: { onRetry: () => queueMicrotask(() => controller.abort(reason)) },
  })
  const error = await failureOf(it.client.call(read, { signal: controller.signal }))
  expect(error).toMatchObject({ code: 'aborted', cause: reason })
  expect(it.server.received).toHaveLength(1)
  expect(listeners()).toBe(0)
  await expectNothingLeft(it)
})

test('waiting for a refresh: the call ends at once, the others and the new pair are not lost', async () => {
  const { controller, listeners } = countingSignal()
  const server = await startServer(({ headers }, response) =>
    json(response, headers.authorization === 'Bearer new-token' ? 200 : 401, {}, { connection: 'close' }),
  )
  const clock = new ManualClock()
  let finish = (): void => undefined
  let isAsked = false
  const saved: string[] = []
  const session = new TokenSession({
    clock,
    token: { accessToken: 'old-token' },
    refresh: async () => {
      isAsked = true
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return { accessToken: 'new-token' }
    },
    onRefreshed: ({ accessToken }) => saved.push(accessToken),
  })
  let refusals = 0
  const hooks = { onResponse: () => void (refusals += 1) }
  const client = new HttpClient({ baseUrl: server.url, token: session, clock, hooks })
  const it: Setting = { server, clock, client }
  const leaving = failureOf(it.client.call(write, { signal: controller.signal }))
  const staying = it.client.call(read)
  await until(() => isAsked && refusals === 2)
  controller.abort(reason)
  // A write that was refused for its token was not done.
  expect(await leaving).toMatchObject({ code: 'aborted', reason: undefined, cause: reason })
  expect(listeners()).toBe(0)
  finish()
  expect(await staying).toEqual({})
  expect(saved).toEqual(['new-token'])
  expect(server.received).toHaveLength(3)
  await expectNothingLeft(it)
})

test('the only one waiting for a refresh: the new pair is saved all the same, and then nothing is left', async () => {
  const { controller } = countingSignal()
  const server = await startServer((_, response) => json(response, 401, {}, { connection: 'close' }))
  const clock = new ManualClock()
  let finish = (): void => undefined
  const saved: string[] = []
  const session = new TokenSession({
    clock,
    token: { accessToken: 'old-token' },
    refresh: () =>
      new Promise((resolve) => {
        finish = () => resolve({ accessToken: 'new-token' })
        controller.abort(reason)
      }),
    onRefreshed: ({ accessToken }) => saved.push(accessToken),
  })
  const it: Setting = {
    server,
    clock,
    client: new HttpClient({ baseUrl: server.url, token: session, clock }),
  }
  expect(await failureOf(it.client.call(read, { signal: controller.signal }))).toMatchObject({
    code: 'aborted',
  })
  finish()
  await until(() => saved.length === 1)
  expect(await session.current()).toMatchObject({ accessToken: 'new-token' })
  await expectNothingLeft(it)
})

test('a deadline also ends the wait for a refresh', async () => {
  const server = await startServer((_, response) => json(response, 401, {}))
  const clock = new ManualClock()
  const source = {
    current: () => ({ accessToken: 'old-token' }),
    replace: () => {
      queueMicrotask(() => clock.advance(30_000))
      return new Promise<never>(() => undefined)
    },
  }
  const client = new HttpClient({ baseUrl: server.url, token: source, clock })
  expect(await failureOf(client.call(write))).toMatchObject({ code: 'timeout' })
  expect(clock.timers).toBe(0)
})

test('waiting for a first token: the call ends, and nothing was sent', async () => {
  const { controller, listeners } = countingSignal()
  const source = {
    current: () => {
      queueMicrotask(() => controller.abort(reason))
      return new Promise<never>(() => undefined)
    },
  }
  const it = setting(await startServer((_, response) => json(response, 200, {})), { token: source })
  const error = await failureOf(it.client.call(write, { signal: controller.signal }))
  expect(error).toMatchObject({ code: 'aborted', cause: reason })
  expect(error.reason).toBeUndefined()
  expect(it.server.received).toHaveLength(0)
  expect(listeners()).toBe(0)
  await expectNothingLeft(it)
})

test('between pages: no further page is asked for', async () => {
  const controller = new AbortController()
  const it = setting(
    await startServer((_, response, turn) =>
      json(response, 200, { items: [turn], next: 'x' }, { connection: 'close' }),
    ),
  )
  const list = paginate<number>(
    (_, options) =>
      it.client.call({ ...read, decode: (body) => body as { items: number[]; next: string } }, options),
    { signal: controller.signal },
  )
  const seen: number[] = []
  const reading = async (): Promise<void> => {
    for await (const item of list) {
      seen.push(item)
      controller.abort(reason)
    }
  }
  expect(await failureOf(reading())).toMatchObject({ code: 'aborted', cause: reason })
  expect(seen).toEqual([0])
  expect(it.server.received).toHaveLength(1)
  await expectNothingLeft(it)
})

test('at each of the five moments: a program of its own holds no call any more, and ends by itself', async () => {
  const server = await startServer(({ url }, response) => {
    if (url === '/in-flight') return void response.writeHead(200, { 'content-length': '100' }).write('{')
    if (url === '/in-backoff') return json(response, 503, {}, { 'retry-after': '30' })
    json(response, url === '/in-refresh' ? 401 : 200, {})
  })
  const program = new URL('support/run-aborted-calls.ts', import.meta.url).pathname
  // A timer of 30 s or a socket in use would hold it back until it is killed, which fails the test.
  const { stdout } = await promisify(execFile)(process.execPath, [program, server.url], { timeout: 10_000 })
  expect(JSON.parse(stdout)).toEqual({
    outcomes: ['before', 'in-flight', 'in-backoff', 'in-refresh', 'between-pages'].map(
      (at) => `${at}: aborted`,
    ),
    held: [],
  })
  expect(server.received.map(({ url }) => url)).toEqual([
    '/in-flight',
    '/in-backoff',
    '/in-refresh',
    '/between-pages',
  ])
}, 15_000)

test('a fetch that never settles and heeds no signal is not waited for: deadline, abort, and a body without end', async () => {
  const never = (): Promise<never> => new Promise(() => undefined)
  const clock = new ManualClock()
  const stuck = new HttpClient({ baseUrl: 'http://127.0.0.1', clock, fetch: never })
  const late = failureOf(stuck.call(write))
  await until(() => clock.timers === 1)
  clock.advance(30_000)
  expect(await late).toMatchObject({ code: 'outcome_unknown', reason: 'timeout' })
  const { controller, listeners } = countingSignal()
  const left = failureOf(stuck.call(read, { signal: controller.signal }))
  await until(() => clock.timers === 1)
  controller.abort(reason)
  expect(await left).toMatchObject({ code: 'aborted', cause: reason })
  const endless = new HttpClient({
    baseUrl: 'http://127.0.0.1',
    clock,
    fetch: async () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })),
  })
  const reading = failureOf(endless.call(read))
  await until(() => clock.timers === 1)
  clock.advance(30_000)
  expect(await reading).toMatchObject({ code: 'timeout' })
  expect([clock.timers, listeners()]).toEqual([0, 0])
})

test('between items of one page: no further item is given out', async () => {
  const controller = new AbortController()
  const list = paginate(async () => ({ items: [1, 2, 3] }), { signal: controller.signal })
  const seen: number[] = []
  const reading = async (): Promise<void> => {
    for await (const item of list) {
      seen.push(item)
      controller.abort(reason)
    }
  }
  expect(await failureOf(reading())).toMatchObject({ code: 'aborted', cause: reason })
  expect(seen).toEqual([1])
})

test('two hundred calls with one signal leave no listener on it', async () => {
  const { controller, listeners } = countingSignal()
  const it = setting(await startServer((_, response) => json(response, 200, {})))
  for (let round = 0; round < 4; round += 1) {
    const calls = Array.from({ length: 50 }, () => it.client.call(read, { signal: controller.signal }))
    // oxlint-disable-next-line no-await-in-loop -- fifty at a time
    await Promise.all(calls)
  }
  expect(listeners()).toBe(0)
  expect(it.clock.timers).toBe(0)
})
