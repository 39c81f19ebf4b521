import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { describe, expect, test } from 'vitest'
import { isSandboxError, type Sandbox } from '../src/index.js'
import { createManualClock } from './support/manual-clock.js'
import { connectPusherJs, nextEvent, subscribed } from './support/pusher-js-client.js'
import { connectRaw, openRaw, type RawClient } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { pause, waitUntil } from './support/wait.js'

async function withTwoClients(
  options: object = {},
): Promise<{ sandbox: Sandbox; one: RawClient; two: RawClient }> {
  const sandbox = await openSandbox(options)
  const one = await connectRaw(sandbox)
  const two = await connectRaw(sandbox)
  await one.subscribe('news')
  await two.subscribe('news')
  return { sandbox, one, two }
}

function publish(sandbox: Sandbox, ...names: string[]): void {
  for (const event of names) sandbox.pusher.publish({ channel: 'news', event, data: { event } })
}

function ticks({ frames }: RawClient): (string | undefined)[] {
  return frames.map(({ event }) => event).filter((event) => !event?.startsWith('pusher'))
}

describe('drop', () => {
  test('ends every TCP connection without a close frame', async () => {
    const { sandbox, one, two } = await withTwoClients()

    expect(sandbox.faults.drop()).toBe(2)
    expect((await one.ended()).code).toBe(1006)
    expect((await two.ended()).code).toBe(1006)
    await waitUntil(() => sandbox.pusher.connections.length === 0, 'the server has forgotten them')
  })

  test('ends the chosen connection alone', async () => {
    const { sandbox, one, two } = await withTwoClients()

    expect(sandbox.faults.drop({ connection: one.socketId })).toBe(1)
    await one.ended()
    publish(sandbox, 'tick')
    await two.frame('tick')
  })

  test('refuses a connection that does not exist, by its name', async () => {
    const { sandbox } = await withTwoClients()

    expect(() => sandbox.faults.drop({ connection: '1.1' })).toThrow(/1\.1/)
    expect(() => sandbox.faults.silence({ connection: '1.1' })).toThrow(
      expect.objectContaining({ code: 'unknown_connection' }),
    )
    expect(sandbox.faults.active).toEqual([])
  })
})

describe('dropMidFrame', () => {
  test('writes a part of the next frame, then ends the connection', async () => {
    const { sandbox, one, two } = await withTwoClients()
    const fault = sandbox.faults.dropMidFrame({ connection: one.socketId })
    expect(fault.active).toBe(true)
    publish(sandbox, 'cut')

    expect((await one.ended()).code).toBe(1006)
    expect(ticks(one)).toEqual([])
    await two.frame('cut')
    expect(fault.active).toBe(false)
    expect(sandbox.record.frames({ connection: one.socketId, fate: 'cut' })).toMatchObject([
      { text: expect.stringContaining('"cut"') as string },
    ])
  })

  test('really sends bytes of the frame before the end', async () => {
    const { sandbox, one } = await withTwoClients()
    const before = bytesRead(one)
    sandbox.faults.dropMidFrame({ connection: one.socketId })
    sandbox.pusher.publish({ channel: 'news', event: 'cut', data: 'x'.repeat(1000) })
    await one.ended()

    const received = bytesRead(one) - before
    expect(received).toBeGreaterThan(500)
    expect(received).toBeLessThan(600)
  })

  test('nothing follows the cut, however soon it is said', async () => {
    const { sandbox, one } = await withTwoClients()
    const before = bytesRead(one)
    sandbox.faults.dropMidFrame({ connection: one.socketId })
    sandbox.pusher.publish({ channel: 'news', event: 'cut', data: 'x'.repeat(1000) })
    publish(sandbox, 'next', 'last')
    sandbox.faults.sendRaw(Buffer.from('raw'))
    sandbox.faults.sendBinary(Buffer.from('binary'))
    sandbox.faults.close(4200, 'too late')
    await one.ended()

    expect(bytesRead(one) - before).toBeLessThan(600)
    const fates = sandbox.record
      .frames({ connection: one.socketId })
      .filter(({ text }) => !text.includes('pusher'))
      .map(({ kind, fate }) => `${kind} ${fate}`)
    expect(fates).toEqual(['text cut', 'text lost', 'text lost', 'raw lost', 'binary lost', 'close lost'])
  })

  test('healed in time, it cuts nothing', async () => {
    const { sandbox, one, two } = await withTwoClients()
    sandbox.faults.dropMidFrame().heal()
    publish(sandbox, 'whole')

    await one.frame('whole')
    await two.frame('whole')
  })

  test('cuts one frame of every connection that is open', async () => {
    const { sandbox, one, two } = await withTwoClients()
    sandbox.faults.dropMidFrame()
    publish(sandbox, 'cut')

    await one.ended()
    await two.ended()
  })
})

describe('delayAcknowledgement', () => {
  const acknowledged = ({ frames }: RawClient): (string | undefined)[] =>
    frames.filter(({ event }) => event?.endsWith('subscription_succeeded')).map(({ channel }) => channel)
  const ask = (client: RawClient, ...channels: string[]): void => {
    for (const channel of channels) client.send({ event: 'pusher:subscribe', data: { channel } })
  }

  test('takes up the named channel late, and delivers nothing of it before', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const one = await connectRaw(sandbox)
    sandbox.faults.delayAcknowledgement({ channel: 'late', byMs: 600 })
    ask(one, 'late')
    await one.subscribe('prompt')
    sandbox.pusher.publish({ channel: 'late', event: 'early', data: '' })
    expect(sandbox.pusher.connections[0]?.channels).toEqual(['prompt'])
    clock.advance(600)
    await one.frame('pusher_internal:subscription_succeeded', 'late')
    sandbox.pusher.publish({ channel: 'late', event: 'after', data: '' })
    await one.frame('after')
    expect([acknowledged(one), ticks(one)]).toEqual([['prompt', 'late'], ['after']])
  })

  test('strikes as often as it was told to, and only the connection it is aimed at', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const one = await connectRaw(sandbox)
    const two = await connectRaw(sandbox)
    const fault = sandbox.faults.delayAcknowledgement({ connection: one.socketId, byMs: 10, next: 1 })
    await two.subscribe('a')
    ask(one, 'a')
    await one.subscribe('b')
    expect([fault.active, acknowledged(one)]).toEqual([false, ['b']])
    clock.advance(10)
    await one.frame('pusher_internal:subscription_succeeded', 'a')
  })

  test('healed, it lets go what it held back', async () => {
    const sandbox = await openSandbox()
    const one = await connectRaw(sandbox)
    const fault = sandbox.faults.delayAcknowledgement({ channel: 'late', byMs: 60_000 })
    ask(one, 'late')
    await one.subscribe('prompt')
    fault.heal()
    await one.frame('pusher_internal:subscription_succeeded', 'late')
    expect(sandbox.pusher.connections[0]?.channels).toEqual(['prompt', 'late'])
  })

  test('a channel that is left meanwhile is never joined, one asked for twice is an error', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const one = await connectRaw(sandbox)
    sandbox.faults.delayAcknowledgement({ channel: 'late', byMs: 10 })
    ask(one, 'late', 'late')
    await one.frame('pusher:error')
    one.send({ event: 'pusher:unsubscribe', data: { channel: 'late' } })
    await one.subscribe('prompt')
    clock.advance(10)
    await one.subscribe('another')
    expect(acknowledged(one)).toEqual(['prompt', 'another'])
  })

  test('a connection that ends meanwhile joins nothing', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const one = await connectRaw(sandbox)
    sandbox.faults.delayAcknowledgement({ channel: 'late', byMs: 10 })
    ask(one, 'late')
    await one.subscribe('prompt')
    sandbox.faults.drop()
    await waitUntil(() => sandbox.pusher.connections.length === 0, 'the server has forgotten it')
    clock.advance(10)
    expect(sandbox.pusher.publish({ channel: 'late', event: 'x', data: '' })).toBe(0)
  })

  test.each([-1, Number.NaN, Infinity])('refuses a delay of %d', async (byMs) => {
    const sandbox = await openSandbox()
    expect(() => sandbox.faults.delayAcknowledgement({ byMs })).toThrow(/byMs/)
  })
})

describe('close', () => {
  test.each([
    [1000, ''],
    [1001, 'going away'],
    [1011, 'oops'],
    [4001, 'no such app'],
    [4100, 'over capacity'],
    [4200, 'reconnect'],
    [4999, ''],
  ])('closes with %i %s', async (code, reason) => {
    const { sandbox, one, two } = await withTwoClients()

    expect(sandbox.faults.close(code, reason)).toBe(2)
    await expect(one.ended()).resolves.toEqual({ code, reason })
    await expect(two.ended()).resolves.toEqual({ code, reason })
  })

  test.each([999, 1004, 1005, 1006, 1015, 2000, 5000, 4000.5, Number.NaN])(
    'refuses the code %d, which no WebSocket can send',
    async (code) => {
      const { sandbox } = await withTwoClients()
      expect(() => sandbox.faults.close(code)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
      expect(sandbox.pusher.connections).toHaveLength(2)
    },
  )

  test('refuses a reason of more than 123 bytes', async () => {
    const { sandbox } = await withTwoClients()
    expect(() => sandbox.faults.close(4000, 'س'.repeat(62))).toThrow(/123 bytes/)
  })
})

describe('silence', () => {
  test('loses everything meant for the client, answers to pings too, and heals', async () => {
    const { sandbox, one } = await withTwoClients()
    const fault = sandbox.faults.silence()
    publish(sandbox, 'lost')
    one.send({ event: 'pusher:ping', data: {} })
    one.socket.ping()
    await pause(30)
    expect(one.frames).toHaveLength(2)

    fault.heal()
    publish(sandbox, 'heard')
    await one.frame('heard')
    expect(ticks(one)).toEqual(['heard'])
    const lost = sandbox.record.frames({ connection: one.socketId, fate: 'lost' })
    expect(lost.map(({ text }) => text).join()).toContain('"lost"')
  })

  test('of one connection leaves the other alone', async () => {
    const { sandbox, one, two } = await withTwoClients()
    sandbox.faults.silence({ connection: one.socketId })
    publish(sandbox, 'tick')
    await two.frame('tick')

    expect(ticks(one)).toEqual([])
  })

  test('accepts new connections and does not shake hands', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.silence()
    const client = openRaw(sandbox)
    await waitUntil(() => client.socket.readyState === client.socket.OPEN, 'the upgrade is done')
    await pause(20)

    expect(client.texts).toEqual([])
    expect(client.closed).toBeUndefined()
  })

  test('ends by itself after its time', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    const fault = sandbox.faults.silence({ forMs: 5000 })
    clock.advance(4999)
    publish(sandbox, 'lost')
    expect(fault.active).toBe(true)
    clock.advance(1)
    expect(fault.active).toBe(false)
    publish(sandbox, 'heard')

    await one.frame('heard')
    expect(ticks(one)).toEqual(['heard'])
  })

  test('keeps the server from closing a client that does not answer what it never got', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock, pingAfterMs: 1000, pongTimeoutMs: 1000 })
    const fault = sandbox.faults.silence()
    clock.advance(10_000)
    await pause(20)
    expect(one.closed).toBeUndefined()

    fault.heal()
    clock.advance(2000)
    await expect(one.ended()).resolves.toMatchObject({ code: 4201 })
  })
})

/** A sandbox that turns every connection away by an HTTP status. */
async function openRefusing(): Promise<{ sandbox: Sandbox }> {
  const sandbox = await openSandbox()
  sandbox.faults.refuse({ how: 503 })
  return { sandbox }
}

describe('refuse', () => {
  test('resets new connections and leaves the open ones alone', async () => {
    const { sandbox, one } = await withTwoClients()
    const fault = sandbox.faults.refuse()
    await expect(openRaw(sandbox).ended()).resolves.toMatchObject({ code: 1006 })
    publish(sandbox, 'tick')
    await one.frame('tick')

    fault.heal()
    await connectRaw(sandbox)
  })

  test('answers with an HTTP status', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.refuse({ how: 503, next: 1 })
    const client = openRaw(sandbox)
    const status = await new Promise((resolve) => {
      client.socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode)
      })
    })

    expect(status).toBe(503)
    await connectRaw(sandbox)
  })

  test('counts: the next two, then no more', async () => {
    const sandbox = await openSandbox()
    const fault = sandbox.faults.refuse({ next: 2 })
    await openRaw(sandbox).ended()
    expect(fault.active).toBe(true)
    await openRaw(sandbox).ended()
    expect(fault.active).toBe(false)
    await connectRaw(sandbox)
  })

  test('a client that resets while it is turned away harms nobody', async () => {
    const { sandbox } = await openRefusing()
    const { host, port, key } = sandbox.pusher
    for (let round = 0; round < 30; round += 1) {
      const client = connectTcp(port, host)
      client.on('error', () => {})
      await once(client, 'connect')
      client.write(
        `GET /app/${key}?protocol=7 HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        () => client.resetAndDestroy(),
      )
      await once(client, 'close')
    }
    const answer = await fetch(`${sandbox.url}/nowhere`)
    expect(answer.status).toBe(404)
  })

  test.each([200, 700, 404.5])('refuses the status %d itself', async (how) => {
    const sandbox = await openSandbox()
    expect(() => sandbox.faults.refuse({ how })).toThrow(/400 to 599/)
  })
})

describe('rubbish', () => {
  test.each(['not json', '', 'null', '"x"', '{"event":1}', '{"event":"pusher:error","data":{"code":null}}'])(
    'sends the text %j as a frame',
    async (text) => {
      const { sandbox, one, two } = await withTwoClients()
      expect(sandbox.faults.sendText(text, { connection: one.socketId })).toBe(1)
      await waitUntil(() => one.texts.length === 3, 'the text arrives')

      expect(one.texts[2]).toBe(text)
      expect(two.texts).toHaveLength(2)
    },
  )

  test('sends binary frames', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.sendBinary(Uint8Array.of(0, 255, 16))
    await waitUntil(() => one.binaries.length === 1, 'the bytes arrive')

    expect([...(one.binaries[0] ?? [])]).toEqual([0, 255, 16])
    expect(sandbox.record.frames({ connection: one.socketId }).at(-1)).toMatchObject({
      kind: 'binary',
      text: '00ff10',
    })
  })

  test('writes bytes past the framing, which no WebSocket can read', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.sendRaw(Uint8Array.of(0xff, 0xff, 0xff), { connection: one.socketId })

    await expect(one.ended()).resolves.toMatchObject({ code: 1006 })
  })

  test('does not upset pusher-js for longer than a frame', async () => {
    const sandbox = await openSandbox()
    const client = connectPusherJs(sandbox)
    const channel = await subscribed(client.subscribe('news'))
    const error = nextEvent(client.connection, 'error')
    sandbox.faults.sendText('{{{')
    await expect(error).resolves.toMatchObject({ type: 'MessageParseError' })

    const received = nextEvent(channel, 'tick')
    publish(sandbox, 'tick')
    await received
  })
})

describe('drip', () => {
  test('lets bytes trickle in their order, so many at a time', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    const before = bytesRead(one)
    sandbox.faults.drip({ connection: one.socketId, bytesPerWrite: 10, everyMs: 5 })
    publish(sandbox, 'slow')
    await waitUntil(() => bytesRead(one) === before + 10, 'the first bytes arrive')
    clock.advance(5)
    await waitUntil(() => bytesRead(one) === before + 20, 'the next bytes arrive')
    expect(ticks(one)).toEqual([])

    clock.advance(1000)
    await one.frame('slow')
  })

  test('frames stay whole and in order, whatever the pace', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.drip({ bytesPerWrite: 97, everyMs: 0 })
    publish(sandbox, 'a', 'b', 'c')
    await one.frame('c')

    expect(ticks(one)).toEqual(['a', 'b', 'c'])
  })

  test('healed, the rest comes at once', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    const fault = sandbox.faults.drip({ everyMs: 1000 })
    publish(sandbox, 'a', 'b')
    await pause(10)
    expect(ticks(one)).toEqual([])
    fault.heal()
    await one.frame('b')
    publish(sandbox, 'c')
    await one.frame('c')

    expect(ticks(one)).toEqual(['a', 'b', 'c'])
  })

  test('a close waits for no drop: the rest goes out first', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    sandbox.faults.drip({ everyMs: 1000 })
    publish(sandbox, 'a')
    sandbox.faults.close(4200, 'bye')

    await expect(one.ended()).resolves.toEqual({ code: 4200, reason: 'bye' })
    expect(ticks(one)).toEqual(['a'])
  })

  test.each([{ bytesPerWrite: 0 }, { bytesPerWrite: 1.5 }, { everyMs: -1 }])(
    'refuses %j',
    async (options) => {
      const sandbox = await openSandbox()
      expect(() => sandbox.faults.drip(options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    },
  )
})

describe('duplicate', () => {
  test('sends the next event twice, once', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.duplicate({ connection: one.socketId })
    publish(sandbox, 'a', 'b')
    await one.frame('b')

    expect(ticks(one)).toEqual(['a', 'a', 'b'])
  })

  test('never doubles the frames of the protocol', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.duplicate({ probability: 1 })
    await one.subscribe('sport')
    publish(sandbox, 'a')
    await waitUntil(() => ticks(one).length === 2, 'both arrive')

    const confirmations = one.frames.filter(({ channel }) => channel === 'sport')
    expect(confirmations).toHaveLength(1)
  })

  test('by probability strikes about as often as it says, and the same way for the same seed', async () => {
    const strikes = async (): Promise<(string | undefined)[]> => {
      const { sandbox, one } = await withTwoClients({ seed: 3 })
      sandbox.faults.duplicate({ connection: one.socketId, probability: 0.25 })
      publish(sandbox, ...Array.from({ length: 400 }, (_, index) => `t${index}`))
      await one.frame('t399')
      await pause(5)
      return ticks(one)
    }
    const first = await strikes()

    expect(first.length).toBeGreaterThan(460)
    expect(first.length).toBeLessThan(540)
    await expect(strikes()).resolves.toEqual(first)
  })
})

describe('reorder', () => {
  test('sends an event after the one that follows it', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.reorder({ connection: one.socketId })
    publish(sandbox, 'a', 'b', 'c')
    await one.frame('c')

    expect(ticks(one)).toEqual(['b', 'a', 'c'])
    expect(sandbox.record.frames({ connection: one.socketId, fate: 'held' })).toHaveLength(1)
  })

  test('loses nothing when no other event follows', async () => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    sandbox.faults.reorder({ connection: one.socketId, holdMs: 300 })
    publish(sandbox, 'a')
    clock.advance(299)
    await pause(10)
    expect(ticks(one)).toEqual([])
    clock.advance(1)

    await one.frame('a')
  })

  test('holds several, and sends them in their order after the next one', async () => {
    const { sandbox, one } = await withTwoClients()
    sandbox.faults.reorder({ connection: one.socketId, next: 2 })
    publish(sandbox, 'a', 'b', 'c', 'd')
    await one.frame('d')

    expect(ticks(one)).toEqual(['c', 'a', 'b', 'd'])
  })

  test.each([2, 3])('healed after holding one of %i, it gives back what it holds', async (next) => {
    const clock = createManualClock()
    const { sandbox, one } = await withTwoClients({ clock })
    const fault = sandbox.faults.reorder({ connection: one.socketId, next })
    publish(sandbox, 'a', 'b')
    fault.heal()
    await one.frame('b')

    expect(ticks(one)).toEqual(['a', 'b'])
  })
})

describe('handshake', () => {
  test.each([
    '{"event":"something:else"}',
    'rubbish',
    '{"event":"pusher:error","data":{"code":4001,"message":"no"}}',
  ])('replaces the first frame by %s, once', async (text) => {
    const sandbox = await openSandbox()
    sandbox.faults.handshake(text)
    const client = openRaw(sandbox)
    await waitUntil(() => client.texts.length > 0, 'a first frame comes')

    expect(client.texts).toEqual([text])
    await connectRaw(sandbox)
  })

  test('sends none at all for null', async () => {
    const sandbox = await openSandbox()
    const fault = sandbox.faults.handshake(null, { next: Infinity })
    const client = openRaw(sandbox)
    await waitUntil(() => client.socket.readyState === client.socket.OPEN, 'the upgrade is done')
    await pause(20)
    expect(client.texts).toEqual([])

    fault.heal()
    await connectRaw(sandbox)
  })

  test('can keep the socket id and change the rest, so that signatures still fit', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.handshake((socketId) =>
      JSON.stringify({
        event: 'pusher:connection_established',
        data: { socket_id: socketId, activity_timeout: 1 },
      }),
    )
    const client = await connectRaw(sandbox)

    expect(client.frames[0]?.data).toEqual({
      socket_id: sandbox.pusher.connections[0]?.socketId,
      activity_timeout: 1,
    })
  })

  test('leads pusher-js to HandshakeError', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.handshake('{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.1\\"}"}')
    const client = connectPusherJs(sandbox)

    await expect(nextEvent(client.connection, 'error')).resolves.toMatchObject({ type: 'HandshakeError' })
  })
})

describe('the list of faults', () => {
  test('names what is active, oldest first, until healed', async () => {
    const sandbox = await openSandbox()
    const silence = sandbox.faults.silence()
    sandbox.faults.drip()
    sandbox.faults.challenge({ next: 1 })
    expect(sandbox.faults.active.map(({ name }) => name)).toEqual(['silence', 'drip', 'challenge'])
    silence.heal()
    silence.heal()
    expect(sandbox.faults.active.map(({ name }) => name)).toEqual(['drip', 'challenge'])
    sandbox.faults.healAll()

    expect(sandbox.faults.active).toEqual([])
  })

  test('leaves no timer behind', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    sandbox.faults.silence({ forMs: 1000 })
    sandbox.faults.refuse({ forMs: 1000 })
    expect(clock.pendingTimers).toBe(2)
    sandbox.faults.healAll()

    expect(clock.pendingTimers).toBe(0)
  })

  test.each([{ forMs: -1 }, { forMs: Number.NaN }, { next: 0 }, { probability: 1.5 }, { probability: -0.1 }])(
    'takes no fault with %j',
    async (options) => {
      const sandbox = await openSandbox()
      const error = catchError(() => sandbox.faults.duplicate(options))
      expect(isSandboxError(error) && error.code).toBe('invalid_options')
      expect(sandbox.faults.active).toEqual([])
    },
  )

  test('two faults work together: silence on one connection, doubles on the other', async () => {
    const { sandbox, one, two } = await withTwoClients()
    sandbox.faults.silence({ connection: one.socketId })
    sandbox.faults.duplicate({ connection: two.socketId, next: 2 })
    publish(sandbox, 'a', 'b')
    await waitUntil(() => ticks(two).length === 4, 'four events arrive')

    expect(ticks(two)).toEqual(['a', 'a', 'b', 'b'])
    expect(ticks(one)).toEqual([])
  })
})

function bytesRead({ socket }: RawClient): number {
  const inner: unknown = Reflect.get(socket, '_socket')
  if (typeof inner !== 'object' || inner === null || !('bytesRead' in inner)) {
    // A closed WebSocket has let go of its socket; the bytes were noted before.
    return lastBytes.get(socket) ?? 0
  }
  const count = Number(inner.bytesRead)
  lastBytes.set(socket, count)
  if (!watched.has(socket)) {
    watched.add(socket)
    const stream = inner as { on(event: string, listener: () => void): void; bytesRead: number }
    stream.on('close', () => lastBytes.set(socket, stream.bytesRead))
  }
  return count
}

const lastBytes = new WeakMap<object, number>()
const watched = new WeakSet()

function catchError(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}
