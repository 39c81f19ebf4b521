import { expect, test } from 'vitest'
import { connectClient, createClient, next, reached, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

test('[21] silence for the idle limit sends one ping', async () => {
  const { peer, clock } = await connectClient(await startServer())
  clock.advance(119_999)
  await peer.flushed()
  expect(peer.pings.waiting).toHaveLength(0)
  clock.advance(1)
  expect(await peer.pings.take()).toEqual({ event: 'pusher:ping', data: {} })
  clock.advance(29_999)
  await peer.flushed()
  expect(peer.pings.waiting).toHaveLength(0)
})

test.each([
  { option: 120_000, server: 30, limitMs: 30_000 },
  { option: 20_000, server: 120, limitMs: 20_000 },
])(
  '[22] the idle limit is the lesser of option $option ms and server $server s',
  async ({ option, server: seconds, limitMs }) => {
    const server = await startServer()
    const { pusher, clock } = createClient(server, { activityTimeoutMs: option })
    pusher.connect()
    const peer = await server.accepted()
    peer.handshake('1.1', seconds)
    await pusher.connected()
    clock.advance(limitMs - 1)
    await peer.flushed()
    expect(peer.pings.waiting).toHaveLength(0)
    clock.advance(1)
    await peer.pings.take()
  },
)

test.each([
  { what: 'a pong', frame: { event: 'pusher:pong', data: '{}' } },
  { what: '[26] a pong without data', frame: { event: 'pusher:pong' } },
  { what: 'an event', frame: { event: 'message', channel: 'other', data: '{}' } },
  { what: 'even rubbish', frame: '<rubbish>' },
])('[23] any frame in time after a ping keeps the connection: $what', async ({ frame }) => {
  const { peer, clock, states } = await connectClient(await startServer())
  clock.advance(120_000)
  await peer.pings.take()
  clock.advance(29_999)
  peer.send(frame)
  await peer.flushed()
  clock.advance(100_000)
  expect(states).toEqual(['connecting', 'connected'])
})

test('[24] no frame in time after a ping reconnects at once', async () => {
  const server = await startServer()
  const { pusher, peer, clock, errors, retries } = await connectClient(server)
  clock.advance(120_000)
  await peer.pings.take()
  clock.advance(30_000)
  expect(pusher.status.state).toBe('connecting')
  expect(retries).toEqual([{ delayMs: 0, attempt: 1 }])
  expect(errors).toMatchObject([{ code: 'connection_lost', retryable: true }])
  clock.advance(0)
  ;(await server.accepted()).handshake('2.2')
  expect(await pusher.connected()).toBe('2.2')
})

test('[25] an incoming ping is answered with a pong', async () => {
  const { peer } = await connectClient(await startServer())
  peer.send({ event: 'pusher:ping', data: {} })
  expect(await peer.frames.take()).toEqual({ event: 'pusher:pong', data: {} })
})

test('[27] an application message restarts the idle time', async () => {
  const client = await connectClient(await startServer())
  const { peer, clock } = client
  await subscribed(client, 'room')
  clock.advance(119_000)
  peer.send({ event: 'message', channel: 'room', data: '{}' })
  await peer.flushed()
  clock.advance(119_999)
  await peer.flushed()
  expect(peer.pings.waiting).toHaveLength(0)
  clock.advance(1)
  await peer.pings.take()
})

test('[28] a ping of the WebSocket itself is answered', async () => {
  const { peer } = await connectClient(await startServer())
  await peer.controlPing()
})

test('[29] after disconnect no timer is left', async () => {
  const { pusher, clock } = await connectClient(await startServer())
  expect(clock.timers).toBeGreaterThan(0)
  pusher.disconnect()
  expect(clock.timers).toBe(0)
})

test.each(['connecting', 'retrying'])('[29] disconnect while %s leaves no timer either', async (phase) => {
  const server = await startServer()
  const { pusher, clock } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  if (phase === 'retrying') {
    peer.cut()
    await next(pusher, 'retry')
  }
  pusher.disconnect()
  expect(clock.timers).toBe(0)
})

test('[30] a sleep longer than idle and pong limits together reconnects soon after waking', async () => {
  const { pusher, peer, clock } = await connectClient(await startServer())
  clock.advance(60_000)
  clock.sleep(3_600_000)
  clock.advance(5_000)
  expect(pusher.status.state).toBe('connecting')
  await peer.closed
  expect(peer.pings.waiting).toHaveLength(0)
})

test('[30] a shorter sleep asks for a sign of life soon after waking', async () => {
  const { pusher, peer, clock } = await connectClient(await startServer())
  clock.advance(60_000)
  clock.sleep(80_000)
  clock.advance(5_000)
  await peer.pings.take()
  expect(pusher.status.state).toBe('connected')
})

test('[30] a frame that waited during the sleep is no sign of life: the server is asked for one', async () => {
  const { pusher, peer, clock } = await connectClient(await startServer())
  clock.sleep(3_600_000)
  peer.send({ event: 'message', channel: 'other', data: '{}' })
  await peer.flushed()
  clock.advance(5_000)
  await peer.pings.take()
  clock.advance(30_000)
  expect(pusher.status.state).toBe('connecting')
})

test('[30] a pong that waited during the sleep is no answer', async () => {
  const { pusher, peer, clock } = await connectClient(await startServer())
  clock.advance(120_000)
  await peer.pings.take()
  clock.sleep(3_600_000)
  peer.send({ event: 'pusher:pong' })
  await peer.flushed()
  clock.advance(5_000)
  await peer.pings.take()
  clock.advance(30_000)
  expect(pusher.status.state).toBe('connecting')
})

test('[30] a wall clock set back neither pings nor reconnects early', async () => {
  const { pusher, peer, clock } = await connectClient(await startServer())
  clock.sleep(-3_600_000)
  clock.advance(119_000)
  await peer.flushed()
  expect(peer.pings.waiting).toHaveLength(0)
  clock.advance(10_000)
  await peer.pings.take()
  expect(pusher.status.state).toBe('connected')
})

test('a dead connection does not hold up the next: its late frames are heard by no one', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const { pusher, clock, peer, errors } = client
  const channel = await subscribed(client, 'room')
  const heard: unknown[] = []
  channel.on('message', (data) => void heard.push(data))
  clock.advance(150_000)
  peer.send({ event: 'message', channel: 'room', data: '"late"' })
  clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  await reached(pusher, 'connected')
  second.acknowledge('room')
  second.send({ event: 'message', channel: 'room', data: '"new"' })
  await second.flushed()
  expect(heard).toEqual(['new'])
  expect(errors.map(({ code }) => code)).toEqual(['connection_lost'])
})
