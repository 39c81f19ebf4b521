import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PusherError } from '../src/errors.js'
import { decodeFrame } from '../src/protocol/decode-frame.js'
import { Frame } from '../src/protocol/frame.js'
import { HeadScanner } from '../src/protocol/scan-head.js'
import type { SocketFactory, SocketHandlers } from '../src/socket/socket.js'
import { defaultSocket } from '../src/socket/ws.js'
import { connectClient, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

/** How many frames are tried, and from which seed: `pnpm fuzz` tries a million. */
const { FUZZ_FRAMES, FUZZ_SEED } = process.env
const frameCount = Number(FUZZ_FRAMES ?? 2_000)
const seed = Number(FUZZ_SEED ?? Date.now() % 2 ** 31)
if (FUZZ_FRAMES !== undefined) process.stdout.write(`head scanner: ${frameCount} frames, FUZZ_SEED=${seed}\n`)

/** What a scanner that wants nothing reads from a frame; undefined where it declines. */
function scan(text: string): { channel: string; event: string } | undefined {
  let seen: { channel: string; event: string } | undefined
  const scanner = new HeadScanner({
    wants: (channel, event) => {
      seen = { channel, event }
      return false
    },
  })
  expect(scanner.scan(text)).toBe(seen === undefined ? 'unknown' : 'unwanted')
  return seen
}

/** Whether a frame whose head is known, as on a busy channel, is read as parsing the whole of it reads it. */
function readsOn(text: string): boolean {
  const scanner = new HeadScanner({ wants: () => true })
  scanner.scan(text)
  const head = scanner.scan(text)
  if (typeof head === 'string') return true
  const [known, whole] = [decodeFrame(text, false, head), decodeFrame(text, false)]
  return known instanceof Frame && whole instanceof Frame
    ? known.event === whole.event &&
        known.channel === whole.channel &&
        JSON.stringify([known.envelope, known.data]) === JSON.stringify([whole.envelope, whole.data])
    : known instanceof PusherError && whole instanceof PusherError && known.message === whole.message
}

/** Whether an object in JSON names one of its own keys twice, which JSON.parse resolves to the last. */
function namesKeyTwice(text: string): boolean {
  const keys: string[] = []
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (token.endsWith(':') && depth === 1) keys.push(JSON.parse(token.slice(0, -1)) as string)
  }
  return new Set(keys).size !== keys.length
}

/** The promise of the scanner: of what it accepts that is a sound frame, it reads what parsing reads. */
function holds(text: string, head = text): boolean {
  const seen = scan(head)
  if (seen === undefined) return true
  let parsed: { event?: unknown; channel?: unknown }
  try {
    parsed = JSON.parse(text) as typeof parsed
  } catch {
    return true
  }
  return namesKeyTwice(text) || (parsed.event === seen.event && parsed.channel === seen.channel)
}

const awkward = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '',
    '"',
    '\\',
    '\\\\',
    '\\"',
    'App\\Events\\X',
    '\ud800',
    '\u0000',
    '","channel":"x","data":"',
    'pusher:ping',
  ),
  fc.string({ minLength: 5_000, maxLength: 20_000 }),
)
const field = (name: string, value: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`

/** Frames in every order of keys, with values that try to look like structure. */
const frames = fc
  .tuple(
    awkward,
    awkward,
    fc.oneof(awkward, fc.jsonValue()),
    fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
  )
  .map(([event, channel, data, order]) => {
    const fields = [
      field('event', event),
      field('channel', channel),
      field('data', data),
      field('user_id', event),
    ]
    return `{${order.map((index) => fields[index]).join(',')}}`
  })

/** Frames with a few characters changed, cut out, doubled or put in. */
const mutated = fc
  .tuple(
    frames,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', '\\', ',', ':', '{', '}', 'x', ' ', '')), {
      maxLength: 4,
    }),
  )
  .map(([text, changes]) =>
    changes.reduce((current, [at, character]) => {
      const index = at % (current.length + 1)
      return current.slice(0, index) + character + current.slice(index + (at % 2))
    }, text),
  )

describe('the head scanner', () => {
  test('reads the head of a frame as servers send it', () => {
    expect(scan('{"event":"message","channel":"room","data":"{}"}')).toEqual({
      event: 'message',
      channel: 'room',
    })
  })

  test('reads names with escapes, time and again', () => {
    const scanner = new HeadScanner({
      wants: (channel, event) => channel === 'r' && event === 'App\\Events\\Message',
    })
    const wanted = JSON.stringify({ event: 'App\\Events\\Message', channel: 'r', data: '{}' })
    const other = JSON.stringify({ event: 'App\\Events\\Other', channel: 'r', data: '{}' })
    for (let round = 0; round < 3; round += 1) {
      expect(scanner.scan(wanted)).toMatchObject({ event: 'App\\Events\\Message', channel: 'r' })
      expect(scanner.scan(other)).toBe('unwanted')
    }
  })

  test.each([
    '{"channel":"room","event":"message","data":"{}"}',
    '{"event":"message","data":"{}","channel":"room"}',
    '{"event":"message","channel":"room"}',
    '{ "event":"message","channel":"room","data":"{}"}',
    '{"event":"message","channel":null,"data":"{}"}',
    '{"event":"mess\\","channel":"room","data":"{}"}',
    '{"event":"message","channel":"ro\\om","data":"{}"}',
    '{"event":"',
    '',
  ])('says nothing of %s', (text) => {
    expect(scan(text)).toBeUndefined()
  })

  test(
    'never reads other names than parsing does, whatever the frame',
    () => {
      fc.assert(
        fc.property(frames, (text) => holds(text)),
        { numRuns: 500, seed },
      )
      fc.assert(
        fc.property(mutated, (text) => holds(text)),
        { numRuns: frameCount, seed },
      )
    },
    frameCount * 5,
  )

  test(
    'what it reads the names from is decoded as if it had been parsed whole',
    () => {
      const heads = fc
        .tuple(awkward, awkward)
        .map(([event, channel]) => `{${field('event', event)},${field('channel', channel)},"data":`)
      const values = fc.oneof(
        awkward.map((text) => JSON.stringify(text)),
        fc.json(),
        fc.string(),
      )
      const tails = fc.constantFrom(
        '}',
        ' }',
        '} ',
        '',
        ',"user_id":"u"}',
        ',"channel":"other"}',
        ',"data":1}',
        '}}',
        '],"x":[1}',
      )
      fc.assert(
        fc.property(heads, values, tails, (head, value, tail) => readsOn(head + value + tail)),
        { numRuns: Math.ceil(frameCount / 10), seed },
      )
    },
    frameCount * 5,
  )

  test('nor from the first bytes of a frame, wherever they are cut', () => {
    fc.assert(
      fc.property(mutated, fc.nat(200), (text, cut) => {
        const bytes = Buffer.from(text)
        return holds(bytes.toString(), bytes.toString('utf8', 0, cut))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('frames nobody listens for', () => {
  test('are skipped and counted; those somebody listens for are not', async () => {
    const client = await connectClient(await startServer())
    const room = await subscribed(client, 'room')
    await subscribed(client, 'quiet')
    const before = client.pusher.frames
    const heard: unknown[] = []
    room.on('message', (data) => void heard.push(data))
    for (const [channel, event] of [
      ['quiet', 'message'],
      ['room', 'other'],
      ['stranger', 'message'],
      ['room', 'message'],
    ]) {
      client.peer.send({ event, channel, data: '1' })
    }
    await client.peer.flushed()
    expect(heard).toEqual([1])
    expect(client.pusher.frames.skipped - before.skipped).toBe(3)
    expect(client.pusher.frames.received - before.received).toBe(4)
  })

  test('are asked for by their head; while frames are wanted, the socket is not to ask', async () => {
    let handlers: SocketHandlers | undefined
    const socket: SocketFactory = (url, given) => {
      handlers = given
      return defaultSocket(url, given)
    }
    const client = await connectClient(await startServer(), { socket })
    const room = await subscribed(client, 'room')
    room.on('message', () => undefined)
    const send = async (event: string): Promise<void> => {
      client.peer.send({ event, channel: 'room', data: '1' })
      await client.peer.flushed()
    }
    await send('message')
    expect(handlers?.skip).toBeUndefined()
    await send('other')
    expect(handlers?.skip).toBeDefined()
    const before = client.pusher.frames
    await send('other')
    expect(client.pusher.frames).toEqual({ received: before.received + 1, skipped: before.skipped + 1 })
  })

  test('are heard again by whoever binds late, by any listener and by the client’s own', async () => {
    const client = await connectClient(await startServer())
    const room = await subscribed(client, 'room')
    const heard: string[] = []
    const send = async (): Promise<void> => {
      client.peer.send({ event: 'message', channel: 'room', data: '1' })
      await client.peer.flushed()
    }
    await send()
    const undo = room.onAny(() => void heard.push('any'))
    await send()
    undo()
    await send()
    client.pusher.on('event', () => void heard.push('client'))
    await send()
    expect(heard).toEqual(['any', 'client'])
  })

  test('are still a sign of life', async () => {
    const { peer, clock, pusher } = await connectClient(await startServer())
    clock.advance(119_000)
    peer.send({ event: 'message', channel: 'stranger', data: '1' })
    await peer.flushed()
    clock.advance(119_000)
    await peer.flushed()
    expect(peer.pings.waiting).toEqual([])
    expect(pusher.status.state).toBe('connected')
  })

  test('are all parsed in raw mode', async () => {
    const { peer, pusher } = await connectClient(await startServer(), { raw: true })
    peer.send({ event: 'message', channel: 'stranger', data: '1' })
    await peer.flushed()
    expect(pusher.frames.skipped).toBe(0)
  })
})
