import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import Pusher, {
  type AuthorizationFailure,
  type Channel,
  type ChannelAuthorizationCallback,
  type ChannelAuthorizationData,
  type Options,
} from '../src/compat.js'
import { connectCompat, greet, heard, optionsFor, reached } from './support/compat-client.js'
import { Queue } from './support/queue.js'
import { startServer } from './support/scripted-server.js'
import { signChannel } from './support/signing.js'

const vector = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' }

interface Asked {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly form: Readonly<Record<string, string>>
}

/** An application's own server: everything it was asked, and the answer of the test. */
async function startEndpoint(
  answer: (asked: Asked) => readonly [status: number, body: string] | Promise<readonly [number, string]>,
) {
  const asked = new Queue<Asked>()
  let running = 0
  let mostRunning = 0
  const server = createServer(async (request, response) => {
    running += 1
    mostRunning = Math.max(mostRunning, running)
    const form = Object.fromEntries(new URLSearchParams(await text(request)))
    const question = { url: `${request.method} ${request.url}`, headers: request.headers, form }
    asked.put(question)
    const [status, body] = await answer(question)
    running -= 1
    response.writeHead(status, { connection: 'close' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { asked, endpoint: `http://127.0.0.1:${port}/auth`, mostRunning: () => mostRunning }
}

const granted = [200, '{"auth":"k:s"}'] as const

function failureOf(channel: Channel): Promise<AuthorizationFailure> {
  return heard(channel, 'pusher:subscription_error')
}

describe('over HTTP', () => {
  test('[67, 68] the endpoint is asked with a form, and with everything the options add, anew each time', async () => {
    const { asked, endpoint } = await startEndpoint(() => granted)
    const headers = { 'x-token': 'one' }
    let count = 0
    const { pusher, peer } = await connectCompat(await startServer(), {
      channelAuthorization: {
        endpoint: `${endpoint}?a=b`,
        transport: 'ajax',
        headers,
        params: { team: 'a & b' },
        headersProvider: () => ({ 'x-count': `${(count += 1)}` }),
        // oxlint-disable-next-line require-await -- a provider may be async
        paramsProvider: async () => ({ more: 7 }),
      },
    })
    pusher.subscribe('private-room')
    const first = await asked.take()
    expect(first.url).toBe('POST /auth?a=b')
    expect(first.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(first.headers).toMatchObject({ 'x-token': 'one', 'x-count': '1' })
    expect(first.form).toEqual({ socket_id: '1.1', channel_name: 'private-room', team: 'a & b', more: '7' })
    expect(await peer.frames.take()).toEqual({
      event: 'pusher:subscribe',
      data: { auth: 'k:s', channel: 'private-room' },
    })
    headers['x-token'] = 'two'
    pusher.subscribe('private-other')
    expect((await asked.take()).headers).toMatchObject({ 'x-token': 'two', 'x-count': '2' })
  })

  test.each([
    [
      'authEndpoint and auth',
      (endpoint: string) => ({
        authEndpoint: endpoint,
        auth: { headers: { 'x-token': 'old' }, params: { p: 'q' } },
      }),
    ],
    [
      'channelAuthorization, before the old options',
      (endpoint: string) => ({
        channelAuthorization: { endpoint, headers: { 'x-token': 'old' }, params: { p: 'q' } },
        authEndpoint: 'http://127.0.0.1:1/',
        auth: { headers: { 'x-token': 'no' } },
      }),
    ],
  ])('%s', async (_what, optionsWith) => {
    const { asked, endpoint } = await startEndpoint(() => granted)
    const { pusher } = await connectCompat(await startServer(), optionsWith(endpoint))
    pusher.subscribe('private-room')
    const { headers, form } = await asked.take()
    expect(headers['x-token']).toBe('old')
    expect(form).toMatchObject({ p: 'q' })
  })

  test.each([
    [403, 'no', 403],
    [500, '{"auth":"k:s"}', 500],
    [201, '{"auth":"k:s"}', 201],
    [302, '', 302],
    [200, '<html>', 200],
    [200, '{}', undefined],
    [200, 'null', undefined],
  ])('[69, 70] an answer of %s %s is an AuthError of status %s', async (status, body, expected) => {
    const { endpoint } = await startEndpoint(() => [status, body])
    const { pusher } = await connectCompat(await startServer(), {
      channelAuthorization: { endpoint: `${endpoint}?token=SECRET` },
    })
    const channel = pusher.subscribe('private-room')
    const failure = await failureOf(channel)
    expect(failure).toMatchObject({ type: 'AuthError', error: expect.any(String) as string })
    expect(failure.status).toBe(expected)
    expect(failure.error).not.toContain('SECRET')
    expect(channel).toMatchObject({ subscribed: false, subscriptionPending: false })
  })

  test('an endpoint that is not there is an AuthError of status 0', async () => {
    const { pusher } = await connectCompat(await startServer(), { authEndpoint: 'http://127.0.0.1:1/auth' })
    expect(await failureOf(pusher.subscribe('private-room'))).toMatchObject({ type: 'AuthError', status: 0 })
  })

  test('[85] many channels are asked for a few at a time, and all of them', async () => {
    const { endpoint, mostRunning } = await startEndpoint(() => granted)
    const { pusher, peer } = await connectCompat(await startServer(), { authEndpoint: endpoint })
    for (let index = 0; index < 100; index += 1) pusher.subscribe(`private-room-${index}`)
    for (let index = 0; index < 100; index += 1) await peer.frames.take()
    expect(mostRunning()).toBeLessThanOrEqual(6)
  })
})

describe('by a handler', () => {
  function asking() {
    const asked = new Queue<{
      readonly params: object
      readonly answer: ChannelAuthorizationCallback
      readonly signal: AbortSignal
    }>()
    const options: Partial<Options> = {
      channelAuthorization: {
        customHandler: (params, answer, signal) => asked.put({ params, answer, signal }),
      },
    }
    return { asked, options }
  }

  test('[72] it is told channel and socket, synchronously, and answers by its callback', async () => {
    const { asked, options } = asking()
    const { pusher, peer } = await connectCompat(await startServer(), options)
    pusher.subscribe('private-room')
    expect(asked.waiting).toHaveLength(1)
    const { params, answer } = await asked.take()
    expect(params).toEqual({ socketId: '1.1', channelName: 'private-room' })
    answer(null, { auth: 'k:s' })
    answer(null, { auth: 'k:twice' })
    expect(await peer.frames.take()).toMatchObject({ data: { auth: 'k:s' } })
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
  })

  test('[72] it may promise the answer', async () => {
    const { pusher, peer } = await connectCompat(await startServer(), {
      // oxlint-disable-next-line require-await -- a handler may be async
      channelAuthorization: { customHandler: async () => ({ auth: 'k:promised' }) },
    })
    pusher.subscribe('private-room')
    expect(await peer.frames.take()).toMatchObject({ data: { auth: 'k:promised' } })
  })

  test.each([
    ['an error', (answer: ChannelAuthorizationCallback) => answer(new Error('no'), null), 'no'],
    ['a text', (answer: ChannelAuthorizationCallback) => answer('no' as never, null), 'no'],
    [
      'no data',
      (answer: ChannelAuthorizationCallback) => answer(null, null),
      expect.stringContaining('empty') as string,
    ],
    [
      'data without auth',
      (answer: ChannelAuthorizationCallback) => answer(null, {} as never),
      expect.stringContaining('`auth`') as string,
    ],
    [
      'a throw',
      () => {
        throw new Error('thrown')
      },
      'thrown',
    ],
    ['a rejection', () => Promise.reject(new Error('rejected')), 'rejected'],
  ])('[71] %s is an AuthError, and another subscribe asks again', async (_what, fail, error) => {
    let asked = 0
    const { pusher, peer } = await connectCompat(await startServer(), {
      channelAuthorization: {
        customHandler: (_params, answer) => {
          asked += 1
          if (asked === 1) return fail(answer)
          answer(null, { auth: 'k:s' })
        },
      },
    })
    const failed = new Promise((resolve) => {
      pusher.channels.add('private-room', pusher).bind('pusher:subscription_error', resolve)
    })
    const channel = pusher.subscribe('private-room')
    expect(await failed).toEqual({ type: 'AuthError', error })
    expect(pusher.subscribe('private-room')).toBe(channel)
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:subscribe' })
    expect(asked).toBe(2)
  })

  test('channel.subscribe() asks again, too', async () => {
    const { asked, options } = asking()
    const { pusher } = await connectCompat(await startServer(), options)
    const channel = pusher.subscribe('private-room')
    channel.subscribe()
    ;(await asked.take()).answer(new Error('no'), null)
    channel.subscribe()
    expect(asked.waiting).toHaveLength(1)
  })

  test('[73] the old authorizer is made for its channel, with the old options', async () => {
    const { asked } = asking()
    const told: unknown[] = []
    const { pusher, peer } = await connectCompat(await startServer(), {
      authEndpoint: '/old',
      auth: { headers: { a: 'b' } },
      authorizer: (channel, options) => {
        told.push(channel.name, options)
        return { authorize: (socketId, answer) => answer(null, { auth: `k:${socketId}` }) }
      },
    })
    pusher.subscribe('private-room')
    expect(await peer.frames.take()).toMatchObject({ data: { auth: 'k:1.1' } })
    expect(told).toMatchObject([
      'private-room',
      { authTransport: 'ajax', authEndpoint: '/old', auth: { headers: { a: 'b' } } },
    ])
    expect(asked.waiting).toEqual([])
  })

  test('[76, 77] a reconnect asks for the new socket; an answer for the old one is discarded and was aborted', async () => {
    const server = await startServer()
    const { asked, options } = asking()
    const { pusher, peer, clock } = await connectCompat(server, options)
    pusher.subscribe('private-room')
    const late = await asked.take()
    peer.cut()
    await reached(pusher, 'connecting')
    expect(late.signal.aborted).toBe(true)
    clock.advance(0)
    const again = await greet(server, pusher, '2.2')
    const fresh = await asked.take()
    expect(fresh.params).toMatchObject({ socketId: '2.2' })
    late.answer(null, { auth: 'k:late' })
    fresh.answer(null, { auth: 'k:fresh' })
    expect(await again.frames.take()).toMatchObject({ data: { auth: 'k:fresh' } })
    await again.flushed()
    expect(again.frames.waiting).toEqual([])
  })

  test.each([
    ['grants', null, { auth: 'k:s' }],
    ['refuses', new Error('no'), null],
  ])(
    'left while it is asked, nothing is sent where it %s, and the channel is forgotten',
    async (_what, error, data) => {
      const { asked, options } = asking()
      const { pusher, peer } = await connectCompat(await startServer(), options)
      pusher.subscribe('private-room')
      pusher.unsubscribe('private-room')
      ;(await asked.take()).answer(error, data)
      await peer.flushed()
      expect(peer.frames.waiting).toEqual([])
      expect(pusher.channel('private-room')).toBeUndefined()
    },
  )
})

describe('a real server', () => {
  test('[74] accepts the signatures of the protocol’s own vectors', () => {
    expect(signChannel(vector, '1234.1234', 'private-foobar').auth).toBe(
      `${vector.key}:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4`,
    )
  })

  test('[74, 92] lets in whom the application signed for, and nobody else', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const connect = (secret: string): Pusher => {
      const pusher = new Pusher(sandbox.pusher.key, {
        ...optionsFor(sandbox.pusher),
        wsHost: sandbox.pusher.host,
        channelAuthorization: {
          customHandler: ({ socketId, channelName }, answer) => {
            const member = channelName.startsWith('presence-') ? { user_id: 'ann' } : undefined
            const signed = signChannel({ key: sandbox.pusher.key, secret }, socketId, channelName, member)
            answer(null, signed as ChannelAuthorizationData)
          },
        },
      })
      onTestFinished(() => pusher.disconnect())
      return pusher
    }
    const good = connect(sandbox.pusher.secret)
    await heard(good.subscribe('private-room'), 'pusher:subscription_succeeded')
    const bad = connect('wrong')
    expect(await failureOf(bad.subscribe('private-room'))).toMatchObject({ status: 401 })
    expect(await failureOf(bad.subscribe('presence-room'))).toMatchObject({ status: 401 })
  })

  test('[104, 105, 107] carries client events to the others, names the sender on presence channels, and limits them', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const join = async (userId: string): Promise<{ pusher: Pusher; channel: Channel }> => {
      const pusher = new Pusher(sandbox.pusher.key, {
        ...optionsFor(sandbox.pusher),
        wsHost: sandbox.pusher.host,
        channelAuthorization: {
          customHandler: ({ socketId, channelName }, answer) => {
            answer(
              null,
              signChannel(sandbox.pusher, socketId, channelName, {
                user_id: userId,
              }) as ChannelAuthorizationData,
            )
          },
        },
      })
      onTestFinished(() => pusher.disconnect())
      const channel = pusher.subscribe('presence-room')
      await heard(channel, 'pusher:subscription_succeeded')
      return { pusher, channel }
    }
    const ann = await join('ann')
    const bob = await join('bob')
    const calls: unknown[][] = []
    ann.channel.bind('client-x', (...values: unknown[]) => calls.push(['ann', ...values]))
    bob.channel.bind('client-x', (...values: unknown[]) => calls.push(['bob', ...values]))
    const limited = heard<object>(ann.pusher.connection, 'error')
    for (let count = 0; count < 12; count += 1) ann.channel.trigger('client-x', { count })
    expect(await limited).toMatchObject({ type: 'PusherError', data: { code: 4301 } })
    await expect.poll(() => calls.length).toBeGreaterThanOrEqual(10)
    expect(calls[0]).toEqual(['bob', { count: 0 }, { user_id: 'ann' }])
    expect(calls.every(([who]) => who === 'bob')).toBe(true)
  })
})
