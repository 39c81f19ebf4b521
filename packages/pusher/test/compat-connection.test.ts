import { describe, expect, test } from 'vitest'
import { nativeSocket, type SocketFactory } from '../src/index.js'
import { connectCompat, createCompat, greet, heard, reached, subscribe } from './support/compat-client.js'
import { type Peer, startServer } from './support/scripted-server.js'

describe('the handshake', () => {
  test.each([
    ['a text', '{"socket_id":"12.34","activity_timeout":30}'],
    ['an object', { socket_id: '12.34', activity_timeout: 30 }],
    ['an object without a timeout', { socket_id: '12.34' }],
  ])(
    '[11, 12, 14, 15] with data as %s gives the socket id, the change of state first',
    async (_what, data) => {
      const server = await startServer()
      const { pusher, told } = createCompat(server)
      const peer = await server.accepted()
      peer.send({ event: 'pusher:connection_established', data })
      await reached(pusher, 'connected')
      await peer.flushed()
      expect(pusher.connection.socket_id).toBe('12.34')
      expect(told).toEqual([
        ['state_change', { previous: 'connecting', current: 'connected' }],
        ['connected', { socket_id: '12.34' }],
      ])
    },
  )

  test('[13] nothing is sent before it', async () => {
    const server = await startServer()
    const { pusher } = createCompat(server)
    pusher.subscribe('room')
    const peer = await server.accepted()
    expect(pusher.send_event('x', {})).toBe(false)
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    peer.handshake()
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:subscribe' })
  })

  test('[16] pusher:error 4001 instead of it ends all attempts', async () => {
    const server = await startServer()
    const { pusher, told, clock } = createCompat(server)
    ;(await server.accepted()).send({ event: 'pusher:error', data: { code: 4001, message: 'no app' } })
    await reached(pusher, 'disconnected')
    const failure = { type: 'PusherError', data: { code: 4001, message: 'no app' } }
    expect(told[0]).toEqual(['error', { type: 'WebSocketError', error: failure }])
    clock.advance(3_600_000)
    expect(server.count).toBe(1)
    expect(clock.timers).toBe(0)
  })

  test.each([4200, null, undefined])(
    '[17] pusher:error %s instead of it is tried again at once',
    async (code) => {
      const server = await startServer()
      const { pusher, clock } = createCompat(server)
      const peer = await server.accepted()
      const failed = heard(pusher.connection, 'error')
      peer.send({ event: 'pusher:error', data: { code, message: 'again' } })
      await failed
      await peer.closed
      clock.advance(0)
      await greet(server, pusher)
    },
  )

  test.each(['{"event":"hello"}', '<html>', 'null'])(
    '[18] %s instead of it is a HandshakeError, the socket is closed and another attempt made',
    async (frame) => {
      const server = await startServer()
      const { pusher, clock } = createCompat(server)
      const peer = await server.accepted()
      const error = heard(pusher.connection, 'error')
      peer.send(frame)
      expect(await error).toEqual({ type: 'HandshakeError', error: expect.any(Error) as Error })
      await peer.closed
      clock.advance(100)
      await greet(server, pusher)
    },
  )

  test('[19] a close without a code before it is reported, and tried again ever later', async () => {
    const server = await startServer()
    const { pusher, clock, told } = createCompat(server)
    for (const delayMs of [0, 500, 1_000]) {
      const error = heard<object>(pusher.connection, 'error')
      ;(await server.accepted()).cut()
      expect(await error).toMatchObject({ type: 'WebSocketError', error: { data: { code: 1006 } } })
      clock.advance(delayMs)
    }
    await greet(server, pusher)
    expect(told.filter(([event]) => event === 'connecting_in')).toEqual([
      ['connecting_in', 1],
      ['connecting_in', 1],
    ])
  })

  test('[20] a server that stays silent is given up, and asked again', async () => {
    const server = await startServer()
    const { pusher, clock } = createCompat(server)
    const silent = await server.accepted()
    clock.advance(15_000)
    await silent.closed
    clock.advance(1_000)
    await greet(server, pusher)
  })
})

describe('liveness', () => {
  test('[21, 22, 23, 26] silence is asked about once, after the shorter of two limits; any frame is an answer', async () => {
    const server = await startServer()
    const { pusher, clock } = createCompat(server, { activityTimeout: 60_000 })
    const peer = await server.accepted()
    peer.handshake('1.1', 30)
    await reached(pusher, 'connected')
    clock.advance(29_999)
    await peer.flushed()
    expect(peer.pings.waiting).toEqual([])
    clock.advance(1)
    expect(await peer.pings.take()).toEqual({ event: 'pusher:ping', data: {} })
    clock.advance(10_000)
    peer.send({ event: 'pusher:pong' })
    await peer.flushed()
    clock.advance(29_000)
    expect(pusher.connection.state).toBe('connected')
  })

  test('[24] silence that lasts is a lost connection, without an error', async () => {
    const server = await startServer()
    const { pusher, clock, told } = await connectCompat(server, {
      activityTimeout: 10_000,
      pongTimeout: 5_000,
    })
    clock.advance(15_000)
    expect(pusher.connection.state).toBe('connecting')
    expect(told.filter(([event]) => event === 'error')).toEqual([])
    clock.advance(0)
    await greet(server, pusher)
  })

  test('[25, 28] pings of both kinds are answered', async () => {
    const { peer } = await connectCompat(await startServer())
    peer.send({ event: 'pusher:ping', data: {} })
    expect(await peer.frames.take()).toEqual({ event: 'pusher:pong', data: {} })
    await peer.controlPing()
  })

  test('[27] an event restarts the wait', async () => {
    const { peer, clock } = await connectCompat(await startServer(), { activityTimeout: 10_000 })
    clock.advance(9_000)
    peer.send({ event: 'x', channel: 'room', data: '1' })
    await peer.flushed()
    clock.advance(9_000)
    await peer.flushed()
    expect(peer.pings.waiting).toEqual([])
  })

  test('[29] no timer is left after the end', async () => {
    const { pusher, clock } = await connectCompat(await startServer())
    pusher.subscribe('room')
    pusher.disconnect()
    expect(clock.timers).toBe(0)
  })

  test('[30] a machine that slept finds its connection dead as soon as it wakes', async () => {
    const { pusher, clock } = await connectCompat(await startServer())
    clock.sleep(3_600_000)
    clock.advance(5_000)
    expect(pusher.connection.state).toBe('connecting')
  })
})

describe('closing', () => {
  test('[31] 4000 changes to TLS', async () => {
    const server = await startServer()
    const protocols: string[] = []
    // The server here speaks no TLS: the socket asks it without, and remembers what was asked for.
    const socket: SocketFactory = (url, handlers) => {
      protocols.push(new URL(url).protocol)
      const there = new URL(url)
      return nativeSocket(`ws://127.0.0.1:${server.port}${there.pathname}${there.search}`, handlers)
    }
    const { pusher, clock, peer } = await connectCompat(server, { socket })
    peer.close(4000)
    await reached(pusher, 'connecting')
    clock.advance(0)
    await greet(server, pusher)
    expect(protocols).toEqual(['ws:', 'wss:'])
  })

  test.each([4001, 4003, 4004, 4005, 4006, 4007, 4008, 4009, 4300, 4999])(
    '[32, 38, 41] %i ends all attempts, and its code is read where it always was',
    async (code) => {
      const server = await startServer()
      const { pusher, peer, clock, told } = await connectCompat(server)
      peer.close(code, 'said so')
      await reached(pusher, 'disconnected')
      const failure = { type: 'PusherError', data: { code, message: 'said so' } }
      expect(told.slice(2)).toEqual([
        ['error', failure],
        ['error', { type: 'WebSocketError', error: failure }],
        ['state_change', { previous: 'connected', current: 'disconnected' }],
        ['disconnected', undefined],
      ])
      clock.advance(3_600_000)
      expect(server.count).toBe(1)
    },
  )

  test.each([4100, 4199, 1002, 1003])(
    '[33, 37, 52] %i waits at least a second, and says so once',
    async (code) => {
      const server = await startServer()
      const { pusher, peer, clock, told } = await connectCompat(server)
      const announced = heard(pusher.connection, 'connecting_in')
      peer.close(code)
      expect(await announced).toBe(1)
      clock.advance(999)
      await peer.closed
      expect(server.count).toBe(1)
      clock.advance(1)
      await greet(server, pusher)
      expect(told.filter(([event]) => event === 'connecting_in')).toHaveLength(1)
    },
  )

  test.each([4200, 4201, 4202])(
    '[34, 45, 46] %i is followed at once, ever later where it is repeated',
    async (code) => {
      const server = await startServer()
      const { pusher, peer, clock } = await connectCompat(server)
      let current: Peer = peer
      for (const delayMs of [0, 500, 1_000]) {
        current.close(code)
        await reached(pusher, 'connecting')
        if (delayMs > 0) clock.advance(delayMs - 1)
        await current.closed
        const { count } = server
        clock.advance(delayMs > 0 ? 1 : 0)
        current = await greet(server, pusher)
        expect(server.count).toBe(count + 1)
      }
      clock.advance(10_000)
      current.close(code)
      await reached(pusher, 'connecting')
      clock.advance(0)
      await greet(server, pusher)
    },
  )

  test('[35, 41, 54] 1006 is an error that names it, leaves connected at once, and is followed at once', async () => {
    const server = await startServer()
    const { pusher, peer, clock, told } = await connectCompat(server)
    peer.cut()
    await reached(pusher, 'connecting')
    expect(told[2]).toEqual(['error', { type: 'PusherError', data: { code: 1006, message: '' } }])
    expect(pusher.send_event('x', {})).toBe(false)
    clock.advance(0)
    await greet(server, pusher)
  })

  test('what the runtime said of a break comes before its code', async () => {
    const cause = new Error('reset by peer')
    const socket: SocketFactory = (url, handlers) =>
      nativeSocket(url, { ...handlers, closed: (close) => handlers.closed({ ...close, cause }) })
    const { pusher, peer, told } = await connectCompat(await startServer(), { socket })
    peer.cut()
    await reached(pusher, 'connecting')
    const errors = told.filter(([event]) => event === 'error').map(([, error]) => error)
    expect(errors).toEqual([
      { type: 'WebSocketError', error: cause },
      { type: 'PusherError', data: { code: 1006, message: '' } },
    ])
  })

  test.each([1000, 1001])('[36] %i is followed without an error', async (code) => {
    const server = await startServer()
    const { pusher, peer, clock, told } = await connectCompat(server)
    peer.close(code)
    await reached(pusher, 'connecting')
    clock.advance(0)
    await greet(server, pusher)
    expect(told.map(([event]) => event)).not.toContain('error')
  })

  test('[39, 40, 41] pusher:error on an open connection is reported as it came, and the connection lives', async () => {
    const { pusher, peer, told } = await connectCompat(await startServer())
    const errors = [
      { code: 4301, message: 'too fast' },
      { code: null, message: 'no code' },
      { message: 'none', more: 1 },
    ]
    for (const data of errors) peer.send({ event: 'pusher:error', data })
    await peer.flushed()
    expect(told.slice(2)).toEqual(errors.map((data) => ['error', { type: 'PusherError', data }]))
    expect(pusher.connection.state).toBe('connected')
  })

  test('[42] disconnect() ends it for good, also right after a 4100', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    peer.close(4100)
    await reached(pusher, 'connecting')
    pusher.disconnect()
    expect(pusher.connection.state).toBe('disconnected')
    expect(clock.timers).toBe(0)
    clock.advance(3_600_000)
    expect(server.count).toBe(1)
  })

  test('a handler of the error may disconnect, and nothing is tried again', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    pusher.connection.bind('error', () => pusher.disconnect())
    peer.close(4200)
    await reached(pusher, 'disconnected')
    expect(clock.timers).toBe(0)
  })

  test('a handler of the error may disconnect and connect, and one connection comes of it', async () => {
    const server = await startServer()
    const { pusher, peer, clock } = await connectCompat(server)
    pusher.connection.bind('error', () => {
      pusher.disconnect()
      pusher.connect()
    })
    peer.close(4200)
    await peer.closed
    await greet(server, pusher)
    clock.advance(9_000)
    expect(server.count).toBe(2)
  })

  test.each(['state_change', 'connecting', 'all'])(
    'a handler of the loss (%s) may disconnect, and nothing counts as subscribed',
    async (event) => {
      const { pusher, peer } = await connectCompat(await startServer())
      const channel = await subscribe(pusher, peer, 'room')
      const end = (): void => pusher.disconnect()
      if (event === 'all') pusher.connection.bind_global(end)
      else pusher.connection.bind(event, end)
      peer.close(1001)
      await peer.closed
      await reached(pusher, 'disconnected')
      expect(channel).toMatchObject({ subscribed: false, subscriptionPending: false })
    },
  )

  test('[43] connect() after disconnect() subscribes again', async () => {
    const server = await startServer()
    const { pusher, peer } = await connectCompat(server)
    pusher.subscribe('room')
    await peer.frames.take()
    pusher.disconnect()
    pusher.connect()
    const again = await greet(server, pusher)
    expect(await again.frames.take()).toMatchObject({ data: { channel: 'room' } })
  })

  test('[44] connect() twice opens one socket', async () => {
    const server = await startServer()
    const { pusher } = await connectCompat(server)
    pusher.connect()
    pusher.connection.connect()
    pusher.subscribe('room')
    expect(server.count).toBe(1)
  })
})

describe('states', () => {
  test('[47, 51] in order, each told once', async () => {
    const server = await startServer()
    const { pusher, told } = createCompat(server)
    expect(pusher.connection.state).toBe('connecting')
    await greet(server, pusher)
    pusher.disconnect()
    pusher.disconnect()
    pusher.connect()
    expect(told.map(([event]) => event)).toEqual([
      'state_change',
      'connected',
      'state_change',
      'disconnected',
      'state_change',
      'connecting',
    ])
  })

  test('[48, 49] unavailable after a while, and connected once the server is there', async () => {
    const server = await startServer()
    const { pusher, clock } = createCompat(server, { unavailableTimeout: 3_000 })
    const peer = await server.accepted()
    clock.advance(3_000)
    expect(pusher.connection.state).toBe('unavailable')
    peer.handshake()
    await reached(pusher, 'connected')
  })

  test('an attempt that never opened tells no error', async () => {
    const server = await startServer({ refuseWithStatus: 503 })
    const reconnect = { firstDelayMs: 1_000 }
    const { pusher, clock, told } = createCompat(server, { reconnect, random: () => 0.9 })
    expect(await heard(pusher.connection, 'connecting_in')).toBe(1)
    clock.advance(10_000)
    expect(told.map(([event]) => event)).not.toContain('error')
    expect(pusher.connection.state).toBe('unavailable')
  })

  test('another cluster is connected to without a stop between', async () => {
    const server = await startServer()
    const { pusher, peer, told } = await connectCompat(server)
    pusher.subscribe('room')
    await peer.frames.take()
    pusher.switchCluster({ appKey: 'other', cluster: 'us2' })
    expect(pusher.connection.state).toBe('connecting')
    const there = await greet(server, pusher, '2.2')
    expect(there.url).toContain('/app/other?')
    expect(pusher).toMatchObject({
      key: 'other',
      config: { cluster: 'us2' },
      connection: { key: 'other', socket_id: '2.2' },
    })
    expect(await there.frames.take()).toMatchObject({ data: { channel: 'room' } })
    await peer.closed
    expect(told.slice(2).map(([event]) => event)).toEqual([
      'state_change',
      'connecting',
      'state_change',
      'connected',
    ])
  })

  test('it connects to another cluster also from disconnected', async () => {
    const server = await startServer()
    const { pusher } = await connectCompat(server)
    pusher.disconnect()
    pusher.switchCluster({ appKey: 'other', cluster: 'us2' })
    await greet(server, pusher)
    expect(() => pusher.switchCluster({ appKey: '', cluster: 'us2' })).toThrow(/key/)
    expect(pusher.connection.state).toBe('connected')
  })
})

describe('frames', () => {
  test('[58] one that is no JSON is a MessageParseError, and the connection lives', async () => {
    const { pusher, peer, told } = await connectCompat(await startServer())
    peer.send('<html>')
    await peer.flushed()
    const inner = { type: 'MessageParseError', error: expect.any(SyntaxError) as Error, data: '<html>' }
    expect(told[2]).toEqual(['error', { type: 'MessageParseError', error: inner, data: '<html>' }])
    expect(pusher.connection.state).toBe('connected')
  })

  test.each(['"x"', '{"a":1}', '[]', '7', 'null'])(
    '%s is no event: the same error, and nobody crashes',
    async (frame) => {
      const { pusher, peer, told } = await connectCompat(await startServer())
      peer.send(frame)
      await peer.flushed()
      expect(told[2]).toMatchObject(['error', { type: 'MessageParseError', data: frame }])
      expect(pusher.connection.state).toBe('connected')
    },
  )

  test('message tells every decoded frame but the handshake', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const messages: unknown[] = []
    pusher.connection.bind('message', (message) => messages.push(message))
    peer.send({ event: 'x', channel: 'room', data: '{"a":1}', user_id: 'ann', extra: 1 })
    peer.send({ event: 'pusher:ping' })
    peer.send({ event: 'pusher_internal:unheard-of', data: 'text' })
    await peer.flushed()
    expect(messages).toEqual([
      { event: 'x', channel: 'room', data: { a: 1 }, user_id: 'ann' },
      { event: 'pusher:ping', channel: undefined, data: undefined },
      { event: 'pusher_internal:unheard-of', channel: undefined, data: 'text' },
    ])
  })
})
