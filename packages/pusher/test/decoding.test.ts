import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Frame, isPusherError, PusherError } from '../src/index.js'
import { decodeFrame } from '../src/protocol/decode-frame.js'
import { connectClient, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

/** What a handler of `message` is given for a frame, over a real socket. */
async function handled(frame: string | object, options = {}): Promise<{ data: unknown; frame: Frame }[]> {
  const client = await connectClient(await startServer(), options)
  const channel = await subscribed(client, 'room')
  const calls: { data: unknown; frame: Frame }[] = []
  channel.on('message', (data, received) => void calls.push({ data, frame: received }))
  client.peer.send(frame)
  await client.peer.flushed()
  return calls
}

test('[55] object data that was encoded twice reaches the handler as an object', async () => {
  const [call] = await handled({ event: 'message', channel: 'room', data: '{"text":"سلام 👋"}' })
  expect(call?.data).toEqual({ text: 'سلام 👋' })
})

test.each(['hello', '', '{"broken":', 'undefined'])(
  '[56] string data that is no JSON (%j) stays a string',
  async (data) => {
    const [call] = await handled({ event: 'message', channel: 'room', data })
    expect(call?.data).toBe(data)
  },
)

test.each([{ text: 'plain' }, [1, 2], 0, false, null])(
  '[57] data that is no string (%j) is passed unchanged',
  async (data) => {
    const [call] = await handled({ event: 'message', channel: 'room', data })
    expect(call?.data).toEqual(data)
  },
)

test.each(['<rubbish>', '', '{', '"text"', '7', 'null', '[]', '{"a":1}', '{"event":5}'])(
  '[58] a frame that is no event (%j) is reported, and the connection lives',
  async (rubbish) => {
    const client = await connectClient(await startServer())
    const channel = await subscribed(client, 'room')
    const heard: unknown[] = []
    channel.on('message', (data) => void heard.push(data))
    client.peer.send(rubbish)
    client.peer.send({ event: 'message', channel: 'room', data: '1' })
    await client.peer.flushed()
    expect(client.errors).toMatchObject([{ code: 'malformed_frame', retryable: false }])
    expect(heard).toEqual([1])
    expect(client.pusher.status.state).toBe('connected')
  },
)

test('[58] a binary frame is reported too', async () => {
  const { peer, errors, pusher } = await connectClient(await startServer())
  peer.sendBinary(new Uint8Array([1, 2, 3]))
  await peer.flushed()
  expect(errors).toMatchObject([{ code: 'malformed_frame' }])
  expect(errors[0]?.message).toContain('binary')
  expect(pusher.status.state).toBe('connected')
})

test('[58] a huge bad frame is quoted in part only', async () => {
  const { peer, errors } = await connectClient(await startServer())
  peer.send('x'.repeat(1_000_000))
  await peer.flushed()
  expect(errors[0]?.message.length).toBeLessThan(200)
  expect(errors[0]?.message).toContain('1000000 characters')
})

test('[59] a frame without data calls handlers with undefined', async () => {
  const calls = await handled({ event: 'message', channel: 'room' })
  expect(calls).toHaveLength(1)
  expect(calls[0]?.data).toBeUndefined()
})

test.each([
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'any',
  'status',
  'App\\Events\\ChatMessageEvent',
  '',
])('[60] an event named %j is dispatched like any other', async (event) => {
  const client = await connectClient(await startServer())
  const channel = await subscribed(client, 'room')
  const heard: unknown[] = []
  channel.on(event, (data) => void heard.push(data))
  client.peer.send({ event, channel: 'room', data: '1' })
  client.peer.send({ event: 'other', channel: 'room', data: '2' })
  await client.peer.flushed()
  expect(heard).toEqual([1])
})

test.each(['__proto__', 'constructor', 'toString'])(
  '[60] a channel named %s works like any other',
  async (name) => {
    const client = await connectClient(await startServer())
    const channel = await subscribed(client, name)
    const heard: unknown[] = []
    channel.on('message', (data) => void heard.push(data))
    client.peer.send({ event: 'message', channel: name, data: '1' })
    await client.peer.flushed()
    expect(heard).toEqual([1])
  },
)

test.each(['{"a":1}', '123', 'true', 'text'])(
  '[61] raw mode hands over the string %j as it came',
  async (data) => {
    const [call] = await handled({ event: 'message', channel: 'room', data }, { raw: true })
    expect(call?.data).toBe(data)
  },
)

test('fields this client does not know stay within reach', async () => {
  const [call] = await handled({
    event: 'message',
    channel: 'room',
    data: '{}',
    message_id: 'm1',
    tags: ['x'],
  })
  expect(call?.frame.envelope).toMatchObject({ message_id: 'm1', tags: ['x'] })
})

test.each([
  { given: 'u1', read: 'u1' },
  { given: 7, read: '7' },
  { given: '', read: undefined },
  { given: null, read: undefined },
])('the sender $given of a client event reads $read', async ({ given, read }) => {
  const [call] = await handled({ event: 'message', channel: 'room', data: '{}', user_id: given })
  expect(call?.frame.userId).toBe(read)
})

describe('decoding a frame', () => {
  /** What any value becomes when a server encodes it once and twice. */
  const data = fc.jsonValue()

  test('gives back event, channel and data, whichever way data was encoded', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), data, fc.boolean(), (event, channel, value, twice) => {
        // A string encoded once is text, and text may happen to be JSON.
        fc.pre(twice || typeof value !== 'string')
        const frame = decodeFrame(
          JSON.stringify({ event, channel, data: twice ? JSON.stringify(value) : value }),
          false,
        )
        expect(frame).not.toBeInstanceOf(PusherError)
        if (frame instanceof PusherError) return
        expect(frame.event).toBe(event)
        expect(frame.channel).toBe(channel)
        // JSON itself knows no -0.
        expect(frame.data).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('never throws, whatever the text: it is an event or an error that says why', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => json.slice(1)),
    )
    fc.assert(
      fc.property(texts, fc.boolean(), (text, raw) => {
        const decoded = decodeFrame(text, raw)
        if (decoded instanceof PusherError)
          expect(isPusherError(decoded) && decoded.code).toBe('malformed_frame')
        else expect(typeof decoded.event).toBe('string')
      }),
    )
  })

  test('decodes data once, however often it is asked for', () => {
    const frame = decodeFrame('{"event":"e","data":"{\\"a\\":1}"}', false)
    if (frame instanceof PusherError) throw frame
    expect(frame.data).toBe(frame.data)
  })
})
