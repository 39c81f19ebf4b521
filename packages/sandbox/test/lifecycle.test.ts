import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { isSandboxError, startSandbox, type SandboxOptions } from '../src/index.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw, openRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { pause } from './support/wait.js'

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (isSandboxError(error) ? error.code : error),
  )
}

describe('starting', () => {
  test('says where everything is', async () => {
    const sandbox = await openSandbox({ appId: 'a1', key: 'k1', secret: 's1', rooms: ['ann'] })
    const { port } = sandbox.pusher

    expect(sandbox.url).toBe(`http://127.0.0.1:${port}`)
    expect(sandbox.kick.siteUrl).toBe(sandbox.url)
    expect(sandbox.pusher).toMatchObject({
      appId: 'a1',
      key: 'k1',
      secret: 's1',
      host: '127.0.0.1',
      authUrl: `${sandbox.url}/pusher/auth`,
      connections: [],
    })
    expect(sandbox.kick.room('ann').slug).toBe('ann')
  })

  test('takes the port it is asked for, and fails with port_taken where one listens', async () => {
    const first = await openSandbox()
    await first.close()
    const { port } = first.pusher
    const second = await openSandbox({ port })
    expect(second.pusher.port).toBe(port)

    const refusal = startSandbox({ port })
    await expect(refusal).rejects.toMatchObject({
      code: 'port_taken',
      retryable: true,
      message: expect.stringContaining(String(port)) as string,
      cause: expect.objectContaining({ code: 'EADDRINUSE' }) as unknown,
    })
  })

  test('fails with port_taken where another program listens', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    expect(await codeOf(startSandbox({ port }))).toBe('port_taken')
    other.close()
  })

  test('listens on 127.0.0.1 alone', async () => {
    const sandbox = await openSandbox()
    const elsewhere = connect({ host: '127.0.0.2', port: sandbox.pusher.port })
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException]

    expect(error.code).toBe('ECONNREFUSED')
  })

  test('two sandboxes run side by side and know nothing of each other', async () => {
    const one = await openSandbox()
    const two = await openSandbox()
    const client = await connectRaw(one)
    await client.subscribe('news')

    expect(two.pusher.publish({ channel: 'news', event: 'tick' })).toBe(0)
    expect(one.pusher.publish({ channel: 'news', event: 'tick' })).toBe(1)
    expect(one.record.events()).toHaveLength(1)
  })
})

describe('options that cannot work are refused by name', () => {
  const cases: readonly (readonly [string, SandboxOptions])[] = [
    ['port', { port: -1 }],
    ['port', { port: 65_536 }],
    ['port', { port: 1.5 }],
    ['port', { port: Number.NaN }],
    ['seed', { seed: 0.5 }],
    ['seed', { seed: Infinity }],
    ['messagesPerMinute', { messagesPerMinute: -1 }],
    ['messagesPerMinute', { messagesPerMinute: Number.NaN }],
    ['messagesPerMinute', { messagesPerMinute: 1_000_000 }],
    ['messagesPerMinute', { rooms: [{ slug: 'ann', messagesPerMinute: -5 }] }],
    ['activityTimeoutMs', { activityTimeoutMs: 0 }],
    ['pingAfterMs', { pingAfterMs: -1 }],
    ['pongTimeoutMs', { pongTimeoutMs: Infinity }],
    ['appId', { appId: '' }],
    ['key', { key: 'a/b' }],
    ['secret', { secret: '' }],
    ['slug', { rooms: [''] }],
    ['slug', { rooms: ['white space'] }],
    ['slug', { rooms: ['s'.repeat(26)] }],
    ['username', { rooms: [{ slug: 'ann', username: '' }] }],
    ['rooms', { rooms: ['ann', 'ann'] }],
    ['record.maxEvents', { record: { maxEvents: 0 } }],
    ['record.maxFrames', { record: { maxFrames: 2.5 } }],
  ]

  test.each(cases)('%s in %j', async (name, options) => {
    const error: unknown = await startSandbox(options).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ code: 'invalid_options', retryable: false })
    expect(String(error)).toContain(name)
  })

  test('undefined counts as not given', async () => {
    const options: Record<string, unknown> = {
      port: undefined,
      seed: undefined,
      rooms: undefined,
      record: undefined,
    }
    const sandbox = await startSandbox(options)
    expect(sandbox.kick.rooms).toEqual([])
    await sandbox.close()
  })

  test('a secret never stands in the message', async () => {
    const error: unknown = await startSandbox({ secret: 'hunter2', port: -1 }).catch(
      (reason: unknown) => reason,
    )
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
  })
})

describe('closing', () => {
  test('closes connections with 4200 and frees the port', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await sandbox.close()

    await expect(client.ended()).resolves.toMatchObject({ code: 4200 })
    await expect(openRaw(sandbox).ended()).resolves.toMatchObject({ code: 1006 })
  })

  test('twice is once', async () => {
    const sandbox = await openSandbox()
    expect(sandbox.close()).toBe(sandbox.close())
    await sandbox.close()
  })

  test('comes with the end of a block', async () => {
    let url = ''
    {
      await using sandbox = await startSandbox()
      url = sandbox.url
      expect((await fetch(url)).status).toBe(404)
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('leaves no timer: not of traffic, heartbeats, faults or held frames', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, rooms: ['ann', 'bob'], messagesPerMinute: 60 })
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    sandbox.faults.reorder()
    sandbox.pusher.publish({ channel: 'news', event: 'held' })
    sandbox.faults.drip({ everyMs: 1000, forMs: 60_000 })
    sandbox.pusher.publish({ channel: 'news', event: 'slow' })
    expect(clock.pendingTimers).toBeGreaterThan(3)
    await sandbox.close()
    await client.ended()
    await expect.poll(() => clock.pendingTimers, { interval: 2 }).toBe(0)
  })

  test('does not wait for a client that stopped reading', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    client.socket.pause()
    for (let n = 0; n < 200; n += 1) {
      sandbox.pusher.publish({ channel: 'news', event: 'flood', data: 'x'.repeat(100_000) })
    }
    const startedMs = performance.now()
    await sandbox.close()

    expect(performance.now() - startedMs).toBeLessThan(1000)
  })

  test('does not wait for a TCP connection that never says anything', async () => {
    const sandbox = await openSandbox()
    const silent = connect({ host: sandbox.pusher.host, port: sandbox.pusher.port })
    await once(silent, 'connect')
    const ended = once(silent, 'close')
    silent.resume()
    await sandbox.close()
    await ended
  })

  test('after it nothing can be published', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    await sandbox.close()

    expect(() => sandbox.pusher.publish({ channel: 'a', event: 'b' })).toThrow(
      expect.objectContaining({ code: 'closed' }),
    )
    expect(() => room.say('hello')).toThrow(expect.objectContaining({ code: 'closed' }))
  })
})

describe('a client that hangs up in the middle of its request', () => {
  test.each(['/pusher/auth', '/apps/sandbox/events'])(
    'ends nothing but its own connection (%s)',
    async (path) => {
      const sandbox = await openSandbox()
      const rude = connect({ host: sandbox.pusher.host, port: sandbox.pusher.port })
      await once(rude, 'connect')
      rude.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly the beginning`)
      await pause(20)
      rude.destroy()
      await pause(20)

      expect((await fetch(`${sandbox.url}/nothing`)).status).toBe(404)
      await connectRaw(sandbox)
    },
  )
})

describe('the error', () => {
  test('is known by what it is, also from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { name: 'SandboxError', code: 'closed', retryable: false })
    expect(isSandboxError(foreign)).toBe(true)
    expect(isSandboxError(new Error('x'))).toBe(false)
    expect(isSandboxError({ name: 'SandboxError', code: 'closed', retryable: false })).toBe(false)
    expect(isSandboxError(undefined)).toBe(false)
  })
})
