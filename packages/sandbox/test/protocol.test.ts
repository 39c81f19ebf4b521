import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { channelAuth } from '../src/pusher/signature.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw, dataOf, openRaw, type RawClient } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { waitUntil } from './support/wait.js'

describe('the handshake', () => {
  test('is the first frame, and its data is a JSON string', async () => {
    const sandbox = await openSandbox({ activityTimeoutMs: 45_000 })
    const client = await connectRaw(sandbox)

    expect(client.frames).toHaveLength(1)
    expect(client.frames[0]?.data).toBeTypeOf('string')
    expect(dataOf(client.frames[0] ?? {})).toEqual({
      socket_id: expect.stringMatching(/^\d+\.\d+$/) as string,
      activity_timeout: 45,
    })
  })

  test('gives every connection a socket id of its own', async () => {
    const sandbox = await openSandbox()
    const clients = await Promise.all(Array.from({ length: 20 }, () => connectRaw(sandbox)))

    expect(new Set(clients.map(({ socketId }) => socketId)).size).toBe(20)
  })

  test.each([
    ['an unknown key', '/app/nobody?protocol=7', 4001],
    ['no key', '/app/?protocol=7', 4005],
    ['another path', '/elsewhere?protocol=7', 4005],
    ['a path below the key', '/app/KEY/more?protocol=7', 4005],
    ['a version that is no version', '/app/KEY?protocol=7&version=latest', 4006],
    ['an old protocol', '/app/KEY?protocol=4', 4007],
    ['a protocol to come', '/app/KEY?protocol=8', 4007],
    ['a protocol that is no number', '/app/KEY?protocol=seven', 4007],
    ['no protocol', '/app/KEY', 4008],
    ['an empty protocol', '/app/KEY?protocol=', 4008],
  ])('is refused to %s', async (_name, path, code) => {
    const sandbox = await openSandbox()
    const client = openRaw(sandbox, path.replace('KEY', sandbox.pusher.key))
    const { code: got, reason } = await client.ended()

    expect(got).toBe(code)
    expect(reason).not.toBe('')
    expect(client.frames).toEqual([])
    expect(sandbox.pusher.connections).toEqual([])
  })

  test.each([5, 6, 7])('is given for protocol %i', async (protocol) => {
    const sandbox = await openSandbox()
    const client = openRaw(sandbox, `/app/${sandbox.pusher.key}?protocol=${protocol}&version=8.6.0-beta.1`)
    await client.frame('pusher:connection_established')
  })
})

describe('subscriptions', () => {
  test('a public channel is confirmed with empty data', async () => {
    const client = await connectRaw(await openSandbox())
    await client.subscribe('news')

    expect(await client.frame('pusher_internal:subscription_succeeded')).toEqual({
      event: 'pusher_internal:subscription_succeeded',
      channel: 'news',
      data: '{}',
    })
  })

  test('data may be encoded twice', async () => {
    const client = await connectRaw(await openSandbox())
    client.send({ event: 'pusher:subscribe', data: JSON.stringify({ channel: 'news' }) })
    await client.frame('pusher_internal:subscription_succeeded', 'news')
  })

  test('a second subscription to a channel is an error and changes nothing', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    client.send({ event: 'pusher:subscribe', data: { channel: 'news' } })

    expect(dataOf(await client.frame('pusher:error'))).toEqual({
      message: 'Existing subscription to channel news',
      code: null,
    })
    expect(sandbox.pusher.publish({ channel: 'news', event: 'tick' })).toBe(1)
  })

  test.each([
    ['private-room', 401],
    ['private-encrypted-room', 401],
    ['private-cache-room', 401],
    ['presence-room', 401],
    ['presence-cache-room', 401],
    ['#server-to-user-1', 400],
    ['#other', 400],
    ['with space', 400],
    ['slash/slash', 400],
    ['c'.repeat(201), 400],
  ])('%s is refused without a signature', async (channel, status) => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    client.send({ event: 'pusher:subscribe', data: { channel } })
    const refusal = await client.frame('pusher:subscription_error', channel)

    expect(refusal.data).toMatchObject({ status, error: expect.any(String) as string })
    expect(sandbox.pusher.connections[0]?.channels).toEqual([])
  })

  test.each(['private-room', 'private-encrypted-room', 'private-cache-room', 'private-encrypted-cache-room'])(
    '%s is joined with its signature, and receives',
    async (channel) => {
      const sandbox = await openSandbox()
      const client = await connectRaw(sandbox)
      await client.subscribe(channel, { auth: channelAuth(sandbox.pusher, client.socketId, channel) })
      sandbox.pusher.publish({ channel, event: 'tick', data: 'x' })

      expect((await client.frame('tick', channel)).data).toBe('x')
    },
  )

  test('the hundred and first member of a presence channel is refused, a second connection of a member is not', async () => {
    const sandbox = await openSandbox()
    const join = (client: RawClient, userId: string): void => {
      const channelData = JSON.stringify({ user_id: userId })
      const auth = channelAuth(sandbox.pusher, client.socketId, 'presence-full', channelData)
      client.send({
        event: 'pusher:subscribe',
        data: { channel: 'presence-full', auth, channel_data: channelData },
      })
    }
    const clients = await Promise.all(Array.from({ length: 102 }, () => connectRaw(sandbox)))
    clients.slice(0, 100).forEach((client, index) => {
      join(client, `user${index}`)
    })
    await Promise.all(
      clients.slice(0, 100).map((client) => client.frame('pusher_internal:subscription_succeeded')),
    )

    const [late, again] = clients.slice(100)
    if (late === undefined || again === undefined) throw new Error('unreachable')
    join(late, 'late')
    join(again, 'user0')
    expect((await late.frame('pusher:subscription_error')).data).toMatchObject({ type: 'LimitReached' })
    const { data } = await again.frame('pusher_internal:subscription_succeeded')
    expect(JSON.parse(String(data))).toMatchObject({ presence: { count: 100 } })
  })

  test('a member without info has a key in the hash all the same', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    const channelData = '{"user_id":7}'
    const auth = channelAuth(sandbox.pusher, client.socketId, 'presence-room', channelData)
    await client.subscribe('presence-room', { auth, channel_data: channelData })

    expect(dataOf(await client.frame('pusher_internal:subscription_succeeded'))).toEqual({
      presence: { ids: ['7'], hash: { 7: null }, count: 1 },
    })
  })

  test('leaving a channel one is not on is no error', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    client.send({ event: 'pusher:unsubscribe', data: { channel: 'nowhere' } })
    await client.subscribe('news')

    expect(client.frames.map(({ event }) => event)).not.toContain('pusher:error')
  })

  test('a channel is vacant after its last subscriber is gone', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    expect(sandbox.pusher.publish({ channel: 'news', event: 'tick' })).toBe(1)
    client.socket.terminate()
    await waitUntil(() => sandbox.pusher.connections.length === 0, 'the server notices')

    expect(sandbox.pusher.publish({ channel: 'news', event: 'tick' })).toBe(0)
  })
})

describe('events', () => {
  test('go to every subscriber of the channel and nobody else, in order', async () => {
    const sandbox = await openSandbox()
    const clients = await Promise.all(Array.from({ length: 4 }, () => connectRaw(sandbox)))
    const [one, two, other] = clients
    if (one === undefined || two === undefined || other === undefined) throw new Error('unreachable')
    await one.subscribe('news')
    await two.subscribe('news')
    await other.subscribe('sport')
    for (let n = 0; n < 50; n += 1) sandbox.pusher.publish({ channel: 'news', event: 'tick', data: { n } })
    await waitUntil(() => one.frames.length === 52 && two.frames.length === 52, 'all fifty arrive')

    const numbers = one.frames.filter(({ event }) => event === 'tick').map((frame) => dataOf(frame))
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, n) => ({ n })))
    expect(other.frames.map(({ event }) => event)).not.toContain('tick')
  })

  test.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['text, which goes as it is', '{"a": 1}', '{"a": 1}'],
    ['a list', [], '[]'],
    ['zero', 0, '0'],
    ['null', null, 'null'],
    ['nothing', undefined, ''],
  ])('carry %s as a string', async (_name, data, expected) => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    sandbox.pusher.publish({ channel: 'news', event: 'tick', data })

    expect((await client.frame('tick')).data).toBe(expected)
  })
})

describe('client events', () => {
  async function onPrivateChannel(): Promise<{
    sandbox: Awaited<ReturnType<typeof openSandbox>>
    sender: RawClient
    receiver: RawClient
  }> {
    const sandbox = await openSandbox()
    const sender = await connectRaw(sandbox)
    const receiver = await connectRaw(sandbox)
    for (const client of [sender, receiver]) {
      // oxlint-disable-next-line no-await-in-loop -- two, one after the other
      await client.subscribe('private-room', {
        auth: channelAuth(sandbox.pusher, client.socketId, 'private-room'),
      })
    }
    return { sandbox, sender, receiver }
  }

  test.each([[{ a: 1 }], ['{"a":1}'], [[1, 2]], [7], [null], [true]])(
    'keep the type of their data: %j',
    async (data) => {
      const { sender, receiver } = await onPrivateChannel()
      sender.send({ event: 'client-poke', channel: 'private-room', data })

      expect(await receiver.frame('client-poke')).toEqual({
        event: 'client-poke',
        channel: 'private-room',
        data,
      })
    },
  )

  test.each([
    ['on a public channel', { event: 'client-poke', channel: 'news', data: {} }],
    ['on an encrypted channel', { event: 'client-poke', channel: 'private-encrypted-x', data: {} }],
    ['on a channel one is not on', { event: 'client-poke', channel: 'private-other', data: {} }],
    [
      'with a name of more than 200 characters',
      { event: `client-${'n'.repeat(194)}`, channel: 'private-room', data: {} },
    ],
    ['with more than 10 KB', { event: 'client-poke', channel: 'private-room', data: 'd'.repeat(10_241) }],
  ])('are refused with 4301 %s', async (_name, frame) => {
    const { sandbox, sender, receiver } = await onPrivateChannel()
    sender.send(frame)

    expect((await sender.frame('pusher:error')).data).toMatchObject({ code: 4301 })
    expect(receiver.frames).toHaveLength(2)
    expect(sandbox.record.events()).toEqual([])
  })

  test('are recorded as coming from a client', async () => {
    const { sandbox, sender, receiver } = await onPrivateChannel()
    sender.send({ event: 'client-poke', channel: 'private-room', data: { a: 1 } })
    await receiver.frame('client-poke')

    expect(sandbox.record.events()).toMatchObject([
      { event: 'client-poke', origin: 'client', recipients: 1, data: { a: 1 } },
    ])
  })
})

describe('frames that make no sense', () => {
  test.each([
    ['no JSON', 'hello'],
    ['JSON but no object', '"x"'],
    ['null', 'null'],
    ['an object without an event', '{"a":1}'],
    ['a subscription without a channel', '{"event":"pusher:subscribe","data":{}}'],
    ['an unsubscription without a channel', '{"event":"pusher:unsubscribe"}'],
    ['a client event without a channel', '{"event":"client-x"}'],
    ['an event the server does not know', '{"event":"pusher:signin","data":{}}'],
  ])('%s: told as pusher:error, and the connection lives on', async (_name, text) => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    client.socket.send(text)
    await client.frame('pusher:error')
    await client.subscribe('news')
  })

  test('a binary frame is told as pusher:error too', async () => {
    const client = await connectRaw(await openSandbox())
    client.socket.send(Buffer.from([1, 2, 3]))

    expect((await client.frame('pusher:error')).data).toMatchObject({
      message: 'Binary frames are not supported',
    })
  })

  test('a frame of more than 1 MB ends its own connection and no other', async () => {
    const sandbox = await openSandbox()
    const greedy = await connectRaw(sandbox)
    const modest = await connectRaw(sandbox)
    greedy.socket.send('x'.repeat(1024 * 1024 + 1))

    expect((await greedy.ended()).code).toBe(1009)
    await modest.subscribe('news')
  })

  test('bytes that are no WebSocket frame end their own connection and no other', async () => {
    const sandbox = await openSandbox()
    const modest = await connectRaw(sandbox)
    const rude = connect({ host: sandbox.pusher.host, port: sandbox.pusher.port })
    rude.write(
      [
        `GET /app/${sandbox.pusher.key}?protocol=7 HTTP/1.1`,
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        '',
        '',
      ].join('\r\n'),
    )
    await waitUntil(() => sandbox.pusher.connections.length === 2, 'the upgrade is done')
    rude.resume()
    rude.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await waitUntil(() => sandbox.pusher.connections.length === 1, 'the server lets it go')
    rude.destroy()

    await modest.subscribe('news')
  })

  test('an upgrade for an address that is no address does not end the server', async () => {
    const sandbox = await openSandbox()
    const broken = openRaw(sandbox, '//')
    await broken.ended()
    await connectRaw(sandbox)
  })
})

describe('liveness', () => {
  test('a ping is answered with a pong', async () => {
    const client = await connectRaw(await openSandbox())
    client.send({ event: 'pusher:ping', data: {} })

    expect(await client.frame('pusher:pong')).toEqual({ event: 'pusher:pong', data: '{}' })
  })

  test('a WebSocket ping is answered with its payload', async () => {
    const client = await connectRaw(await openSandbox())
    const answered = new Promise<string>((resolve) => {
      client.socket.once('pong', (payload) => {
        resolve(payload.toString())
      })
    })
    client.socket.ping('there?')

    await expect(answered).resolves.toBe('there?')
  })

  test('a quiet client is pinged, and closed with 4201 when it does not answer; a lively one stays', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, pingAfterMs: 1000, pongTimeoutMs: 500 })
    const quiet = await connectRaw(sandbox)
    const lively = await connectRaw(sandbox)
    clock.advance(1000)
    await quiet.frame('pusher:ping')
    await lively.frame('pusher:ping')
    lively.send({ event: 'pusher:pong', data: {} })
    await lively.subscribe('news')
    clock.advance(500)
    const { code } = await quiet.ended()

    expect(code).toBe(4201)
    expect(quiet.frames.map(({ event }) => event)).toEqual(['pusher:connection_established', 'pusher:ping'])
    expect(sandbox.pusher.connections.map(({ socketId }) => socketId)).toEqual([lively.socketId])
  })

  test('a WebSocket ping keeps a client alive as well', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, pingAfterMs: 1000, pongTimeoutMs: 500 })
    const client = await connectRaw(sandbox)
    clock.advance(600)
    const answered = new Promise((resolve) => {
      client.socket.once('pong', resolve)
    })
    client.socket.ping()
    await answered
    clock.advance(600)

    expect(
      sandbox.record
        .frames()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('pusher:ping')
  })
})
