import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { batchAuthorizer, fetchAuthorizer } from '../src/authorize.js'
import { createLimit } from '../src/authorize/limit.js'
import { ajaxHandler } from '../src/compat/ajax-authorization.js'
import { connectClient } from './support/client.js'
import { startServer } from './support/scripted-server.js'

const { signal } = new AbortController()

test.each([0, 1, 2, 3, 4, 5, 6])(
  'a task that comes just as another ends waits its turn: %i',
  async (ticks) => {
    const limit = createLimit(1, 1_000)
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let running = 0
    let most = 0
    const task = async (): Promise<void> => {
      running += 1
      most = Math.max(most, running)
      await gate
      running -= 1
    }
    const tasks = [limit(signal, task), limit(signal, task)]
    open()
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
    tasks.push(limit(signal, task))
    await Promise.all(tasks)
    expect(most).toBe(1)
  },
)

describe('an endpoint that never answers', () => {
  /** It takes requests, and keeps silent. */
  async function startSilence(): Promise<string> {
    const server = createServer(() => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`
  }
  const givenUp = {
    code: 'authorization_failed',
    retryable: true,
    message: expect.stringContaining('30 ms') as string,
  }

  test('is given up, and the turn goes to the next', async () => {
    const url = await startSilence()
    const authorize = fetchAuthorizer({ url, concurrency: 1, timeoutMs: 30 })
    const { pusher } = await connectClient(await startServer(), { authorize })
    const waits = ['private-a', 'private-b'].map((name) => pusher.subscribe(name).subscribed())
    for (const wait of await Promise.allSettled(waits)) expect(wait).toMatchObject({ reason: givenUp })
  })

  test('is given up by the options of pusher-js as well', async () => {
    const ask = ajaxHandler('channel authorization', await startSilence(), {}, () => ({}), 30)
    await expect(ask({}, () => undefined, signal)).rejects.toMatchObject(givenUp)
  })

  test('is let go of when nobody waits for it any more', async () => {
    const leaving = new AbortController()
    const limit = createLimit(1, 1_000)
    const first = limit(leaving.signal, () => new Promise(() => undefined))
    const second = limit(signal, async () => 'its turn')
    leaving.abort(new RangeError('left'))
    await expect(first).rejects.toThrow('left')
    expect(await second).toBe('its turn')
  })

  test('may as well be a function of headers', async () => {
    const headers = (): Promise<Record<string, string>> => new Promise(() => undefined)
    const authorize = fetchAuthorizer({ url: await startSilence(), headers, timeoutMs: 30 })
    await expect(authorize({ channel: 'private-a', socketId: '1.1', signal })).rejects.toMatchObject(givenUp)
  })
})

test.each([
  ['url', {}],
  ['url', { url: ' ' }],
  ['headers', { url: '/auth', headers: 'x' }],
  ['params', { url: '/auth', params: 5 }],
  ['timeoutMs', { url: '/auth', timeoutMs: 0 }],
  ['fetch', { url: '/auth', fetch: true }],
  ['options', undefined],
])('a bad `%s` of `fetchAuthorizer` is refused by name: %j', (name, options) => {
  expect(() => fetchAuthorizer(options as never)).toThrow(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining(`\`${name}\``) as string,
    }),
  )
})

test('`batchAuthorizer` refuses what is no function', () => {
  expect(() => batchAuthorizer('/auth' as never)).toThrow(/`authorizeBatch` must be a function/)
})
