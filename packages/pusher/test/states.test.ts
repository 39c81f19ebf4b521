import { describe, expect, test, vi } from 'vitest'
import { type ConnectionStatus, PusherError } from '../src/index.js'
import { nextStatus } from '../src/connection/state.js'
import { connectClient, createClient, next, reached } from './support/client.js'
import { startServer } from './support/scripted-server.js'

test('[47] initialized, connecting, connected follow in order', async () => {
  const { pusher, states } = await connectClient(await startServer())
  expect(states).toEqual(['connecting', 'connected'])
  expect(pusher.status.state).toBe('connected')
})

test('[48, 49] connecting turns unavailable while attempts go on, and connected without the caller’s doing', async () => {
  const server = await startServer()
  const { pusher, clock, states } = createClient(server, { unavailableAfterMs: 10_000 })
  pusher.connect()
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    const peer = await server.accepted()
    const retry = next(pusher, 'retry')
    peer.cut()
    clock.advance((await retry).delayMs)
  }
  expect(pusher.status.state).toBe('unavailable')
  ;(await server.accepted()).handshake()
  await pusher.connected()
  expect(states).toEqual(['connecting', 'unavailable', 'connected'])
})

test('[48] after a loss it counts anew', async () => {
  const server = await startServer()
  const { pusher, peer, clock } = await connectClient(server)
  const retry = next(pusher, 'retry')
  peer.cut()
  await retry
  clock.advance(9_999)
  expect(pusher.status.state).toBe('connecting')
  clock.advance(1)
  expect(pusher.status.state).toBe('unavailable')
})

test('[50] no socket to be had gives failed, and connect tries again', async () => {
  const server = await startServer()
  const { pusher, errors, states, clock } = createClient(server, {
    socket: () => {
      throw new TypeError('no WebSocket here')
    },
  })
  pusher.connect()
  expect(pusher.status).toMatchObject({ state: 'failed', error: { code: 'no_socket' } })
  await expect(pusher.connected()).rejects.toMatchObject({ code: 'no_socket' })
  pusher.connect()
  expect(states).toEqual(['connecting', 'failed', 'connecting', 'failed'])
  expect(errors).toHaveLength(2)
  expect(String(errors[0]?.cause)).toContain('no WebSocket here')
  expect(clock.timers).toBe(0)
})

test('[51] a state that is set again is not told again', async () => {
  const { pusher, states } = await connectClient(await startServer())
  pusher.connect()
  pusher.disconnect()
  pusher.disconnect()
  expect(states).toEqual(['connecting', 'connected', 'disconnected'])
})

test('[52] a retry is told once, with its delay', async () => {
  const { pusher, peer, retries, clock } = await connectClient(await startServer())
  const retry = next(pusher, 'retry')
  peer.close(4100)
  await retry
  clock.advance(1_000)
  expect(retries).toEqual([{ delayMs: 1_000, attempt: 1 }])
})

describe('[53] the network', () => {
  test('coming back retries at once', async () => {
    const server = await startServer()
    const network = new EventTarget()
    const { pusher, peer } = await connectClient(server, { network })
    const retry = next(pusher, 'retry')
    peer.close(4100)
    await retry
    network.dispatchEvent(new Event('online'))
    ;(await server.accepted()).handshake('2.2')
    expect(await pusher.connected()).toBe('2.2')
  })

  test('coming back gives up an attempt that was begun without it', async () => {
    const server = await startServer()
    const network = new EventTarget()
    const { pusher } = createClient(server, { network })
    pusher.connect()
    const stale = await server.accepted()
    network.dispatchEvent(new Event('online'))
    await stale.closed
    ;(await server.accepted()).handshake('2.2')
    expect(await pusher.connected()).toBe('2.2')
  })

  test('coming back changes nothing where it was never noticed to be gone', async () => {
    const network = new EventTarget()
    const server = await startServer()
    const { pusher, peer } = await connectClient(server, { network })
    network.dispatchEvent(new Event('online'))
    await peer.flushed()
    expect(pusher.status.state).toBe('connected')
    expect(server.count).toBe(1)
  })

  test('going away pings at once, and no answer reconnects', async () => {
    const network = new EventTarget()
    const { pusher, peer, clock } = await connectClient(await startServer(), { network })
    network.dispatchEvent(new Event('offline'))
    network.dispatchEvent(new Event('offline'))
    await peer.pings.take()
    clock.advance(30_000)
    expect(pusher.status.state).toBe('connecting')
    expect(peer.pings.waiting).toHaveLength(0)
  })

  test('is not listened to before connect, nor after disconnect', async () => {
    const server = await startServer()
    const network = new EventTarget()
    const { pusher } = await connectClient(server, { network })
    pusher.disconnect()
    network.dispatchEvent(new Event('online'))
    network.dispatchEvent(new Event('offline'))
    expect(pusher.status.state).toBe('disconnected')
    expect(server.count).toBe(1)
  })
})

test('[54] the state leaves connected as soon as the socket is lost', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const change = next(pusher, 'status')
  peer.cut()
  expect(await change).toMatchObject({ previous: { state: 'connected' }, current: { state: 'connecting' } })
})

describe('a listener that acts while it is told', () => {
  test('does not make another hear of things out of order', async () => {
    const server = await startServer()
    const { pusher } = createClient(server)
    const heard: string[] = []
    pusher.on('status', ({ current }) => {
      if (current.state === 'connected') pusher.disconnect()
    })
    pusher.on('status', ({ previous, current }) => void heard.push(`${previous.state} > ${current.state}`))
    pusher.connect()
    ;(await server.accepted()).handshake()
    await reached(pusher, 'disconnected')
    expect(heard).toEqual(['initialized > connecting', 'connecting > connected', 'connected > disconnected'])
  })

  test('finds the client as it is, not as it was', async () => {
    const server = await startServer()
    const { pusher } = createClient(server)
    const seen: string[] = []
    pusher.on('status', ({ current }) => {
      if (current.state !== 'connected') return
      pusher.disconnect()
      seen.push(pusher.status.state)
    })
    pusher.connect()
    ;(await server.accepted()).handshake()
    await reached(pusher, 'disconnected')
    expect(seen).toEqual(['disconnected'])
  })
})

describe('waiting for the connection', () => {
  test('rejects where connect was never called', async () => {
    const { pusher } = createClient(await startServer())
    await expect(pusher.connected()).rejects.toMatchObject({ code: 'disconnected' })
  })

  test('rejects when the caller disconnects', async () => {
    const { pusher } = createClient(await startServer())
    pusher.connect()
    const waiting = pusher.connected()
    pusher.disconnect()
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' })
  })

  test('rejects when its signal aborts, and the connection goes on', async () => {
    const { pusher } = createClient(await startServer())
    pusher.connect()
    const abort = new AbortController()
    const waiting = pusher.connected({ signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
    await expect(pusher.connected({ signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' })
    expect(pusher.status.state).toBe('connecting')
  })

  test('a signal for the whole client disconnects it', async () => {
    const server = await startServer()
    const abort = new AbortController()
    const { pusher, peer } = await connectClient(server, { signal: abort.signal })
    abort.abort()
    expect(pusher.status.state).toBe('disconnected')
    await peer.closed
  })

  test('a signal lets go of a client that is disconnected', async () => {
    const server = await startServer()
    const { signal } = new AbortController()
    const bound = vi.spyOn(signal, 'addEventListener')
    const released = vi.spyOn(signal, 'removeEventListener')
    for (let round = 0; round < 3; round += 1) {
      const { pusher } = await connectClient(server, { signal })
      pusher.connect()
      pusher.disconnect()
    }
    const listeners = new Set(bound.mock.calls.map(([, listener]) => listener))
    for (const [, listener] of released.mock.calls) listeners.delete(listener)
    expect(bound).toHaveBeenCalled()
    expect(listeners.size).toBe(0)
  })

  test('a signal that was aborted before keeps the client from connecting', async () => {
    const server = await startServer()
    const { pusher } = createClient(server, { signal: AbortSignal.abort() })
    expect(() => pusher.connect()).toThrow(expect.objectContaining({ code: 'aborted' }))
    expect(pusher.status.state).toBe('initialized')
    expect(server.count).toBe(0)
  })

  test('`using` disconnects at the end of its block', async () => {
    const server = await startServer()
    const { pusher, peer } = await connectClient(server)
    {
      using scoped = pusher
      expect(scoped.status.state).toBe('connected')
    }
    await peer.closed
    await reached(pusher, 'disconnected')
  })
})

test('the transition function leaves every status as it is where an input means nothing', () => {
  const error = new PusherError('refused', 'no')
  const settled: ConnectionStatus[] = [
    { state: 'initialized' },
    { state: 'disconnected' },
    { state: 'failed', error },
    { state: 'disconnected', error },
  ]
  for (const status of settled) {
    expect(nextStatus(status, { type: 'established', socketId: '1.1' })).toBe(status)
    expect(nextStatus(status, { type: 'lost' })).toBe(status)
    expect(nextStatus(status, { type: 'waited' })).toBe(status)
    expect(nextStatus(status, { type: 'refused', error })).toBe(status)
    expect(nextStatus(status, { type: 'no-socket', error })).toBe(status)
    expect(nextStatus(status, { type: 'connect' })).toEqual({ state: 'connecting' })
  }
})
