import { expect, test } from 'vitest'
import { connectClient, createClient, next, reached } from './support/client.js'
import { startServer } from './support/scripted-server.js'

test('[11] string-encoded handshake data is decoded, and the socket id is told', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  peer.send(
    '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"123.456\\",\\"activity_timeout\\":120}"}',
  )
  expect(await pusher.connected()).toBe('123.456')
  expect(pusher.status).toEqual({ state: 'connected', socketId: '123.456' })
})

test.each([false, true])('[12] object-encoded handshake data works too (raw mode: %s)', async (raw) => {
  const server = await startServer()
  const { pusher } = createClient(server, { raw })
  pusher.connect()
  const peer = await server.accepted()
  peer.send({ event: 'pusher:connection_established', data: { socket_id: '7.7', activity_timeout: 30 } })
  expect(await pusher.connected()).toBe('7.7')
})

test('[13] nothing is sent before the handshake', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.subscribe('room')
  pusher.connect()
  const peer = await server.accepted()
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
  peer.handshake()
  expect(await peer.frames.take()).toMatchObject({ event: 'pusher:subscribe' })
})

test('[14] the status event carries the socket id, and the status beside it is changed already', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  const changed = next(pusher, 'status').then((change) => ({ ...change, seen: pusher.status }))
  peer.handshake('3.4')
  expect(await changed).toEqual({
    previous: { state: 'connecting' },
    current: { state: 'connected', socketId: '3.4' },
    seen: { state: 'connected', socketId: '3.4' },
  })
})

test.each([undefined, 0, -5, '120', null])(
  '[15] an activity_timeout of %s falls back to the option',
  async (seconds) => {
    const server = await startServer()
    const { pusher, clock } = createClient(server, { activityTimeoutMs: 50_000 })
    pusher.connect()
    const peer = await server.accepted()
    peer.send({
      event: 'pusher:connection_established',
      data: { socket_id: '1.1', activity_timeout: seconds },
    })
    await pusher.connected()
    clock.advance(49_999)
    await peer.flushed()
    expect(peer.pings.waiting).toHaveLength(0)
    clock.advance(1)
    await peer.pings.take()
  },
)

test('[16] a first frame with error 4001 disconnects, without another try', async () => {
  const server = await startServer()
  const { pusher, clock, errors, states, retries } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  peer.send({ event: 'pusher:error', data: { code: 4001, message: 'No such app' } })
  await reached(pusher, 'disconnected')
  clock.advance(3_600_000)
  expect(states).toEqual(['connecting', 'disconnected'])
  expect(errors).toMatchObject([{ code: 'refused', retryable: false, serverCode: 4001 }])
  expect(errors[0]?.message).toContain('No such app')
  expect(retries).toEqual([])
  expect(clock.timers).toBe(0)
  await peer.closed
  expect(server.count).toBe(1)
})

test('[16] whoever waits for the connection is told the refusal', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.connect()
  const waiting = pusher.connected()
  ;(await server.accepted()).close(4001)
  await expect(waiting).rejects.toMatchObject({ code: 'refused', serverCode: 4001 })
  await expect(pusher.connected()).rejects.toMatchObject({ code: 'refused', serverCode: 4001 })
})

test('[17] a first frame with error 4200 is retried at once', async () => {
  const server = await startServer()
  const { pusher, clock, retries } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  peer.send({ event: 'pusher:error', data: { code: 4200, message: 'Please reconnect immediately' } })
  await next(pusher, 'retry')
  expect(retries).toEqual([{ delayMs: 0, attempt: 1 }])
  clock.advance(0)
  ;(await server.accepted()).handshake('2.2')
  expect(await pusher.connected()).toBe('2.2')
})

test.each([{ code: null }, {}, { code: 'x' }, { code: 12 }, []])(
  '[17] a first error frame without a code that means something (%j) is retried, later and later',
  async (data) => {
    const server = await startServer()
    const { pusher, clock, retries } = createClient(server)
    pusher.connect()
    for (const attempt of [1, 2, 3]) {
      const peer = await server.accepted()
      const retry = next(pusher, 'retry')
      peer.send({ event: 'pusher:error', data })
      expect((await retry).attempt).toBe(attempt)
      clock.advance(2_000)
    }
    expect(retries.map(({ delayMs }) => delayMs)).toEqual([0, 500, 1_000])
  },
)

test.each(['{"event":"message","channel":"room","data":"{}"}', '{"a":1}', 'null', '"x"', '<html>', ''])(
  '[18] an unexpected first frame (%s) closes the socket, is reported and retried',
  async (frame) => {
    const server = await startServer()
    const { pusher, clock, errors } = createClient(server)
    pusher.connect()
    const peer = await server.accepted()
    const retry = next(pusher, 'retry')
    peer.send(frame)
    await retry
    expect(errors).toMatchObject([{ code: 'handshake_failed', retryable: true }])
    await peer.closed
    clock.advance(0)
    ;(await server.accepted()).handshake()
    await pusher.connected()
  },
)

test('[18] a handshake that names no socket id is none', async () => {
  const server = await startServer()
  const { pusher, errors } = createClient(server)
  pusher.connect()
  const peer = await server.accepted()
  peer.send({ event: 'pusher:connection_established', data: '{"activity_timeout":120}' })
  await next(pusher, 'retry')
  expect(errors).toMatchObject([{ code: 'handshake_failed' }])
})

test('[19] a close before the handshake without a code counts as the back-off class', async () => {
  const server = await startServer()
  const { pusher, clock, errors } = createClient(server)
  pusher.connect()
  const delays: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const peer = await server.accepted()
    const retry = next(pusher, 'retry')
    peer.cut()
    delays.push((await retry).delayMs)
    clock.advance(5_000)
  }
  expect(delays).toEqual([0, 500, 1_000, 2_000])
  expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('connection_failed'))
})

test('[19] a server that answers the upgrade with an HTTP error is retried', async () => {
  const server = await startServer({ refuseWithStatus: 503 })
  const { pusher, errors } = createClient(server)
  pusher.connect()
  await next(pusher, 'retry')
  expect(errors).toMatchObject([{ code: 'connection_failed', retryable: true, serverCode: 1006 }])
  expect(String(errors[0]?.cause)).toContain('503')
})

test('[20] a server that never sends a frame: the attempt is abandoned after its time and repeated', async () => {
  const server = await startServer()
  const { pusher, clock, errors } = createClient(server, { connectTimeoutMs: 15_000 })
  pusher.connect()
  const silent = await server.accepted()
  clock.advance(14_999)
  expect(errors).toEqual([])
  clock.advance(1)
  expect(errors).toMatchObject([{ code: 'connection_failed', retryable: true }])
  await silent.closed
  clock.advance(0)
  ;(await server.accepted()).handshake('9.9')
  expect(await pusher.connected()).toBe('9.9')
})

test('a handshake that comes with the upgrade itself is not missed', async () => {
  const server = await startServer({ onPeer: (peer) => peer.handshake('5.5') })
  const { pusher } = createClient(server)
  pusher.connect()
  expect(await pusher.connected()).toBe('5.5')
})

test('a second handshake on an open connection changes nothing', async () => {
  const { pusher, peer, states } = await connectClient(await startServer())
  peer.handshake('8.8')
  await peer.flushed()
  expect(pusher.status).toEqual({ state: 'connected', socketId: '1.1' })
  expect(states).toEqual(['connecting', 'connected'])
})
