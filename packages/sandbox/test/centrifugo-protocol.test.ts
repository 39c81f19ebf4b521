import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createChannels } from '../src/centrifugo/channels.js'
import { describeError } from '../src/centrifugo/codes.js'
import { decodeCommands } from '../src/centrifugo/decode-commands.js'
import { lines } from '../src/centrifugo/lines.js'
import { toSeconds } from '../src/centrifugo/times.js'
import { connectLines, openLines } from './support/line-client.js'
import { createManualClock } from './support/manual-clock.js'
import { clientId, fetchToken } from './support/negotiation.js'
import { openSandbox } from './support/sandboxes.js'
import { waitUntil } from './support/wait.js'

describe('connect', () => {
  test('is answered with the client id that the connection has', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    expect(sandbox.centrifugo.connections).toMatchObject([{ socketId: client.id, transport: 'centrifugo' }])
    expect(client.id).toMatch(/^[\da-f-]{36}$/)
  })

  test('tells neither expiry nor time of a token that lasts for ever', async () => {
    const sandbox = await openSandbox({ realtime: { tokenSeconds: Infinity, pingMs: 7_000 } })
    const client = await openLines(sandbox)
    expect(await client.ask({ connect: { token: await fetchToken(sandbox) } })).toEqual({
      id: 1,
      connect: { client: expect.any(String), version: '6.9.6 PRO', ping: 7, pong: true },
    })
  })

  test.for([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a token that is no text', { token: 7 }],
  ])('with %s is unauthorized, and may be tried again', async ([, connect]) => {
    const sandbox = await openSandbox()
    const client = await openLines(sandbox)
    expect(await client.ask({ connect })).toMatchObject({ error: { code: 101, message: 'unauthorized' } })
    expect(await client.ask({ connect: { token: await fetchToken(sandbox) } })).toHaveProperty('connect')
  })

  test('with a token whose time has passed is error 109, and a new one is taken', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, realtime: { tokenSeconds: 2 } })
    const token = await fetchToken(sandbox)
    clock.advance(2_000)
    const client = await openLines(sandbox)
    expect(await client.ask({ connect: { token } })).toEqual({
      id: 1,
      error: { code: 109, message: 'token expired', temporary: true },
    })
    expect(await client.ask({ connect: { token: await fetchToken(sandbox) } })).toMatchObject({
      connect: { expires: true, ttl: 2 },
    })
  })

  test('with a token of another sandbox ends the connection for good', async () => {
    const [sandbox, other] = await Promise.all([openSandbox(), openSandbox({ seed: 8 })])
    const client = await openLines(sandbox)
    client.send({ id: 1, connect: { token: await fetchToken(other) } })
    expect(await client.ended()).toEqual({ code: 3500, reason: 'invalid token' })
  })

  test('twice is a bad request', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    client.send({ id: 9, connect: { token: await fetchToken(sandbox) } })
    expect(await client.ended()).toEqual({ code: 3501, reason: 'bad request' })
  })

  test('has to come first', async () => {
    const sandbox = await openSandbox()
    const client = await openLines(sandbox)
    client.send({ id: 1, subscribe: { channel: 'chatrooms.1.v2' } })
    expect(await client.ended()).toEqual({ code: 3501, reason: 'bad request' })
  })

  test('has to come in time', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await openLines(sandbox)
    await waitUntil(() => sandbox.connections.length === 1, 'the connection is there')
    clock.advance(9_999)
    expect(sandbox.connections).toHaveLength(1)
    clock.advance(1)
    expect(await client.ended()).toEqual({ code: 3502, reason: 'stale' })
  })

  test('can be refused on demand', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.refuseCommand({ command: 'connect', code: 100 })
    const client = await openLines(sandbox)
    const token = await fetchToken(sandbox)
    expect(await client.ask({ connect: { token } })).toMatchObject({ error: { code: 100, temporary: true } })
    expect(await client.ask({ connect: { token } })).toHaveProperty('connect')
  })
})

describe('commands', () => {
  test('may come together, in one frame', async () => {
    const sandbox = await openSandbox()
    const client = await openLines(sandbox)
    const token = await fetchToken(sandbox)
    client.send(
      { id: 1, connect: { token } },
      { id: 2, subscribe: { channel: 'chatrooms.1.v2', flag: 0 } },
      { id: 3, subscribe: { channel: 'chatrooms.2.v2' } },
    )
    await waitUntil(() => client.lines.length === 3, 'three answers come')
    expect(client.lines.slice(1)).toEqual([
      { id: 2, subscribe: {} },
      { id: 3, subscribe: {} },
    ])
    expect(sandbox.connections[0]?.channels).toEqual(['chatrooms.1.v2', 'chatrooms.2.v2'])
  })

  test('after the one that ended the connection are not carried out', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    const waiting = sandbox.faults.refuseCommand({ code: 103, channel: 'b' })
    client.send({ id: 0, subscribe: { channel: 'a' } }, { id: 5, subscribe: { channel: 'b' } })
    await client.ended()
    expect(client.lines).toHaveLength(1)
    expect(waiting.active).toBe(true)
  })

  test.for<[string, string]>([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a command without an id', '{"subscribe":{"channel":"a"}}'],
    ['an id below 1', '{"id":0,"subscribe":{"channel":"a"}}'],
    ['nothing', ''],
    ['blank lines', '\n \n'],
  ])('%s is a bad request', async ([, text]) => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    client.socket.send(text)
    expect(await client.ended()).toEqual({ code: 3501, reason: 'bad request' })
  })

  test('binary frames are a bad request', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    client.socket.send(Buffer.from('{}'), { binary: true })
    expect((await client.ended()).code).toBe(3501)
  })

  test('nobody knows are answered with 104; messages that want no answer get none', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    client.send({ send: { data: {} } })
    expect(await client.ask({ rpc: { method: 'x' } })).toMatchObject({
      error: { code: 104, message: 'method not found' },
    })
    expect(client.lines).toHaveLength(2)
  })

  test('WebSocket pings are answered', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    const pong = new Promise<Buffer>((resolve) => client.socket.once('pong', resolve))
    client.socket.ping('hello')
    expect((await pong).toString()).toBe('hello')
  })
})

describe('subscriptions', () => {
  test('a second one to a channel is error 105, also while the first is still delayed', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await connectLines(sandbox, 'a')
    expect(await client.ask({ subscribe: { channel: 'a' } })).toMatchObject({ error: { code: 105 } })
    sandbox.faults.delayAcknowledgement({ byMs: 500, channel: 'b' })
    client.send({ id: 70, subscribe: { channel: 'b' } })
    expect(await client.ask({ subscribe: { channel: 'b' } })).toMatchObject({
      error: { code: 105, message: 'already subscribed' },
    })
    expect(sandbox.pusher.publish({ channel: 'b', event: 'early' })).toBe(0)
    clock.advance(500)
    await waitUntil(() => client.lines.some(({ id }) => id === 70), 'it is acknowledged')
    expect(sandbox.pusher.publish({ channel: 'b', event: 'late' })).toBe(1)
  })

  test('a delayed one is taken up at once when the fault heals, and forgotten when it is given up', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await connectLines(sandbox)
    const fault = sandbox.faults.delayAcknowledgement({ byMs: 500 })
    client.send({ id: 70, subscribe: { channel: 'a' } }, { id: 71, subscribe: { channel: 'b' } })
    expect(await client.ask({ unsubscribe: { channel: 'b' } })).toMatchObject({ unsubscribe: {} })
    fault.heal()
    await waitUntil(() => client.lines.some(({ id }) => id === 70), 'it is acknowledged')
    clock.advance(1_000)
    expect(sandbox.connections[0]?.channels).toEqual(['a'])
    expect(client.lines.some(({ id }) => id === 71)).toBe(false)
  })

  test.for<[string, object, number]>([
    ['without a channel', {}, 107],
    ['to a name that is too long', { channel: 'x'.repeat(256) }, 107],
    ['to the channel of a logged-in user', { channel: 'private-userfeed.1' }, 103],
    ['with a token of its own', { channel: 'private-userfeed.1', token: 'a.b.c' }, 103],
  ])('%s are refused, and others still stand', async ([, subscribe, code]) => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox, 'a')
    expect(await client.ask({ subscribe })).toMatchObject({ error: { code } })
    expect(sandbox.connections[0]?.channels).toEqual(['a'])
  })

  test.for([
    [100, 'internal server error', true],
    [102, 'unknown channel', undefined],
    [103, 'permission denied', undefined],
    [106, 'limit exceeded', undefined],
    [4711, 'sandbox fault', undefined],
  ] as const)('are refused with %i on demand, once', async ([code, message, temporary]) => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    sandbox.faults.refuseCommand({ code, channel: 'a' })
    expect(await client.ask({ subscribe: { channel: 'b' } })).toHaveProperty('subscribe')
    expect(await client.ask({ subscribe: { channel: 'a' } })).toEqual({
      id: 3,
      error: { code, message, ...(temporary && { temporary }) },
    })
    expect(await client.ask({ subscribe: { channel: 'a' } })).toHaveProperty('subscribe')
  })

  test('are refused to one connection alone, as long as it is told', async () => {
    const sandbox = await openSandbox()
    const [one, two] = [await connectLines(sandbox), await connectLines(sandbox)]
    sandbox.faults.refuseCommand({ code: 106, connection: one.id, next: Infinity })
    expect(await two.ask({ subscribe: { channel: 'a' } })).toHaveProperty('subscribe')
    expect(await one.ask({ subscribe: { channel: 'a' } })).toHaveProperty('error')
    expect(await one.ask({ subscribe: { channel: 'a' } })).toHaveProperty('error')
    sandbox.faults.healAll()
    expect(await one.ask({ subscribe: { channel: 'a' } })).toHaveProperty('subscribe')
  })

  test.for([99, 10_000, 100.5])('no error has the code %d', async (code) => {
    const sandbox = await openSandbox()
    expect(() => sandbox.faults.refuseCommand({ code })).toThrow(/^refuseCommand: code must be/)
  })

  test('end with the connection', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox, 'a')
    client.socket.close()
    await waitUntil(() => sandbox.connections.length === 0, 'the connection is gone')
    expect(sandbox.pusher.publish({ channel: 'a', event: 'x' })).toBe(0)
  })
})

describe('publications', () => {
  const say = { channel: 'a', event: 'App\\Events\\Hello', data: { to: 'you' } } as const

  test.for([
    ['text', { event: say.event, data: '{"to":"you"}' }],
    ['object', { event: say.event, data: { to: 'you' } }],
    ['whole_text', String.raw`{"event":"App\\Events\\Hello","data":"{\"to\":\"you\"}"}`],
  ] as const)('carry their data as %s', async ([style, expected]) => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox, 'a')
    sandbox.centrifugo.dataStyle = style
    expect(sandbox.centrifugo.dataStyle).toBe(style)
    sandbox.pusher.publish(say)
    await waitUntil(() => client.publications('a').length === 1, 'it arrives')
    expect(client.publications('a')).toEqual([expected])
  })

  test('carry the empty text, and what is no JSON, as it is', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox, 'a')
    sandbox.pusher.publish({ channel: 'a', event: 'empty' })
    sandbox.centrifugo.dataStyle = 'object'
    sandbox.pusher.publish({ channel: 'a', event: 'odd', data: 'not json' })
    await waitUntil(() => client.publications('a').length === 2, 'both arrive')
    expect(client.publications('a')).toEqual([
      { event: 'empty', data: '' },
      { event: 'odd', data: 'not json' },
    ])
  })

  test('leave out the connection that is excepted', async () => {
    const sandbox = await openSandbox()
    const [one, two] = [await connectLines(sandbox, 'a'), await connectLines(sandbox, 'a')]
    expect(sandbox.pusher.publish({ ...say, exceptSocketId: one.id })).toBe(1)
    await waitUntil(() => two.publications('a').length === 1, 'it arrives')
    expect(one.publications('a')).toEqual([])
  })
})

describe('refresh', () => {
  test('puts the end of the connection off', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, realtime: { tokenSeconds: 60, pingMs: 1e9 } })
    const client = await connectLines(sandbox)
    clock.advance(59_000)
    expect(await client.ask({ refresh: { token: await fetchToken(sandbox) } })).toEqual({
      id: 2,
      refresh: { expires: true, ttl: 60 },
    })
    clock.advance(60_000 + 25_000 - 1)
    expect(sandbox.connections).toHaveLength(1)
    clock.advance(1)
    expect(await client.ended()).toEqual({ code: 3005, reason: 'connection expired' })
  })

  test('with a token that does not end takes the end away', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, realtime: { tokenSeconds: 60, pingMs: 1e12 } })
    const client = await connectLines(sandbox)
    sandbox.kick.realtime.tokenSeconds = Infinity
    expect(await client.ask({ refresh: { token: await fetchToken(sandbox) } })).toEqual({
      id: 2,
      refresh: {},
    })
    clock.advance(1e9)
    expect(sandbox.connections).toHaveLength(1)
  })

  test('with a token whose time has passed ends the connection, for a while', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    const token = await fetchToken(sandbox)
    sandbox.kick.realtime.expireTokens()
    client.send({ id: 9, refresh: { token } })
    expect((await client.ended()).code).toBe(3005)
  })

  test.for([
    [
      'another client’s token',
      (sandbox: Parameters<typeof fetchToken>[0]) => fetchToken(sandbox, clientId.replace('1', '2')),
    ],
    ['rubbish', () => Promise.resolve('rubbish')],
  ] as const)('with %s ends it for good', async ([, makeToken]) => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    client.send({ id: 9, refresh: { token: await makeToken(sandbox) } })
    expect((await client.ended()).code).toBe(3500)
  })

  test('can be refused on demand', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    sandbox.faults.refuseCommand({ command: 'refresh', code: 109 })
    expect(await client.ask({ refresh: { token: await fetchToken(sandbox) } })).toMatchObject({
      error: { code: 109 },
    })
  })
})

describe('pings', () => {
  test('come every 25 seconds, and who does not answer within 8 is dropped', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await connectLines(sandbox)
    const pings = (): number => client.frames.filter((frame) => frame === '{}').length
    clock.advance(25_000)
    await waitUntil(() => pings() === 1, 'the first ping comes')
    client.send({})
    // An answer to something else, so that the pong is known to have been read.
    await client.ask({ unsubscribe: { channel: 'a' } })
    clock.advance(25_000)
    await waitUntil(() => pings() === 2, 'the second ping comes')
    clock.advance(7_999)
    expect(sandbox.record.frames().some(({ kind }) => kind === 'close')).toBe(false)
    clock.advance(1)
    expect(await client.ended()).toEqual({ code: 3012, reason: 'no pong' })
  })

  test('are answered by the empty object and by nothing else', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await connectLines(sandbox)
    clock.advance(25_000)
    await client.ask({ subscribe: { channel: 'a' } })
    clock.advance(8_000)
    expect((await client.ended()).code).toBe(3012)
  })

  test('stay away while the server is silent; it cannot give up aloud either', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const client = await connectLines(sandbox)
    const silence = sandbox.faults.silence()
    clock.advance(60_000)
    expect(sandbox.record.frames({ fate: 'lost' }).map(({ text }) => text)).toEqual(['{}', '{}'])
    silence.heal()
    expect(await client.ask({ subscribe: { channel: 'a' } })).toHaveProperty('subscribe')
    clock.advance(25_000 + 8_000)
    expect((await client.ended()).code).toBe(3012)
  })
})

describe('closing', () => {
  test('the sandbox ends every connection with 3001, and leaves no timer', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock })
    const [connected, silent] = [await connectLines(sandbox, 'a'), await openLines(sandbox)]
    await waitUntil(() => sandbox.connections.length === 2, 'both are there')
    sandbox.faults.delayAcknowledgement({ byMs: 500 })
    connected.send({ id: 80, subscribe: { channel: 'b' } })
    await sandbox.close()
    expect(await connected.ended()).toEqual({ code: 3001, reason: 'shutdown' })
    expect((await silent.ended()).code).toBe(3001)
    await waitUntil(() => clock.pendingTimers === 0, 'no timer is left')
  })

  test('a client that ignores the push to disconnect is closed all the same', async () => {
    const sandbox = await openSandbox()
    const client = await connectLines(sandbox)
    expect(sandbox.centrifugo.disconnect(3503, 'enough', { connection: client.id })).toBe(1)
    expect(await client.ended()).toEqual({ code: 1000, reason: '' })
    expect(client.lines.at(-1)).toEqual({ push: { disconnect: { code: 3503, reason: 'enough' } } })
  })

  test('a handle for a connection that is gone says so', async () => {
    const sandbox = await openSandbox()
    for (const act of [
      () => sandbox.centrifugo.push({}, { connection: 'gone' }),
      () => sandbox.centrifugo.unsubscribe('a', { connection: 'gone' }),
      () => sandbox.centrifugo.disconnect(3000, '', { connection: 'gone' }),
    ]) {
      expect(act).toThrow(/id gone; see sandbox\.centrifugo\.connections/)
    }
  })

  test('another path is not the Centrifugo socket', async () => {
    const sandbox = await openSandbox()
    const socket = new WebSocket(`${sandbox.centrifugo.url}/other`)
    const code = await new Promise((resolve) => socket.once('close', resolve))
    // What Pusher says to a path it does not know.
    expect(code).toBe(4005)
  })
})

describe('the parts', () => {
  test('any frame is read without an exception, a line for a command', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.json()).map((all) => all.join('\n')),
        ),
        (text) => {
          for (const { type } of decodeCommands(text)) expect(type).toBeTypeOf('string')
        },
      ),
    )
  })

  test('what a client writes is what is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.string(), fc.string(), (id, channel, token) => {
        const frame = [
          { id, connect: { token } },
          { id, subscribe: { channel, token } },
          { id, unsubscribe: { channel } },
          { id, refresh: { token } },
          {},
        ]
          .map((command) => JSON.stringify(command))
          .join('\n')
        expect(decodeCommands(`${frame}\n`)).toEqual([
          { type: 'connect', id, token },
          { type: 'subscribe', id, channel, token },
          { type: 'unsubscribe', id, channel },
          { type: 'refresh', id, token },
          { type: 'pong' },
        ])
      }),
    )
  })

  test('no line has a line break in it, whatever is published', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('text', 'object', 'whole_text'),
        (event, data, style) => {
          const line = lines.publication('a', event, data, style)
          expect(line).not.toContain('\n')
          expect(JSON.parse(line)).toHaveProperty('push.pub.data')
        },
      ),
    )
  })

  test('an unknown code is described too', () => {
    expect(describeError(109)).toEqual({ code: 109, message: 'token expired', temporary: true })
    expect(describeError(9_999)).toEqual({ code: 9_999, message: 'sandbox fault' })
  })

  test.for([
    [25_000, 25],
    [2_699_600, 2700],
    [999, 0.999],
    [0.2, 0.001],
  ] as const)('%d milliseconds are %d seconds', ([durationMs, seconds]) => {
    expect(toSeconds(durationMs)).toBe(seconds)
  })

  test('a line is built once, and only for somebody', () => {
    const channels = createChannels()
    const heard: string[] = []
    let built = 0
    const build = (): string => {
      built += 1
      return 'line'
    }
    expect(channels.broadcast('a', build)).toBe(0)
    for (const socketId of ['1', '2']) {
      channels.join('a', { socketId, sendEvent: (text) => void heard.push(`${socketId} ${text}`) })
    }
    expect(channels.broadcast('a', build)).toBe(2)
    expect(channels.broadcast('a', build, '1')).toBe(1)
    channels.leave('a', '1')
    channels.leave('a', '2')
    channels.leave('nowhere', '2')
    expect(channels.broadcast('a', build)).toBe(0)
    expect([built, heard]).toEqual([2, ['1 line', '2 line', '2 line']])
  })
})
