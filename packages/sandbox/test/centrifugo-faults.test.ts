import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Sandbox } from '../src/index.js'
import { connectLines, openLines, type LineClient } from './support/line-client.js'
import { createManualClock } from './support/manual-clock.js'
import { fetchToken } from './support/negotiation.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { signedRequest } from './support/signed-request.js'
import { waitUntil } from './support/wait.js'

async function withBoth(options: Parameters<typeof openSandbox>[0] = {}): Promise<{
  sandbox: Sandbox
  client: LineClient
  pusher: Awaited<ReturnType<typeof connectRaw>>
}> {
  const sandbox = await openSandbox(options)
  const client = await connectLines(sandbox, 'news')
  const pusher = await connectRaw(sandbox)
  await pusher.subscribe('news')
  return { sandbox, client, pusher }
}

function publish(sandbox: Sandbox, ...events: string[]): void {
  for (const event of events) sandbox.pusher.publish({ channel: 'news', event })
}

const heard = (client: LineClient): unknown[] =>
  client.publications('news').map((data) => (data as { event: string }).event)

async function hears(client: LineClient, ...events: string[]): Promise<void> {
  await waitUntil(() => heard(client).length === events.length, `${events.length} events arrive`)
  expect(heard(client)).toEqual(events)
}

describe('one list of connections', () => {
  test('names the transport of each, oldest first', async () => {
    const { sandbox, client, pusher } = await withBoth()
    expect(sandbox.connections).toMatchObject([
      { socketId: client.id, transport: 'centrifugo', channels: ['news'] },
      { socketId: pusher.socketId, transport: 'pusher', channels: ['news'] },
    ])
    expect(sandbox.centrifugo.connections.map(({ socketId }) => socketId)).toEqual([client.id])
    expect(sandbox.pusher.connections.map(({ socketId }) => socketId)).toEqual([pusher.socketId])
  })

  test('is what faults aim at: by id, by transport, or all', async () => {
    const { sandbox, client, pusher } = await withBoth()
    expect(sandbox.faults.sendText('{}', { connection: client.id })).toBe(1)
    expect(sandbox.faults.sendText('{}', { transport: 'pusher' })).toBe(1)
    expect(sandbox.faults.sendText('{}')).toBe(2)
    expect(() => sandbox.faults.drop({ connection: client.id, transport: 'pusher' })).toThrow(
      'sandbox.connections',
    )
    expect(sandbox.faults.drop({ transport: 'centrifugo' })).toBe(1)
    await client.ended()
    publish(sandbox, 'still')
    await pusher.frame('still')
  })

  test('a transport that is none is no aim', async () => {
    const sandbox = await openSandbox()
    expect(() => sandbox.faults.silence({ transport: 'pigeon' as 'pusher' })).toThrow(
      /^silence: transport must be pusher or centrifugo, not pigeon/,
    )
  })
})

describe('the faults on Centrifugo', () => {
  test('drop ends the connection without a close', async () => {
    const { sandbox, client } = await withBoth()
    sandbox.faults.drop({ connection: client.id })
    expect((await client.ended()).code).toBe(1006)
  })

  test('dropMidFrame writes a part of a publication', async () => {
    const { sandbox, client, pusher } = await withBoth()
    sandbox.faults.dropMidFrame({ transport: 'centrifugo' })
    publish(sandbox, 'cut', 'after')
    expect((await client.ended()).code).toBe(1006)
    expect(heard(client)).toEqual([])
    await pusher.frame('after')
    expect(
      sandbox.record
        .frames({ connection: client.id })
        .slice(-2)
        .map(({ fate }) => fate),
    ).toEqual(['cut', 'lost'])
  })

  test('silence loses what is said meanwhile, on one transport alone', async () => {
    const { sandbox, client, pusher } = await withBoth()
    const silence = sandbox.faults.silence({ transport: 'centrifugo' })
    publish(sandbox, 'lost')
    await pusher.frame('lost')
    silence.heal()
    publish(sandbox, 'heard')
    await hears(client, 'heard')
  })

  test.for([
    ['resets', 'reset', undefined],
    ['answers with a status', 503, 503],
  ] as const)('refuse %s on the transport it is told, and leaves the other open', async ([, how, status]) => {
    const sandbox = await openSandbox()
    sandbox.faults.refuse({ transport: 'centrifugo', how })
    const socket = new WebSocket(sandbox.centrifugo.url)
    const answer = await new Promise((resolve) => {
      socket.on('unexpected-response', (request, response) => {
        resolve(response.statusCode)
        request.destroy()
      })
      socket.on('error', () => {
        resolve(undefined)
      })
    })
    expect(answer).toBe(status)
    await connectRaw(sandbox)
  })

  test('refuse without a transport turns both away', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.refuse({ next: 2 })
    await (await openLines(sandbox)).ended()
    const socket = new WebSocket(
      `ws://${sandbox.pusher.host}:${sandbox.pusher.port}/app/${sandbox.pusher.key}?protocol=7`,
    )
    await new Promise((resolve) => {
      socket.on('error', resolve)
    })
    await connectRaw(sandbox)
    expect(sandbox.faults.active).toEqual([])
  })

  test('drip lets the bytes of a line trickle, and it is whole in the end', async () => {
    const clock = createManualClock()
    const { sandbox, client, pusher } = await withBoth({ clock })
    sandbox.faults.drip({ connection: client.id, bytesPerWrite: 40, everyMs: 10 })
    publish(sandbox, 'slow')
    await pusher.frame('slow')
    expect(heard(client)).toEqual([])
    clock.advance(1_000)
    await hears(client, 'slow')
  })

  test('duplicate doubles publications and no replies', async () => {
    const { sandbox, client } = await withBoth()
    sandbox.faults.duplicate({ connection: client.id, next: 1 })
    await client.ask({ subscribe: { channel: 'more' } })
    publish(sandbox, 'twice', 'once')
    await hears(client, 'twice', 'twice', 'once')
    expect(client.lines.filter(({ subscribe }) => subscribe !== undefined)).toHaveLength(2)
  })

  test('reorder sends a publication after the one that follows it', async () => {
    const { sandbox, client } = await withBoth()
    sandbox.faults.reorder({ transport: 'centrifugo' })
    publish(sandbox, 'first', 'second')
    await hears(client, 'second', 'first')
  })

  test('handshake takes the place of the reply to connect', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.handshake((id) => `{"id":1,"connect":{"client":"${id}","odd":true}}`, {
      transport: 'centrifugo',
    })
    await connectRaw(sandbox)
    const client = await openLines(sandbox)
    expect(await client.ask({ connect: { token: await fetchToken(sandbox) } })).toEqual({
      id: 1,
      connect: { client: sandbox.centrifugo.connections[0]?.socketId, odd: true },
    })
  })

  test('handshake can be none at all', async () => {
    const sandbox = await openSandbox()
    sandbox.faults.handshake(null)
    const client = await openLines(sandbox)
    client.send({ id: 1, connect: { token: await fetchToken(sandbox) } })
    expect(await client.ask({ subscribe: { channel: 'a' } })).toMatchObject({ subscribe: {} })
    expect(client.lines).toHaveLength(1)
  })

  test('rubbish of every kind goes out as it is', async () => {
    const { sandbox, client } = await withBoth()
    const aim = { connection: client.id }
    sandbox.faults.sendText('no json\n{"push":', aim)
    sandbox.faults.sendBinary(Buffer.from([1, 2]), aim)
    await waitUntil(() => client.frames.at(-1) === 'no json\n{"push":', 'the text arrives')
    sandbox.faults.sendRaw(Buffer.from([0xff, 0xff]), aim)
    expect((await client.ended()).code).toBe(1006)
  })

  test('close ends with any code and reason', async () => {
    const { sandbox, client, pusher } = await withBoth()
    expect(sandbox.faults.close(4501, 'go away', { transport: 'centrifugo' })).toBe(1)
    expect(await client.ended()).toEqual({ code: 4501, reason: 'go away' })
    expect(pusher.closed).toBeUndefined()
  })
})

describe('joinLines', () => {
  test('puts what is said in one turn into one frame, replies too, and Pusher’s frames stay apart', async () => {
    const { sandbox, client, pusher } = await withBoth()
    const fault = sandbox.faults.joinLines()
    const before = client.frames.length
    publish(sandbox, 'one', 'two')
    await hears(client, 'one', 'two')
    client.send({ id: 50, subscribe: { channel: 'a' } }, { id: 51, subscribe: { channel: 'b' } })
    await waitUntil(() => client.lines.some(({ id }) => id === 51), 'both are answered')
    expect(client.frames.slice(before).map((frame) => frame.split('\n').length)).toEqual([2, 2])
    await pusher.frame('two')
    expect(pusher.texts.some((text) => text.includes('\n'))).toBe(false)

    fault.heal()
    publish(sandbox, 'three', 'four')
    await hears(client, 'one', 'two', 'three', 'four')
    expect(client.frames.at(-1)).not.toContain('\n')
  })

  test('keeps the order with what must go out at once: a close, bytes', async () => {
    const { sandbox, client } = await withBoth()
    sandbox.faults.joinLines()
    publish(sandbox, 'one', 'two')
    sandbox.faults.sendBinary(Buffer.from([1]), { connection: client.id })
    publish(sandbox, 'three')
    sandbox.faults.close(3000, '', { connection: client.id })
    await client.ended()
    expect(heard(client)).toEqual(['one', 'two', 'three'])
    expect(
      sandbox.record
        .frames({ connection: client.id })
        .slice(-4)
        .map(({ kind }) => kind),
    ).toEqual(['text', 'binary', 'text', 'close'])
  })

  test('a frame of several lines can be cut in the middle, or lost with the connection', async () => {
    const { sandbox, client } = await withBoth()
    sandbox.faults.joinLines()
    publish(sandbox, 'never')
    sandbox.faults.drop({ connection: client.id })
    await client.ended()
    expect(heard(client)).toEqual([])
    const recorded = sandbox.record.frames({ connection: client.id })
    expect(recorded.filter(({ text }) => text.includes('never'))).toEqual([])

    const next = await connectLines(sandbox, 'news')
    sandbox.faults.dropMidFrame({ connection: next.id })
    publish(sandbox, 'one', 'two')
    await next.ended()
    expect(sandbox.record.frames({ connection: next.id, fate: 'cut' })).toMatchObject([
      { text: expect.stringMatching(/one.*\n.*two/) },
    ])
  })

  test('strikes one connection alone where it is aimed', async () => {
    const sandbox = await openSandbox()
    const [one, two] = [await connectLines(sandbox, 'news'), await connectLines(sandbox, 'news')]
    sandbox.faults.joinLines({ connection: one.id })
    publish(sandbox, 'a', 'b')
    await hears(one, 'a', 'b')
    await hears(two, 'a', 'b')
    expect(one.frames.at(-1)).toContain('\n')
    expect(two.frames.at(-1)).not.toContain('\n')
  })
})

describe('the record', () => {
  test('has what was written to each, of both transports, and each event once', async () => {
    const { sandbox, client, pusher } = await withBoth()
    publish(sandbox, 'hello')
    expect(sandbox.record.events()).toMatchObject([{ event: 'hello', recipients: 2, origin: 'publish' }])
    const framesOf = (connection: string): readonly string[] =>
      sandbox.record.frames({ connection }).map(({ text }) => text)
    expect(framesOf(client.id).at(-1)).toBe(
      '{"push":{"channel":"news","pub":{"data":{"event":"hello","data":""}}}}',
    )
    expect(framesOf(pusher.socketId).at(-1)).toBe('{"event":"hello","data":"","channel":"news"}')
  })

  test('what comes by Pusher’s HTTP API is heard on both', async () => {
    const { sandbox, client } = await withBoth()
    await signedRequest(sandbox, 'POST', 'events', { body: { name: 'api', channels: ['news'], data: 'x' } })
    await hears(client, 'api')
  })
})
