import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventQueue } from '../src/channel/event-queue.js'
import type { OverflowPolicy, StreamOptions } from '../src/index.js'
import { connectClient, next, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

async function liveRoom() {
  const server = await startServer()
  const client = await connectClient(server)
  const channel = await subscribed(client, 'room')
  const send = async (...values: number[]): Promise<void> => {
    for (const value of values) client.peer.send({ event: 'message', channel: 'room', data: String(value) })
    await client.peer.flushed()
  }
  return { server, client, channel, send }
}

test('for await gives the events of one name, in order', async () => {
  const { channel, client, send } = await liveRoom()
  const stream = channel.events('message')
  client.peer.send({ event: 'other', channel: 'room', data: '0' })
  await send(1, 2, 3)
  const seen: unknown[] = []
  for await (const { event, data } of stream) {
    seen.push([event, data])
    if (seen.length === 3) break
  }
  expect(seen).toEqual([
    ['message', 1],
    ['message', 2],
    ['message', 3],
  ])
})

test('without a name it gives every event of the channel', async () => {
  const { channel, client, send } = await liveRoom()
  const stream = channel.events()
  client.peer.send({ event: 'other', channel: 'room', data: '0' })
  client.peer.send({ event: 'pusher:cache_miss', channel: 'room' })
  await send(1)
  expect(stream.size).toBe(3)
  await stream.return()
})

test('leaving the loop takes the stream off the channel', async () => {
  const { channel, send } = await liveRoom()
  const stream = channel.events('message')
  await send(1, 2)
  await stream.next()
  for await (const event of stream) {
    expect(event.data).toBe(2)
    break
  }
  await send(3)
  expect(stream.size).toBe(0)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('it goes on over a reconnect', async () => {
  const { server, client, channel, send } = await liveRoom()
  const stream = channel.events('message')
  await send(1)
  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  client.clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  second.acknowledge('room')
  second.send({ event: 'message', channel: 'room', data: '2' })
  const seen: unknown[] = []
  for await (const { data } of stream) {
    seen.push(data)
    if (seen.length === 2) break
  }
  expect(seen).toEqual([1, 2])
})

test('it ends with the channel, after what still waits', async () => {
  const { client, channel, send } = await liveRoom()
  const stream = channel.events('message')
  await send(1)
  client.pusher.unsubscribe('room')
  const seen: unknown[] = []
  for await (const { data } of stream) seen.push(data)
  expect(seen).toEqual([1])
  expect(await channel.events('message').next()).toEqual({ done: true, value: undefined })
})

test('a loop that waits is ended by the channel and by the signal', async () => {
  const { client, channel } = await liveRoom()
  const abort = new AbortController()
  const aborted = channel.events('message', { signal: abort.signal }).next()
  const left = channel.events('message').next()
  abort.abort()
  expect(await aborted).toEqual({ done: true, value: undefined })
  client.pusher.unsubscribe('room')
  expect(await left).toEqual({ done: true, value: undefined })
  expect(await channel.events('message', { signal: AbortSignal.abort() }).next()).toMatchObject({
    done: true,
  })
})

test('a stream whose signal was aborted before holds no listener', async () => {
  const { channel, client, send } = await liveRoom()
  const before = client.pusher.frames.skipped
  channel.events('message', { signal: AbortSignal.abort() })
  await send(1)
  expect(client.pusher.frames.skipped - before, 'nobody listens').toBe(1)
})

test('several loops that wait at once are served in turn', async () => {
  const { channel, send } = await liveRoom()
  const stream = channel.events('message')
  const waiting = [stream.next(), stream.next()]
  await send(1, 2)
  expect((await Promise.all(waiting)).map(({ value }) => value?.data)).toEqual([1, 2])
})

describe('a consumer that is too slow', () => {
  test.each<{ overflow: OverflowPolicy | undefined; kept: number[] }>([
    { overflow: undefined, kept: [4, 5] },
    { overflow: 'drop-oldest', kept: [4, 5] },
    { overflow: 'drop-newest', kept: [1, 2] },
  ])('loses the right end under $overflow, is counted, and told once a run', async ({ overflow, kept }) => {
    const { channel, client, send } = await liveRoom()
    const stream = channel.events('message', { limit: 2, overflow })
    await send(1, 2, 3, 4, 5)
    expect(stream.dropped).toBe(3)
    expect(stream.size).toBe(2)
    expect(client.errors).toMatchObject([{ code: 'overflow', channel: 'room' }])
    expect([(await stream.next()).value?.data, (await stream.next()).value?.data]).toEqual(kept)

    const caughtUp = stream.next()
    await send(6)
    expect((await caughtUp).value?.data).toBe(6)
    await send(7, 8, 9, 10)
    expect(stream.dropped).toBe(5)
    expect(client.errors).toHaveLength(2)
    await stream.return()
  })

  test('ends with an error under fail, after what waited', async () => {
    const { channel, send } = await liveRoom()
    const stream = channel.events('message', { limit: 2, overflow: 'fail' })
    await send(1, 2, 3)
    const seen: unknown[] = []
    const loop = async (): Promise<void> => {
      for await (const { data } of stream) seen.push(data)
    }
    await expect(loop()).rejects.toMatchObject({ code: 'overflow' })
    expect(seen).toEqual([1, 2])
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })
})

test.each([{ limit: 0 }, { limit: 1.5 }, { limit: Number.NaN }, { limit: '5' }, { overflow: 'block' }])(
  'bad options are refused by name: %j',
  async (options) => {
    const { channel } = await liveRoom()
    const [name] = Object.keys(options)
    expect(() => channel.events('message', options as StreamOptions)).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringContaining(`\`${name}\``) as string,
      }),
    )
  },
)

test('`await using` ends the stream', async () => {
  const { channel, send } = await liveRoom()
  const outer = channel.events('message')
  {
    await using stream = outer
    expect(stream.size).toBe(0)
  }
  await send(1)
  expect(outer.size).toBe(0)
})

test('whatever the pace, what comes out is what went in less what was dropped, in order', async () => {
  const steps = fc.array(fc.boolean(), { maxLength: 200 })
  const policies = fc.constantFrom<OverflowPolicy>('drop-oldest', 'drop-newest')
  await fc.assert(
    fc.asyncProperty(steps, policies, fc.integer({ min: 1, max: 8 }), async (pushes, overflow, limit) => {
      const queue = new EventQueue<number>(
        { limit, overflow },
        { ended: () => undefined, overflowed: () => undefined },
      )
      const model: number[] = []
      const taken: number[] = []
      let dropped = 0
      for (const [index, push] of pushes.entries()) {
        if (push) {
          queue.push(index)
          if (model.length < limit) model.push(index)
          else {
            dropped += 1
            if (overflow === 'drop-oldest') model.splice(0, 1, ...model.splice(1), index)
          }
        } else if (queue.size > 0) {
          taken.push((await queue.next()).value as number)
          expect(taken.at(-1)).toBe(model.shift())
        }
        expect(queue.size).toBe(model.length)
        expect(queue.dropped).toBe(dropped)
      }
    }),
  )
})
