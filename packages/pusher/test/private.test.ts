import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { batchAuthorizer, type BatchAuthorizationRequest, fetchAuthorizer } from '../src/authorize.js'
import { type Authorize, type ChannelAuthorization, Pusher } from '../src/index.js'
import { connectClient, next } from './support/client.js'
import { Queue } from './support/queue.js'
import { startServer } from './support/scripted-server.js'
import { authorizeAs, signChannel } from './support/signing.js'

/** An `authorize` whose answers the test gives, one by one. */
function manualAuthorize() {
  const asked = new Queue<{
    channel: string
    socketId: string
    signal: AbortSignal
    answer: (value: ChannelAuthorization) => void
  }>()
  const authorize: Authorize = (request) =>
    new Promise((resolve) => asked.put({ ...request, answer: resolve }))
  return { asked, authorize }
}

test('a private channel is subscribed with the application’s signature, which a real server accepts', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { key, host, port } = sandbox.pusher
  const pusher = new Pusher({ key, host, port, tls: false, authorize: authorizeAs(sandbox.pusher, {}) })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  const room = pusher.subscribe('private-room')
  await room.subscribed()
  const heard = new Promise((resolve) => room.on('message', resolve))
  sandbox.pusher.publish({ channel: 'private-room', event: 'message', data: 'in' })
  expect(await heard).toBe('in')
})

test('a wrong signature is refused by the server, by the channel’s name', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { key, host, port } = sandbox.pusher
  const authorize: Authorize = ({ socketId, channel }) =>
    signChannel({ key, secret: 'wrong' }, socketId, channel)
  const pusher = new Pusher({ key, host, port, tls: false, authorize })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  const refusal = { code: 'subscription_refused', channel: 'private-room' }
  await expect(pusher.subscribe('private-room').subscribed()).rejects.toMatchObject(refusal)
})

test('the subscribe frame carries the answer, and nothing of it is asked for before connecting', async () => {
  const { asked, authorize } = manualAuthorize()
  const { pusher, peer } = await connectClient(await startServer(), { authorize })
  pusher.subscribe('private-room')
  const request = await asked.take()
  expect(request).toMatchObject({ channel: 'private-room', socketId: '1.1' })
  request.answer({ auth: 'app-key:abc' })
  expect(await peer.frames.take()).toEqual({
    event: 'pusher:subscribe',
    data: { auth: 'app-key:abc', channel: 'private-room' },
  })
})

test('[71] after a failure another subscribe asks again', async () => {
  let answers = 0
  const authorize: Authorize = () => {
    answers += 1
    if (answers === 1) throw new TypeError('not now')
    return { auth: 'k:s' }
  }
  const { pusher, peer, errors } = await connectClient(await startServer(), { authorize })
  const channel = pusher.subscribe('private-room')
  const failed = { code: 'authorization_failed', channel: 'private-room' }
  await expect(channel.subscribed()).rejects.toMatchObject(failed)
  expect(errors).toMatchObject([{ ...failed, cause: { message: 'not now' } }])
  expect(pusher.subscribe('private-room')).toBe(channel)
  await peer.frames.take()
  peer.acknowledge('private-room')
  await channel.subscribed()
})

test.each([undefined, null, {}, 'k:s', { auth: 7 }])(
  'an answer of %j is refused, and never quoted',
  async (answer) => {
    const authorize = (() => answer) as unknown as Authorize
    const { pusher, errors } = await connectClient(await startServer(), { authorize })
    await expect(pusher.subscribe('private-room').subscribed()).rejects.toMatchObject({
      code: 'authorization_failed',
    })
    expect(errors[0]?.message).toContain('`auth`')
  },
)

test('[76, 77] a reconnect asks with the new socket id, and an answer for the old one is discarded', async () => {
  const server = await startServer()
  const { asked, authorize } = manualAuthorize()
  const { pusher, peer, clock } = await connectClient(server, { authorize })
  const channel = pusher.subscribe('private-room')
  const old = await asked.take()
  const retry = next(pusher, 'retry')
  peer.cut()
  await retry
  expect(old.signal.aborted).toBe(true)
  clock.advance(0)
  const second = await server.accepted()
  second.handshake('2.2')
  const fresh = await asked.take()
  expect(fresh.socketId).toBe('2.2')
  old.answer({ auth: 'old' })
  fresh.answer({ auth: 'fresh' })
  expect(await second.frames.take()).toMatchObject({ data: { auth: 'fresh' } })
  second.acknowledge('private-room')
  await channel.subscribed()
  await second.flushed()
  expect(second.frames.waiting).toEqual([])
})

test('leaving while the application is asked ends the asking, and sends nothing', async () => {
  const { asked, authorize } = manualAuthorize()
  const { pusher, peer } = await connectClient(await startServer(), { authorize })
  pusher.subscribe('private-room')
  const request = await asked.take()
  pusher.unsubscribe('private-room')
  expect(request.signal.aborted).toBe(true)
  request.answer({ auth: 'late' })
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
})

test('a gap waits for private channels too', async () => {
  const server = await startServer()
  const client = await connectClient(server, { authorize: () => ({ auth: 'k:s' }) })
  for (const name of ['private-a', 'b']) {
    const channel = client.pusher.subscribe(name)
    await client.peer.frames.take()
    client.peer.acknowledge(name)
    await channel.subscribed()
  }
  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  client.clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  await second.frames.take()
  second.acknowledge('b')
  await second.frames.take()
  second.acknowledge('private-a')
  await second.flushed()
  expect(client.gaps.map(({ channels }) => channels.toSorted())).toEqual([['b', 'private-a']])
})

describe('client events', () => {
  async function privateRoom() {
    const client = await connectClient(await startServer(), { authorize: () => ({ auth: 'k:s' }) })
    const channel = client.pusher.subscribe<{ 'client-typing': { user: string } }>('private-room')
    await client.peer.frames.take()
    client.peer.acknowledge('private-room')
    await channel.subscribed()
    return { ...client, channel }
  }

  test('go out with their channel and data', async () => {
    const { channel, peer } = await privateRoom()
    expect(channel.trigger('client-typing', { user: 'ann' })).toBe(true)
    expect(await peer.frames.take()).toEqual({
      event: 'client-typing',
      channel: 'private-room',
      data: { user: 'ann' },
    })
  })

  test.each(['typing', '', 'Client-typing', undefined])('[103] named %j are refused', async (name) => {
    const { channel, peer } = await privateRoom()
    const trigger = (): unknown => channel.trigger(name as 'client-typing', { user: 'ann' })
    expect(trigger).toThrow(expect.objectContaining({ code: 'invalid_event_name', channel: 'private-room' }))
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
  })

  test('[104, 105] reach the others, not the sender, and say who sent them', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { key, host, port } = sandbox.pusher
    const rooms = ['ann', 'bob'].map((id) => {
      const authorize = authorizeAs(sandbox.pusher, { user_id: id })
      const pusher = new Pusher({ key, host, port, tls: false, authorize })
      onTestFinished(() => pusher.disconnect())
      pusher.connect()
      return pusher.subscribe<{ 'client-typing': string }>('presence-room')
    })
    const heard: string[] = []
    for (const [index, room] of rooms.entries()) {
      await room.subscribed()
      room.on('client-typing', (data, { userId }) => void heard.push(`${index} ${data} ${userId}`))
    }
    rooms[0]?.trigger('client-typing', 'hello')
    await expect.poll(() => heard).toEqual(['1 hello ann'])
  })

  test('[106] trigger tells whether there was a connection to hand it to', async () => {
    const { channel, pusher } = await privateRoom()
    pusher.disconnect()
    expect(channel.trigger('client-typing', { user: 'ann' })).toBe(false)
  })

  test('[107] more than ten a second surface as error 4301', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { key, host, port } = sandbox.pusher
    const pusher = new Pusher({ key, host, port, tls: false, authorize: authorizeAs(sandbox.pusher, {}) })
    onTestFinished(() => pusher.disconnect())
    const error = next(pusher, 'error')
    pusher.connect()
    const room = pusher.subscribe('private-room')
    await room.subscribed()
    for (let index = 0; index < 12; index += 1) room.trigger('client-x', index)
    expect(await error).toMatchObject({ code: 'server_error', serverCode: 4301 })
    expect(pusher.status.state).toBe('connected')
  })
})

describe('asking over HTTP', () => {
  /** An application's endpoint that signs, slowly where it is told to. */
  async function startEndpoint(answer: (form: URLSearchParams) => { status?: number; body: string }) {
    const requests: {
      method: string | undefined
      headers: IncomingHttpHeaders
      form: Record<string, string>
    }[] = []
    const load = { now: 0, most: 0 }
    const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      load.now += 1
      load.most = Math.max(load.most, load.now)
      const form = new URLSearchParams(await text(request))
      requests.push({ method: request.method, headers: request.headers, form: Object.fromEntries(form) })
      const { status = 200, body } = answer(form)
      await setTimeout(2)
      load.now -= 1
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    }
    const server = createServer((request, response) => void respond(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`, requests, load }
  }
  const signal = new AbortController().signal
  const request = { channel: 'private-a&b', socketId: '1.1', signal }

  test('[67] posts socket id and channel as a form', async () => {
    const { url, requests } = await startEndpoint(() => ({ body: '{"auth":"k:s"}' }))
    expect(await fetchAuthorizer({ url })(request)).toEqual({ auth: 'k:s' })
    expect(requests).toMatchObject([
      {
        method: 'POST',
        headers: { 'content-type': expect.stringMatching(/^application\/x-www-form-urlencoded/) as string },
        form: { socket_id: '1.1', channel_name: 'private-a&b' },
      },
    ])
  })

  test('[68] params and headers go along, and functions of them are asked each time', async () => {
    const { url, requests } = await startEndpoint(() => ({ body: '{"auth":"k:s"}' }))
    let token = 0
    const authorize = fetchAuthorizer({
      url,
      params: { tenant: 'a b' },
      headers: async () => ({ authorization: `Bearer ${(token += 1)}` }),
    })
    await authorize(request)
    await authorize(request)
    expect(requests.map(({ headers, form }) => [headers.authorization, form['tenant']])).toEqual([
      ['Bearer 1', 'a b'],
      ['Bearer 2', 'a b'],
    ])
  })

  test.each([
    { status: 403, retryable: false },
    { status: 201, retryable: false },
    { status: 429, retryable: true },
    { status: 503, retryable: true },
  ])('[69] status $status refuses the channel, and the body is not quoted', async ({ status, retryable }) => {
    const { url } = await startEndpoint(() => ({ status, body: 'secret page' }))
    const { pusher } = await connectClient(await startServer(), { authorize: fetchAuthorizer({ url }) })
    const error: unknown = await pusher
      .subscribe('private-room')
      .subscribed()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'authorization_failed', serverCode: status, retryable })
    expect(String(error)).not.toContain('secret')
  })

  test('[70] bad JSON refuses the channel', async () => {
    const { url } = await startEndpoint(() => ({ body: '<html>' }))
    const { pusher } = await connectClient(await startServer(), { authorize: fetchAuthorizer({ url }) })
    await expect(pusher.subscribe('private-room').subscribed()).rejects.toMatchObject({
      code: 'authorization_failed',
    })
  })

  test('[85] no more requests run at once than allowed, and all are answered', async () => {
    const { url, load } = await startEndpoint(() => ({ body: '{"auth":"k:s"}' }))
    const authorize = fetchAuthorizer({ url, concurrency: 3 })
    await Promise.all(Array.from({ length: 30 }, async () => authorize(request)))
    expect(load.most).toBe(3)
  })

  test('one that waits its turn is let go by its signal', async () => {
    const { url, requests } = await startEndpoint(() => ({ body: '{"auth":"k:s"}' }))
    const authorize = fetchAuthorizer({ url, concurrency: 1 })
    const abort = new AbortController()
    const first = authorize(request)
    const second = authorize({ ...request, signal: abort.signal })
    const third = authorize(request)
    abort.abort(new RangeError('left'))
    await expect(second).rejects.toThrow('left')
    await Promise.all([first, third])
    expect(requests).toHaveLength(2)
  })

  test.each([0, 1.5, Number.NaN])('a concurrency of %s is refused', (concurrency) => {
    expect(() => fetchAuthorizer({ url: '/auth', concurrency })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })
})

describe('asking for many channels at once', () => {
  const names = Array.from({ length: 250 }, (_, index) => `private-${index}`)

  test('[85] a reconnect of 250 channels is three requests of a hundred at most', async () => {
    const server = await startServer()
    const asked: BatchAuthorizationRequest[] = []
    const authorize = batchAuthorizer(async (request) => {
      asked.push(request)
      return Object.fromEntries(request.channels.map((name) => [name, { auth: `k:${name}` }]))
    })
    const { pusher, peer } = await connectClient(server, { authorize })
    for (const name of names) pusher.subscribe(name)
    const sent = new Set<unknown>()
    for (const _ of names) sent.add(((await peer.frames.take()).data as { auth: string }).auth)
    expect(asked.map(({ channels, socketId }) => [channels.length, socketId])).toEqual([
      [100, '1.1'],
      [100, '1.1'],
      [50, '1.1'],
    ])
    expect(sent).toEqual(new Set(names.map((name) => `k:${name}`)))
  })

  test('a channel without an answer is refused alone; a failure refuses them all', async () => {
    const some = batchAuthorizer(async () => ({ 'private-a': { auth: 'k:s' } }))
    const signal = new AbortController().signal
    const ask = (authorize: Authorize, channel: string): Promise<unknown> =>
      Promise.resolve(authorize({ channel, socketId: '1.1', signal }))
    const [yes, no] = await Promise.allSettled([ask(some, 'private-a'), ask(some, 'private-b')])
    expect(yes).toMatchObject({ status: 'fulfilled', value: { auth: 'k:s' } })
    expect(no).toMatchObject({
      status: 'rejected',
      reason: { code: 'authorization_failed', channel: 'private-b' },
    })

    const broken = batchAuthorizer(() => Promise.reject(new RangeError('down')))
    const all = await Promise.allSettled([ask(broken, 'private-a'), ask(broken, 'private-b')])
    expect(all).toMatchObject([{ reason: { message: 'down' } }, { reason: { message: 'down' } }])
  })

  test('the request is given up when none of its channels is wanted any more', async () => {
    const seen: BatchAuthorizationRequest[] = []
    const authorize = batchAuthorizer((request) => {
      seen.push(request)
      return new Promise(() => undefined)
    })
    const { pusher } = await connectClient(await startServer(), { authorize })
    pusher.subscribe('private-a')
    pusher.subscribe('private-b')
    await expect.poll(() => seen.length).toBe(1)
    pusher.unsubscribe('private-a')
    expect(seen[0]?.signal.aborted).toBe(false)
    pusher.unsubscribe('private-b')
    expect(seen[0]?.signal.aborted).toBe(true)
  })
})
