import { describe, expect, test } from 'vitest'
import type { Gap } from '../src/index.js'
import { connectClient, next, subscribed, type TestClient } from './support/client.js'
import { type Peer, type ScriptedServer, startServer } from './support/scripted-server.js'

/** Cuts the connection and lets the client come back as far as the handshake. */
async function reconnect({ pusher, clock }: TestClient, peer: Peer, server: ScriptedServer): Promise<Peer> {
  const retry = next(pusher, 'retry')
  peer.cut()
  clock.advance((await retry).delayMs)
  const second = await server.accepted()
  second.handshake()
  await pusher.connected()
  return second
}

test('a gap after a reconnect says from when to when, and which channels', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const { clock, gaps, peer } = client
  await subscribed(client, 'a')
  await subscribed(client, 'b')
  clock.advance(10_000)
  const heardAtMs = clock.now()
  peer.send({ event: 'message', channel: 'a', data: '1' })
  await peer.flushed()
  clock.advance(5_000)

  const second = await reconnect(client, peer, server)
  clock.advance(3_000)
  second.acknowledge('a')
  await second.flushed()
  expect(gaps, 'told once both are back').toEqual([])
  second.acknowledge('b')
  await second.flushed()
  expect(gaps).toEqual<Gap[]>([
    { fromMs: heardAtMs - 1_000, toMs: clock.now(), channels: ['a', 'b'], cause: 'connection_lost' },
  ])
})

describe('frames that waited while the machine slept', () => {
  test('do not shorten the gap: what was sent after them is lost too', async () => {
    const server = await startServer()
    const client = await connectClient(server)
    await subscribed(client, 'a')
    const asleepMs = client.clock.now()
    client.clock.sleep(60_000)
    for (const data of ['1', '2']) client.peer.send({ event: 'message', channel: 'a', data })
    await client.peer.flushed()
    const second = await reconnect(client, client.peer, server)
    second.acknowledge('a')
    await second.flushed()
    expect(client.gaps.map(({ fromMs }) => fromMs)).toEqual([asleepMs - 1_000])
  })

  test('do not shorten it either where the clock is put right after waking', async () => {
    const server = await startServer()
    const client = await connectClient(server)
    const { clock, peer, gaps } = client
    await subscribed(client, 'a')
    const asleepMs = clock.now()
    for (const forMs of [60_000, -10]) {
      clock.sleep(forMs)
      peer.send({ event: 'message', channel: 'a', data: '1' })
      await peer.flushed()
    }
    const second = await reconnect(client, peer, server)
    second.acknowledge('a')
    await second.flushed()
    expect(gaps.map(({ fromMs }) => fromMs)).toEqual([asleepMs - 1_000])
  })

  test('are made up for by the answer to a ping: whatever was sent before it has come', async () => {
    const server = await startServer()
    const client = await connectClient(server)
    const { clock, peer } = client
    await subscribed(client, 'a')
    clock.sleep(60_000)
    peer.send({ event: 'message', channel: 'a', data: '1' })
    await peer.flushed()
    clock.advance(5_000)
    await peer.pings.take()
    peer.send({ event: 'pusher:pong' })
    await peer.flushed()
    const heardAtMs = clock.now()
    clock.advance(5_000)
    const second = await reconnect(client, peer, server)
    second.acknowledge('a')
    await second.flushed()
    expect(client.gaps.map(({ fromMs }) => fromMs)).toEqual([heardAtMs - 1_000])
  })
})

test('a first subscription is no gap, nor is a channel asked for during the loss', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'old')
  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  client.pusher.subscribe('new')
  client.clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  second.acknowledge('old')
  second.acknowledge('new')
  await second.flushed()
  expect(client.gaps.map(({ channels }) => channels)).toEqual([['old']])
})

test('the gap is told before the next event of its channels, though others are not back yet', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const channel = await subscribed(client, 'a')
  await subscribed(client, 'b')
  const told: unknown[] = []
  client.pusher.on('gap', ({ channels }) => void told.push(channels))
  channel.on('message', (data) => void told.push(data))

  const second = await reconnect(client, client.peer, server)
  second.acknowledge('a')
  second.send({ event: 'message', channel: 'a', data: '"first"' })
  second.acknowledge('b')
  await second.flushed()
  expect(told).toEqual([['a'], 'first', ['b']])
})

test('a server that never answers for one channel does not keep the gap of the others back', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  await subscribed(client, 'b')
  const second = await reconnect(client, client.peer, server)
  second.acknowledge('a')
  await second.flushed()
  client.clock.advance(999)
  expect(client.gaps).toEqual([])
  client.clock.advance(1)
  expect(client.gaps.map(({ channels }) => channels)).toEqual([['a']])
})

test('a second loss before the channel is back stretches the gap, which is told once', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  const beganMs = client.clock.now()
  client.clock.advance(60_000)
  const second = await reconnect(client, client.peer, server)
  client.clock.advance(60_000)
  const third = await reconnect(client, second, server)
  third.acknowledge('a')
  await third.flushed()
  expect(client.gaps).toEqual([
    { fromMs: beganMs - 1_000, toMs: client.clock.now(), channels: ['a'], cause: 'connection_lost' },
  ])
})

test('a loss while some channels are back tells theirs at once and the others’ from their own beginning', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  await subscribed(client, 'b')
  const firstMs = client.clock.now() - 1_000
  client.clock.advance(10_000)
  const second = await reconnect(client, client.peer, server)
  const secondMs = client.clock.now() - 1_000
  second.acknowledge('a')
  await second.flushed()
  const third = await reconnect(client, second, server)
  third.acknowledge('a')
  third.acknowledge('b')
  await third.flushed()
  expect(client.gaps.map(({ fromMs, channels }) => ({ fromMs, channels }))).toEqual([
    { fromMs: firstMs, channels: ['a'] },
    { fromMs: secondMs, channels: ['a'] },
    { fromMs: firstMs, channels: ['b'] },
  ])
})

describe('a channel that is left during the loss', () => {
  test('is not named in the gap', async () => {
    const server = await startServer()
    const client = await connectClient(server)
    await subscribed(client, 'a')
    await subscribed(client, 'b')
    client.pusher.on('retry', () => client.pusher.unsubscribe('a'))
    const second = await reconnect(client, client.peer, server)
    second.acknowledge('b')
    await second.flushed()
    expect(client.gaps.map(({ channels }) => channels)).toEqual([['b']])
  })

  test('and subscribed anew begins without one', async () => {
    const server = await startServer()
    const client = await connectClient(server)
    await subscribed(client, 'a')
    client.pusher.on('retry', () => {
      client.pusher.unsubscribe('a')
      client.pusher.subscribe('a')
    })
    const second = await reconnect(client, client.peer, server)
    second.acknowledge('a')
    await second.flushed()
    expect(client.gaps).toEqual([])
  })
})

test('a channel refused after the loss keeps its beginning until it is back', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  const fromMs = client.clock.now() - 1_000
  const second = await reconnect(client, client.peer, server)
  second.send({ event: 'pusher:subscription_error', channel: 'a', data: { status: 500 } })
  await second.flushed()
  expect(client.gaps).toEqual([])
  client.clock.advance(20_000)
  client.pusher.subscribe('a')
  second.acknowledge('a')
  await second.flushed()
  expect(client.gaps).toEqual([
    { fromMs, toMs: client.clock.now(), channels: ['a'], cause: 'connection_lost' },
  ])
})

test('a channel that the server throws out while connected has a gap until it is back', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  client.clock.advance(30_000)
  const fromMs = client.clock.now() - 1_000
  client.peer.send({ event: 'pusher:subscription_error', channel: 'a', data: { status: 403 } })
  await client.peer.flushed()
  client.clock.advance(20_000)
  client.pusher.subscribe('a')
  client.peer.acknowledge('a')
  await client.peer.flushed()
  expect(client.gaps).toEqual([{ fromMs, toMs: client.clock.now(), channels: ['a'], cause: 'refused' }])
})

test('no timer of a gap outlives the connection', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  await subscribed(client, 'a')
  await subscribed(client, 'b')
  const second = await reconnect(client, client.peer, server)
  second.acknowledge('a')
  await second.flushed()
  client.pusher.disconnect()
  expect(client.gaps.map(({ channels }) => channels)).toEqual([['a']])
  expect(client.clock.timers).toBe(0)
})
