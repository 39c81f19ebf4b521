import { expect, test } from 'vitest'
import { nativeSocket, type SocketFactory } from '../src/index.js'
import { connectClient, createClient, next, reached, subscribed } from './support/client.js'
import { type Peer, startServer } from './support/scripted-server.js'

test('[31] close 4000 switches to TLS and retries', async () => {
  const server = await startServer()
  const urls: string[] = []
  // The server here speaks no TLS: the socket asks it without, and remembers what was asked for.
  const socket: SocketFactory = (url, handlers) => {
    urls.push(url)
    return nativeSocket(url.replace('wss:', 'ws:'), handlers)
  }
  const { pusher, clock } = createClient(server, { socket })
  pusher.connect()
  const retry = next(pusher, 'retry')
  ;(await server.accepted()).close(4000)
  expect(await retry).toEqual({ delayMs: 0, attempt: 1 })
  clock.advance(0)
  const secure = await server.accepted()
  expect(urls.map((url) => new URL(url).protocol)).toEqual(['ws:', 'wss:'])

  const again = next(pusher, 'retry')
  secure.close(4000)
  expect((await again).delayMs, 'over TLS already, it backs off').toBeGreaterThanOrEqual(1_000)
})

test.each([4001, 4002, 4003, 4004, 4005, 4006, 4007, 4008, 4009, 4099])(
  '[32] close %i stops',
  async (code) => {
    const server = await startServer()
    const { pusher, peer, clock, errors, retries } = await connectClient(server)
    peer.close(code, 'no')
    await reached(pusher, 'disconnected')
    clock.advance(3_600_000)
    expect(pusher.status).toMatchObject({
      state: 'disconnected',
      error: { code: 'refused', serverCode: code },
    })
    expect(errors).toHaveLength(1)
    expect(retries).toEqual([])
    expect(clock.timers).toBe(0)
    expect(server.count).toBe(1)
  },
)

test.each([4100, 4101, 4199])('[33] close %i waits at least a second', async (code) => {
  const server = await startServer()
  const { pusher, peer, clock } = await connectClient(server)
  const retry = next(pusher, 'retry')
  peer.close(code)
  expect((await retry).delayMs).toBe(1_000)
  clock.advance(999)
  expect(server.count).toBe(1)
  clock.advance(1)
  ;(await server.accepted()).handshake()
  await pusher.connected()
})

test.each([4200, 4201, 4202])(
  '[34] close %i retries at once, and grows where it is repeated',
  async (code) => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectClient(server)
    const delays: number[] = []
    let current: Peer = peer
    for (let round = 0; round < 4; round += 1) {
      const retry = next(pusher, 'retry')
      current.close(code)
      const { delayMs } = await retry
      delays.push(delayMs)
      clock.advance(delayMs)
      current = await server.accepted()
      current.handshake()
      await pusher.connected()
    }
    expect(delays).toEqual([0, 500, 1_000, 2_000])
  },
)

test.each([
  { chance: 0, delayMs: 0 },
  { chance: 0.5, delayMs: 50 },
  { chance: 0.999, delayMs: 100 },
])(
  '[35] close 1006 is reported and retried after 0 to 100 ms by full jitter: $delayMs',
  async ({ chance, delayMs }) => {
    const { pusher, peer, errors } = await connectClient(await startServer(), { random: () => chance })
    const retry = next(pusher, 'retry')
    peer.cut()
    expect(await retry).toEqual({ delayMs, attempt: 1 })
    expect(errors).toMatchObject([{ code: 'connection_lost', retryable: true, serverCode: 1006 }])
  },
)

test.each([1000, 1001])('[36] close %i by the server retries without an error', async (code) => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  const retry = next(pusher, 'retry')
  peer.close(code)
  expect(await retry).toEqual({ delayMs: 0, attempt: 1 })
  expect(errors).toEqual([])
})

test.each([1002, 1003])('[37] close %i backs off', async (code) => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  const retry = next(pusher, 'retry')
  peer.close(code)
  expect((await retry).delayMs).toBeGreaterThanOrEqual(1_000)
  expect(errors).toMatchObject([{ code: 'connection_lost', serverCode: code }])
})

test.each([4300, 4301, 4303, 4999])('[38] close %i stops', async (code) => {
  const { pusher, peer, retries } = await connectClient(await startServer())
  peer.close(code)
  await reached(pusher, 'disconnected')
  expect(retries).toEqual([])
})

test('[39] error 4301 on an open socket is reported, and the socket stays', async () => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  peer.send({ event: 'pusher:error', data: { code: 4301, message: 'Rate limit' } })
  await peer.flushed()
  expect(errors).toMatchObject([{ code: 'server_error', serverCode: 4301, retryable: false }])
  expect(errors[0]?.message).toContain('Rate limit')
  expect(pusher.status.state).toBe('connected')
})

test.each([
  { code: null, message: 'odd' },
  { message: 'odd' },
  { code: 4001, message: 'odd' },
  '{"message":"odd"}',
  null,
  [],
])('[40] an error event on an open socket is reported only, whatever its code: %j', async (data) => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  peer.send({ event: 'pusher:error', data, channel: 'room' })
  await peer.flushed()
  expect(errors).toMatchObject([{ code: 'server_error', channel: 'room' }])
  expect(pusher.status.state).toBe('connected')
})

test.each([1002, 1006, 1011, 4004, 4100, 4200])(
  '[41] the code of close %i can be read from the error',
  async (code) => {
    const { pusher, peer } = await connectClient(await startServer())
    const error = next(pusher, 'error')
    if (code === 1006) peer.cut()
    else peer.close(code)
    expect((await error).serverCode).toBe(code)
  },
)

test('[41] an error says what the code means, or what the server said', async () => {
  const { pusher, peer, errors } = await connectClient(await startServer())
  peer.close(4004)
  await reached(pusher, 'disconnected')
  expect(errors[0]?.message).toContain('connection quota')
})

test('[42] disconnect ends it: no retry, timers cleared', async () => {
  const server = await startServer()
  const { pusher, peer, clock, states, retries } = await connectClient(server)
  pusher.disconnect()
  expect(pusher.status).toEqual({ state: 'disconnected' })
  await peer.closed
  clock.advance(3_600_000)
  expect(states).toEqual(['connecting', 'connected', 'disconnected'])
  expect(retries).toEqual([])
  expect(server.count).toBe(1)
})

test('[42] disconnect within the second after a 4100 close is not undone', async () => {
  const server = await startServer()
  const { pusher, peer, clock } = await connectClient(server)
  const retry = next(pusher, 'retry')
  peer.close(4100)
  await retry
  pusher.disconnect()
  clock.advance(3_600_000)
  expect(pusher.status.state).toBe('disconnected')
  expect(server.count).toBe(1)
})

test('[43] connect after disconnect works and subscribes again', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const channel = await subscribed(client, 'room')
  client.pusher.disconnect()
  client.pusher.connect()
  const second = await server.accepted()
  second.handshake('2.2')
  expect(await second.frames.take()).toEqual({
    event: 'pusher:subscribe',
    data: { auth: '', channel: 'room' },
  })
  second.acknowledge('room')
  await channel.subscribed()
  expect(client.gaps).toMatchObject([{ channels: ['room'], cause: 'disconnected' }])
})

test('[43] connect after a refusal tries again', async () => {
  const server = await startServer()
  const { pusher, peer } = await connectClient(server)
  peer.close(4004)
  await reached(pusher, 'disconnected')
  pusher.connect()
  ;(await server.accepted()).handshake('2.2')
  expect(await pusher.connected()).toBe('2.2')
})

test('[44] connect twice opens one socket, also while a retry is due', async () => {
  const server = await startServer()
  const { pusher, peer, clock } = await connectClient(server)
  pusher.connect()
  const retry = next(pusher, 'retry')
  peer.cut()
  await retry
  pusher.connect()
  clock.advance(0)
  ;(await server.accepted()).handshake()
  await pusher.connected()
  expect(server.count).toBe(2)
})

test('[45] repeated failures grow the delay up to its cap, with jitter', async () => {
  const server = await startServer({ refuseWithStatus: 503 })
  const { pusher, clock, retries } = createClient(server, {
    random: () => 0.5,
    reconnect: { maxDelayMs: 4_000 },
  })
  pusher.connect()
  for (let round = 0; round < 6; round += 1) {
    const { delayMs } = await next(pusher, 'retry')
    clock.advance(delayMs)
  }
  expect(retries.map(({ delayMs }) => delayMs)).toEqual([50, 750, 1_500, 3_000, 3_000, 3_000])
})

test('[46] a connection that stayed up resets the delay', async () => {
  const server = await startServer()
  const { pusher, clock, peer } = await connectClient(server)
  let current = peer
  const delays: number[] = []
  for (const livedMs of [0, 1_999, 2_000, 0]) {
    clock.advance(livedMs)
    const retry = next(pusher, 'retry')
    current.cut()
    const { delayMs } = await retry
    delays.push(delayMs)
    clock.advance(delayMs)
    current = await server.accepted()
    current.handshake()
    await pusher.connected()
  }
  expect(delays).toEqual([0, 500, 0, 500])
})

test('a server that is gone and comes back is found again', async () => {
  const server = await startServer()
  const { pusher, clock } = await connectClient(server)
  const retry = next(pusher, 'retry')
  await server.close()
  await retry
  clock.advance(0)
  expect((await next(pusher, 'retry')).attempt).toBe(2)
  const second = await startServer({ port: server.port })
  clock.advance(30_000)
  ;(await second.accepted()).handshake('2.2')
  expect(await pusher.connected()).toBe('2.2')
})

test('a listener that disconnects in the middle of a loss is obeyed', async () => {
  const server = await startServer()
  const { pusher, peer, clock, retries } = await connectClient(server)
  pusher.on('status', ({ current }) => {
    if (current.state === 'connecting') pusher.disconnect()
  })
  peer.cut()
  await reached(pusher, 'disconnected')
  clock.advance(60_000)
  expect(retries).toEqual([])
  expect(clock.timers).toBe(0)
  expect(server.count).toBe(1)
})
