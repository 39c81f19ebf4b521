import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  nextSubscription,
  type SubscriptionInput,
  type SubscriptionState,
} from '../src/channel/subscription.js'
import { connectClient, createClient, next, reached, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

const subscribe = (channel: string): object => ({ event: 'pusher:subscribe', data: { auth: '', channel } })
const unsubscribe = (channel: string): object => ({ event: 'pusher:unsubscribe', data: { channel } })

test('[62] a public subscribe names the channel, with an empty auth', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const channel = pusher.subscribe('room')
  expect(await peer.frames.take()).toEqual(subscribe('room'))
  expect(channel.status).toEqual({ state: 'pending' })
  peer.acknowledge('room')
  await channel.subscribed()
  expect(channel.status).toEqual({ state: 'subscribed' })
})

test('[63] what is subscribed before connecting is sent after it', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.subscribe('first')
  pusher.connect()
  pusher.subscribe('second')
  const peer = await server.accepted()
  peer.handshake()
  expect(await peer.frames.take()).toEqual(subscribe('first'))
  expect(await peer.frames.take()).toEqual(subscribe('second'))
})

test('[64] success without data counts as well', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const channel = pusher.subscribe('room')
  await peer.frames.take()
  peer.send({ event: 'pusher_internal:subscription_succeeded', channel: 'room' })
  await channel.subscribed()
})

test('[65] two subscribes give the same channel and send one frame', async () => {
  const client = await connectClient(await startServer())
  const channel = client.pusher.subscribe('room')
  expect(client.pusher.subscribe('room')).toBe(channel)
  await client.peer.frames.take()
  client.peer.acknowledge('room')
  await channel.subscribed()
  expect(client.pusher.subscribe('room')).toBe(channel)
  await client.peer.flushed()
  expect(client.peer.frames.waiting).toEqual([])
  expect(client.pusher.channel('room')).toBe(channel)
  expect(client.pusher.channels).toEqual([channel])
})

test.each(['#server-to-user-1', '#', '', 'a b', 'räum', 'a/b', 'x'.repeat(201), 7, undefined, null])(
  '[66] the name %j is refused before anything is sent',
  async (name) => {
    const { pusher, peer } = await connectClient(await startServer())
    expect(() => pusher.subscribe(name as string)).toThrow(
      expect.objectContaining({ code: 'invalid_channel_name' }),
    )
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    expect(pusher.channels).toEqual([])
  },
)

test.each(['private-a', 'presence-a', 'private-encrypted-a'])(
  'a channel like %s without the option it needs is refused by name, not left pending',
  (name) => {
    const { pusher } = createClient({ options: { key: 'k', cluster: 'eu' } })
    expect(() => pusher.subscribe(name)).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        channel: name,
        message: expect.stringContaining('`authorize`') as string,
      }),
    )
    expect(pusher.channels).toEqual([])
  },
)

test('[78] leaving while pending: no success is told, and the leaving follows the answer', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const channel = pusher.subscribe('room')
  const states: string[] = []
  channel.onStatus(({ state }) => void states.push(state))
  await peer.frames.take()
  pusher.unsubscribe('room')
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
  expect(pusher.channel('room')).toBeUndefined()
  peer.acknowledge('room')
  expect(await peer.frames.take()).toEqual(unsubscribe('room'))
  expect(states).toEqual(['unsubscribed'])
})

test('a listener that leaves the channel does not keep the word of it from anybody', async () => {
  const client = await connectClient(await startServer())
  const channel = await subscribed(client, 'room')
  const states: string[] = []
  channel.on('message', () => client.pusher.unsubscribe('room'))
  channel.onAny(({ event }) => void states.push(event))
  channel.onStatus(({ state }) => void states.push(state))
  client.peer.send({ event: 'message', channel: 'room', data: '1' })
  await client.peer.flushed()
  expect(states).toEqual(['unsubscribed'])
})

test('[79] subscribing again before the answer takes it back: one subscription in total', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const left = pusher.subscribe('room')
  pusher.unsubscribe('room')
  const channel = pusher.subscribe('room')
  expect(channel).not.toBe(left)
  expect(await peer.frames.take()).toEqual(subscribe('room'))
  peer.acknowledge('room')
  await channel.subscribed()
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
  expect(left.status.state).toBe('unsubscribed')
})

test('[80] a channel left while pending stays gone after a reconnect', async () => {
  const server = await startServer()
  const { pusher, peer, clock } = await connectClient(server)
  pusher.subscribe('left')
  pusher.unsubscribe('left')
  pusher.subscribe('kept')
  await peer.frames.take()
  const retry = next(pusher, 'retry')
  peer.cut()
  await retry
  clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  expect(await second.frames.take()).toEqual(subscribe('kept'))
  await second.flushed()
  expect(second.frames.waiting).toEqual([])
})

test('[81] leaving and coming back quickly ends subscribed, with the frames in order', async () => {
  const client = await connectClient(await startServer())
  const { pusher, peer } = client
  await subscribed(client, 'room')
  pusher.unsubscribe('room')
  const channel = pusher.subscribe('room')
  expect(await peer.frames.take()).toEqual(unsubscribe('room'))
  expect(await peer.frames.take()).toEqual(subscribe('room'))
  peer.acknowledge('room')
  await channel.subscribed()
})

test('[82] leaving sends a frame only where the channel was subscribed', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.subscribe('early')
  pusher.unsubscribe('early')
  pusher.connect()
  const peer = await server.accepted()
  peer.handshake()
  await pusher.connected()
  pusher.unsubscribe('never')
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
})

test('[83] events after leaving reach no handler of the channel', async () => {
  const client = await connectClient(await startServer())
  const channel = await subscribed(client, 'room')
  const heard: unknown[] = []
  channel.on('message', (data) => void heard.push(data))
  channel.onAny((frame) => void heard.push(frame))
  client.pusher.unsubscribe('room')
  client.peer.send({ event: 'message', channel: 'room', data: '1' })
  await client.peer.flushed()
  expect(heard).toEqual([])
})

test('[84] no channel reads subscribed while the connection is away', async () => {
  const client = await connectClient(await startServer())
  const channels = [await subscribed(client, 'a'), await subscribed(client, 'b')]
  const seen: string[] = []
  client.pusher.on('status', () => void seen.push(...channels.map(({ status }) => status.state)))
  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  expect(seen).toEqual(['pending', 'pending'])
})

test('[85] 1,000 channels are subscribed again after a reconnect', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const names = Array.from({ length: 1_000 }, (_, index) => `room-${index}`)
  for (const name of names) client.pusher.subscribe(name)
  for (const name of names) {
    await client.peer.frames.take()
    client.peer.acknowledge(name)
  }
  await Promise.all(client.pusher.channels.map((channel) => channel.subscribed()))

  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  client.clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  const asked = new Set<unknown>()
  for (const name of names) {
    asked.add(((await second.frames.take()).data as { channel: string }).channel)
    second.acknowledge(name)
  }
  expect(asked).toEqual(new Set(names))
  await Promise.all(client.pusher.channels.map((channel) => channel.subscribed()))
  expect(client.gaps).toHaveLength(1)
  expect(client.gaps[0]?.channels).toEqual(names)
})

describe('a refusal', () => {
  const refusal = {
    event: 'pusher:subscription_error',
    channel: 'room',
    data: { type: 'AuthError', error: 'no', status: 401 },
  }

  test('[75] ends pending, is told, and allows another try', async () => {
    const { pusher, peer, errors } = await connectClient(await startServer())
    const channel = pusher.subscribe('room')
    await peer.frames.take()
    peer.send(refusal)
    const refused = { code: 'subscription_refused', channel: 'room', serverCode: 401 }
    await expect(channel.subscribed()).rejects.toMatchObject(refused)
    expect(errors).toMatchObject([refused])
    expect(channel.status).toMatchObject({ state: 'refused', error: refused })

    expect(pusher.subscribe('room')).toBe(channel)
    expect(await peer.frames.take()).toEqual(subscribe('room'))
    peer.acknowledge('room')
    await channel.subscribed()
  })

  test('of a channel already left leaves it gone', async () => {
    const { pusher, peer } = await connectClient(await startServer())
    pusher.subscribe('room')
    pusher.unsubscribe('room')
    await peer.frames.take()
    peer.send(refusal)
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    const channel = pusher.subscribe('room')
    expect(await peer.frames.take()).toEqual(subscribe('room'))
    peer.acknowledge('room')
    await channel.subscribed()
  })

  test('is asked anew by the next connection', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectClient(server)
    pusher.subscribe('room')
    await peer.frames.take()
    peer.send(refusal)
    await peer.flushed()
    peer.cut()
    await next(pusher, 'retry')
    clock.advance(0)
    const second = await server.accepted()
    second.handshake()
    expect(await second.frames.take()).toEqual(subscribe('room'))
  })
})

describe('waiting for a channel', () => {
  test('settles over a loss, once it is subscribed at last', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectClient(server)
    const waiting = pusher.subscribe('room').subscribed()
    await peer.frames.take()
    peer.cut()
    await next(pusher, 'retry')
    clock.advance(0)
    const second = await server.accepted()
    second.handshake()
    await second.frames.take()
    second.acknowledge('room')
    await waiting
  })

  test('rejects when the server refuses the client for good, and the next connection asks again', async () => {
    const server = await startServer()
    const { pusher, errors } = createClient(server)
    const channel = pusher.subscribe('room')
    const waiting = channel.subscribed()
    pusher.connect()
    ;(await server.accepted()).close(4004)
    await expect(waiting).rejects.toMatchObject({ code: 'refused', serverCode: 4004 })
    await expect(channel.subscribed()).rejects.toMatchObject({ code: 'refused' })
    expect(channel.status.state).toBe('refused')
    expect(errors).toHaveLength(1)

    pusher.connect()
    const second = await server.accepted()
    second.handshake()
    expect(await second.frames.take()).toEqual(subscribe('room'))
    second.acknowledge('room')
    await channel.subscribed()
  })

  test('rejects when the channel is left', async () => {
    const { pusher } = createClient(await startServer())
    const channel = pusher.subscribe('room')
    const waiting = channel.subscribed()
    pusher.unsubscribe('room')
    await expect(waiting).rejects.toMatchObject({ code: 'unsubscribed', channel: 'room' })
    await expect(channel.subscribed()).rejects.toMatchObject({ code: 'unsubscribed' })
  })

  test('rejects when its signal aborts, and the channel stays', async () => {
    const { pusher } = createClient(await startServer())
    const abort = new AbortController()
    const waiting = pusher.subscribe('room').subscribed({ signal: abort.signal })
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'aborted', channel: 'room' })
    expect(pusher.channel('room')?.status.state).toBe('pending')
  })
})

describe('a signal given to subscribe', () => {
  test('leaves the channel when it aborts', async () => {
    const client = await connectClient(await startServer())
    const abort = new AbortController()
    const channel = client.pusher.subscribe('room', { signal: abort.signal })
    await client.peer.frames.take()
    client.peer.acknowledge('room')
    await channel.subscribed()
    abort.abort()
    expect(await client.peer.frames.take()).toEqual(unsubscribe('room'))
  })

  test('does not touch a later channel of the same name', async () => {
    const { pusher } = createClient(await startServer())
    const abort = new AbortController()
    pusher.subscribe('room', { signal: abort.signal })
    pusher.unsubscribe('room')
    const later = pusher.subscribe('room')
    abort.abort()
    expect(pusher.channel('room')).toBe(later)
  })

  test('refuses where it was aborted before', async () => {
    const { pusher } = createClient(await startServer())
    expect(() => pusher.subscribe('room', { signal: AbortSignal.abort() })).toThrow(
      expect.objectContaining({ code: 'aborted' }),
    )
    expect(pusher.channels).toEqual([])
  })
})

test('answers and events for channels nobody asked for are ignored', async () => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  peer.acknowledge('stranger')
  peer.send({ event: 'message', channel: 'stranger', data: '{}' })
  await peer.flushed()
  expect(errors).toEqual([])
  expect(pusher.channels).toEqual([])
})

test('subscribing from within a listener of the connection is carried out once', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.on('status', ({ current }) => {
    if (current.state === 'connected') pusher.subscribe('room')
  })
  pusher.connect()
  const peer = await server.accepted()
  peer.handshake()
  await reached(pusher, 'connected')
  expect(await peer.frames.take()).toEqual(subscribe('room'))
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
})

test('whatever happens in whatever order, commands alternate and an unwanted channel never stays subscribed', () => {
  const inputs = fc.array(
    fc.constantFrom<SubscriptionInput>('wanted', 'begun', 'ready', 'acknowledged', 'refused', 'left', 'lost'),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(inputs, (sequence) => {
      let state: SubscriptionState = 'waiting'
      let asked = false
      for (const input of sequence) {
        const step = nextSubscription(state, input)
        if (step.send === 'subscribe') {
          expect(asked, 'never asked for twice on one connection').toBe(false)
          asked = true
        }
        if (input === 'lost' || input === 'refused') asked = false
        if (step.send === 'unsubscribe') asked = false
        if (input === 'left') expect(['gone', 'leaving']).toContain(step.state)
        state = step.state
        if (state === 'gone') {
          expect(asked && input !== 'left', 'gone, yet the server was not told').toBe(false)
          return
        }
      }
    }),
  )
})

test('what is no signal is refused by name, and nothing is subscribed or bound', async () => {
  const { pusher } = createClient(await startServer())
  const refusal = expect.objectContaining({ code: 'invalid_options' }) as Error
  const signal = 5 as never
  expect(() => pusher.subscribe('room', { signal })).toThrow(refusal)
  expect(pusher.channels).toEqual([])
  const channel = pusher.subscribe('room')
  expect(() => channel.on('message', () => undefined, { signal })).toThrow(refusal)
})
