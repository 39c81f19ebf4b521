import { describe, expect, test } from 'vitest'
import type { PusherEvent } from '../src/compat.js'
import { connectCompat, createCompat, greet, reached, subscribe } from './support/compat-client.js'
import { type Peer, startServer } from './support/scripted-server.js'

const subscribeFrame = (channel: string, auth = '') => ({
  event: 'pusher:subscribe',
  data: { auth, channel },
})
const unsubscribeFrame = (channel: string) => ({ event: 'pusher:unsubscribe', data: { channel } })

describe('events', () => {
  async function room() {
    const client = await connectCompat(await startServer())
    const channel = await subscribe(client.pusher, client.peer, 'room')
    const calls: unknown[][] = []
    const send = async (event: string, rest: object): Promise<void> => {
      client.peer.send({ event, channel: 'room', ...rest })
      await client.peer.flushed()
    }
    return { ...client, channel, calls, send }
  }

  test.each([
    ['[55] an object that is encoded twice', '{"a":1}', { a: 1 }],
    ['[56] a text that is no JSON', 'plain', 'plain'],
    ['[57] an object', { a: 1 }, { a: 1 }],
    ['[59] nothing', undefined, undefined],
    ['a number as text', '123', 123],
    ['zero', '0', 0],
    ['null', null, null],
    ['the empty text', '', ''],
  ])(
    '%s reaches the handlers of the channel with metadata, the client’s without',
    async (_what, data, expected) => {
      const { channel, pusher, calls, send } = await room()
      channel.bind('x', (...values: unknown[]) => calls.push(['channel', ...values]))
      pusher.bind('x', (...values: unknown[]) => calls.push(['client', ...values]))
      channel.bind_global((...values: unknown[]) => calls.push(['channel, all', ...values]))
      pusher.bind_global((...values: unknown[]) => calls.push(['client, all', ...values]))
      await send('x', { data })
      expect(calls).toEqual([
        ['channel, all', 'x', expected],
        ['channel', expected, {}],
        ['client, all', 'x', expected],
        expected === undefined ? ['client'] : ['client', expected],
      ])
    },
  )

  test.each(['__proto__', 'constructor', 'toString', ''])(
    '[60] an event named %j is one like any other',
    async (name) => {
      const { channel, pusher, calls, send } = await room()
      channel.bind(name, (data) => calls.push([data]))
      pusher.bind(name, (data) => calls.push([data]))
      await send(name, { data: '1' })
      await send('hasOwnProperty', { data: '2' })
      expect(calls).toEqual([[1], [1]])
    },
  )

  test('[83] after leaving, no handler of the channel hears it', async () => {
    const { channel, pusher, calls, send } = await room()
    channel.bind('x', (data) => calls.push(['channel', data]))
    pusher.bind('x', (data) => calls.push(['client', data]))
    pusher.unsubscribe('room')
    await send('x', { data: '1' })
    expect(calls).toEqual([['client', 1]])
  })

  test('an event is decoded once, and everybody is handed the same', async () => {
    const { channel, pusher, calls, send } = await room()
    for (const emitter of [channel, pusher]) emitter.bind('x', (data) => calls.push([data]))
    await send('x', { data: '{"a":1}' })
    expect(calls[0]?.[0]).toBe(calls[1]?.[0])
  })

  test('what nobody hears is heard again as soon as somebody binds', async () => {
    const { channel, pusher, calls, send } = await room()
    await send('x', { data: '1' })
    channel.bind('x', (data) => calls.push(['channel', data]))
    await send('x', { data: '2' })
    channel.unbind('x')
    await send('x', { data: '3' })
    pusher.bind('x', (data) => calls.push(['client', data]))
    await send('x', { data: '4' })
    pusher.unbind('x')
    pusher.connection.bind<PusherEvent>('message', ({ data }) => calls.push(['message', data]))
    await send('x', { data: '5' })
    pusher.connection.unbind()
    pusher.bind_global((_event, data) => calls.push(['all', data]))
    await send('x', { data: '6' })
    expect(calls).toEqual([
      ['channel', 2],
      ['client', 4],
      ['message', 5],
      ['all', 6],
    ])
  })

  test('handleEvent() hands an event over as if it had come', async () => {
    const { channel, calls } = await room()
    channel.bind('x', (...values: unknown[]) => calls.push(values))
    channel.handleEvent({ event: 'x', channel: 'room', data: '{"not":"decoded again"}' })
    expect(calls).toEqual([['{"not":"decoded again"}', {}]])
  })

  test('[100, 101] a cached event comes after the success, and an empty cache is told', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = pusher.subscribe('cache-room')
    const calls: unknown[][] = []
    channel.bind_global((...values) => calls.push(values))
    await peer.frames.take()
    peer.acknowledge('cache-room')
    peer.send({ event: 'x', channel: 'cache-room', data: '1' })
    peer.send({ event: 'pusher:cache_miss', channel: 'cache-room' })
    await peer.flushed()
    expect(calls).toEqual([
      ['pusher:subscription_succeeded', {}],
      ['x', 1],
      ['pusher:cache_miss', undefined],
    ])
  })

  test('[102] a count of subscriptions is kept and told, zero too', async () => {
    const { channel, calls, send } = await room()
    channel.bind('pusher:subscription_count', (...values: unknown[]) => calls.push(values))
    expect(channel.subscriptionCount).toBeUndefined()
    for (const count of [3, 0]) {
      await send('pusher_internal:subscription_count', {
        data: JSON.stringify({ subscription_count: count }),
      })
      expect(channel.subscriptionCount).toBe(count)
    }
    expect(calls).toEqual([[{ subscription_count: 3 }], [{ subscription_count: 0 }]])
  })
})

describe('subscribing', () => {
  test('[62, 63, 64, 65] before the connection, twice, acknowledged without data: one frame, one object', async () => {
    const server = await startServer()
    const { pusher } = createCompat(server)
    const channel = pusher.subscribe('room')
    const peer = await greet(server, pusher)
    expect(pusher.subscribe('room')).toBe(channel)
    expect(await peer.frames.take()).toEqual(subscribeFrame('room'))
    expect(channel).toMatchObject({ subscribed: false, subscriptionPending: true })
    peer.send({ event: 'pusher_internal:subscription_succeeded', channel: 'room' })
    await peer.flushed()
    expect(channel).toMatchObject({
      subscribed: true,
      subscriptionPending: false,
      subscriptionCancelled: false,
    })
    expect(pusher.subscribe('room')).toBe(channel)
    pusher.subscribeAll()
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    expect(pusher.channels.channels).toHaveProperty('room', channel)
    expect(pusher.allChannels()).toEqual([channel])
  })

  test.each(['#reserved', '#server-to-user-1', '', undefined, 7])(
    '[66] %j is no name for a channel',
    async (name) => {
      const { pusher } = await connectCompat(await startServer())
      expect(() => pusher.subscribe(name as string)).toThrow(
        expect.objectContaining({ code: 'invalid_channel_name' }),
      )
      expect(pusher.allChannels()).toEqual([])
    },
  )

  test.each(['__proto__', 'constructor', 'toString', 'with space', 'ümlaut'])('%s is one', async (name) => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = await subscribe(pusher, peer, name)
    expect(pusher.channel(name)).toBe(channel)
    expect(pusher.channels.channels[name]).toBe(channel)
  })

  test('[75] a refusal by the server ends the waiting and allows a new try', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = pusher.subscribe('room')
    const errors: unknown[][] = []
    channel.bind('pusher:subscription_error', (...values: unknown[]) => errors.push(values))
    await peer.frames.take()
    const data = { type: 'LimitReached', error: 'full', status: 4100 }
    peer.send({ event: 'pusher:subscription_error', channel: 'room', data })
    await peer.flushed()
    expect(errors).toEqual([[data, {}]])
    expect(channel).toMatchObject({ subscribed: false, subscriptionPending: false })
    expect(pusher.subscribe('room')).toBe(channel)
    expect(await peer.frames.take()).toEqual(subscribeFrame('room'))
  })

  test('[78] left while pending: no success, and unsubscribed once the server has answered', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = pusher.subscribe('room')
    const calls: unknown[] = []
    channel.bind_global((event) => calls.push(event))
    pusher.unsubscribe('room')
    expect(channel.subscriptionCancelled).toBe(true)
    await peer.frames.take()
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    peer.acknowledge('room')
    expect(await peer.frames.take()).toEqual(unsubscribeFrame('room'))
    expect(calls).toEqual([])
    expect(pusher.channel('room')).toBeUndefined()
  })

  test('[79] wanted again before the answer: one subscription, and the handlers stay', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = pusher.subscribe('room')
    const calls: unknown[] = []
    channel.bind('pusher:subscription_succeeded', () => calls.push('succeeded'))
    pusher.unsubscribe('room')
    expect(pusher.subscribe('room')).toBe(channel)
    await peer.frames.take()
    peer.acknowledge('room')
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    expect(calls).toEqual(['succeeded'])
    expect(channel.subscribed).toBe(true)
  })

  test('[80] left while pending, it stays gone after a reconnect', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    const channel = pusher.subscribe('room')
    pusher.subscribe('other')
    await peer.frames.take()
    pusher.unsubscribe('room')
    peer.cut()
    await reached(pusher, 'connecting')
    expect(pusher.channel('room')).toBeUndefined()
    clock.advance(0)
    const again = await greet(server, pusher)
    expect(await again.frames.take()).toEqual(subscribeFrame('other'))
    await again.flushed()
    expect(again.frames.waiting).toEqual([])
    expect(pusher.subscribe('room')).not.toBe(channel)
  })

  test('[81] left and joined in haste, the frames are in order and it ends subscribed', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    await subscribe(pusher, peer, 'room')
    pusher.unsubscribe('room')
    const channel = pusher.subscribe('room')
    pusher.unsubscribe('room')
    pusher.subscribe('room')
    expect(await peer.frames.take()).toEqual(unsubscribeFrame('room'))
    expect(await peer.frames.take()).toEqual(subscribeFrame('room'))
    peer.acknowledge('room')
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    expect(channel.subscribed).toBe(true)
  })

  test('[82] leaving sends a frame where it was subscribed, and only there', async () => {
    const server = await startServer()
    const { pusher } = createCompat(server)
    pusher.subscribe('room')
    pusher.unsubscribe('room')
    pusher.unsubscribe('never')
    const peer = await greet(server, pusher)
    await subscribe(pusher, peer, 'other')
    pusher.unsubscribe('other')
    expect(await peer.frames.take()).toEqual(unsubscribeFrame('other'))
    pusher.unsubscribe('other')
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
  })

  test('[84] nothing is subscribed while there is no connection', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    const channel = await subscribe(pusher, peer, 'room')
    peer.cut()
    await reached(pusher, 'connecting')
    expect(channel).toMatchObject({ subscribed: false, subscriptionPending: false })
    channel.subscribe()
    expect(channel.subscriptionPending).toBe(false)
    clock.advance(0)
    const again = await greet(server, pusher)
    expect(await again.frames.take()).toEqual(subscribeFrame('room'))
    again.acknowledge('room')
    await again.flushed()
    expect(channel.subscribed).toBe(true)
    pusher.disconnect()
    expect(channel.subscribed).toBe(false)
  })

  test('[85] a thousand channels are subscribed again in one go', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    for (let index = 0; index < 1_000; index += 1) pusher.subscribe(`room-${index}`)
    await takeAll(peer, 1_000)
    peer.cut()
    await reached(pusher, 'connecting')
    clock.advance(0)
    await takeAll(await greet(server, pusher), 1_000)
  })

  async function takeAll(peer: Peer, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      expect(await peer.frames.take()).toEqual(subscribeFrame(`room-${index}`))
    }
  }
})

describe('client events', () => {
  test.each(['x', '', 'Client-x', undefined])('[103] %j is no name for one', async (name) => {
    const { pusher } = await connectCompat(await startServer())
    const channel = pusher.subscribe('room')
    const refused = expect.objectContaining({ code: 'invalid_event_name' })
    expect(() => channel.trigger(name as string, {})).toThrow(refused)
  })

  test('[106] trigger tells whether there was an open socket', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = await subscribe(pusher, peer, 'room')
    expect(channel.trigger('client-x', { a: 1 })).toBe(true)
    expect(await peer.frames.take()).toEqual({ event: 'client-x', channel: 'room', data: { a: 1 } })
    pusher.disconnect()
    expect(channel.trigger('client-x', {})).toBe(false)
  })

  test('send_event() and connection.send() send what they are given', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    expect(pusher.send_event('anything', [1], 'room')).toBe(true)
    expect(pusher.connection.send('{"event":"raw"}')).toBe(true)
    expect(await peer.frames.take()).toEqual({ event: 'anything', data: [1], channel: 'room' })
    expect(await peer.frames.take()).toEqual({ event: 'raw' })
  })
})
