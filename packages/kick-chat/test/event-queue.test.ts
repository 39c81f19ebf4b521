import type { ChatEventType } from '@wireloom/chat-core'
import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { KickRoom, StreamOptions } from '../src/index.js'
import { EventQueue } from '../src/room/event-queue.js'
import { gapEvent, messageEvent, nameOf, roomRef } from './support/messages.js'

function queue<Type extends ChatEventType = ChatEventType>(
  options: StreamOptions<Type> = {},
): { stream: EventQueue<Type>; told: string[] } {
  const told: string[] = []
  const stream = new EventQueue<Type>(options, {
    dropped: () => told.push('dropped'),
    ended: () => told.push('ended'),
  })
  return { stream, told }
}

/** What is there, without waiting for more. */
async function drain(stream: EventQueue<ChatEventType>): Promise<readonly string[]> {
  stream.end()
  const names: string[] = []
  for await (const event of stream) names.push(nameOf(event))
  return names
}

describe('a stream', () => {
  test('gives what waits, in order, and then waits', async () => {
    const { stream } = queue()
    stream.push(messageEvent('a'))
    stream.push(messageEvent('b'))
    expect(stream.size).toBe(2)
    expect(nameOf((await stream.next()).value ?? messageEvent('none'))).toBe('a')
    await stream.next()
    const next = stream.next()
    stream.push(messageEvent('c'))
    expect(await next).toMatchObject({ done: false, value: { message: { text: 'c' } } })
  })

  test('answers several waiting reads in the order they were asked', async () => {
    const { stream } = queue()
    const reads = [stream.next(), stream.next(), stream.next()]
    stream.push(messageEvent('a'))
    stream.push(messageEvent('b'))
    stream.end()
    expect((await Promise.all(reads)).map(({ value }) => value && nameOf(value))).toEqual([
      'a',
      'b',
      undefined,
    ])
  })

  test('gives out what waits after its source has ended', async () => {
    const { stream, told } = queue()
    stream.push(messageEvent('a'))
    expect(await drain(stream)).toEqual(['a'])
    expect(told).toEqual(['ended'])
  })

  test('takes nothing after its consumer has left the loop', async () => {
    const { stream, told } = queue()
    stream.push(messageEvent('a'))
    stream.push(messageEvent('b'))
    for await (const event of stream) {
      expect(nameOf(event)).toBe('a')
      break
    }
    stream.push(messageEvent('c'))
    expect([stream.size, told]).toEqual([0, ['ended']])
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test('ends quietly when its signal aborts, also while somebody waits', async () => {
    const controller = new AbortController()
    const { stream, told } = queue({ signal: controller.signal })
    const next = stream.next()
    controller.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(told).toEqual(['ended'])
  })

  test('that is aborted already is ended', async () => {
    const { stream } = queue({ signal: AbortSignal.abort() })
    stream.push(messageEvent('a'))
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test('may be disposed of', async () => {
    const { stream, told } = queue()
    await stream[Symbol.asyncDispose]()
    expect(told).toEqual(['ended'])
  })

  test.each([0, -1, 1.5, NaN])('refuses the limit %j by name', (limit) => {
    expect(() => queue({ limit })).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(() => queue({ limit })).toThrow(/limit/)
  })

  test('refuses a policy that is none, by name', () => {
    // @ts-expect-error a socket cannot be paused
    expect(() => queue({ overflow: 'block' })).toThrow(/overflow.*drop-oldest.*block/)
  })
})

describe('a filter', () => {
  test('gives the types asked for, and gaps, which nothing may hide', async () => {
    const { stream } = queue({ types: ['message'] })
    stream.push({ type: 'status', room: roomRef(), state: 'live' })
    stream.push(gapEvent(1, 2))
    stream.push(messageEvent('a'))
    expect((await Promise.all([stream.next(), stream.next()])).map(({ value }) => value?.type)).toEqual([
      'gap',
      'message',
    ])
  })

  test('narrows what the stream gives', () => {
    const read = async (room: KickRoom): Promise<void> => {
      for await (const event of room.events({ types: ['message', 'delete'] })) {
        expectTypeOf(event.type).toEqualTypeOf<'message' | 'delete' | 'gap'>()
      }
      for await (const event of room.events()) expectTypeOf(event.type).toEqualTypeOf<ChatEventType>()
    }
    expect(read).toBeTypeOf('function')
  })
})

describe('a consumer that is slow', () => {
  test('finds one gap, where the oldest events were, with their number and times', async () => {
    const { stream, told } = queue({ limit: 2 })
    for (const second of [1, 2, 3, 4, 5]) stream.push(messageEvent(`m${second}`, second * 1_000))
    expect(stream.dropped).toBe(3)
    expect(told).toEqual(['dropped', 'dropped', 'dropped'])
    expect((await stream.next()).value).toEqual({
      type: 'gap',
      room: roomRef(),
      cause: 'overflow',
      lost: 3,
      recovered: 0,
      complete: false,
      fromMs: 1_000,
      toMs: 3_000,
    })
    expect(await drain(stream)).toEqual(['m4', 'm5'])
  })

  test('finds one gap where the newest events would be', async () => {
    const { stream } = queue({ limit: 2, overflow: 'drop-newest' })
    for (const name of ['a', 'b', 'c', 'd']) stream.push(messageEvent(name))
    await stream.next()
    stream.push(messageEvent('e'))
    expect(await drain(stream)).toEqual(['b', 'gap overflow 2', 'e'])
  })

  test('finds the gap at the end where nothing follows', async () => {
    const { stream } = queue({ limit: 1, overflow: 'drop-newest' })
    for (const name of ['a', 'b']) stream.push(messageEvent(name))
    expect(await drain(stream)).toEqual(['a', 'gap overflow 1'])
  })

  test('finds a gap of its own for each room', async () => {
    const { stream } = queue({ limit: 1 })
    stream.push(messageEvent('a', 0, roomRef('1')))
    stream.push(messageEvent('b', 0, roomRef('2')))
    stream.push(messageEvent('c', 0, roomRef('1')))
    stream.push(messageEvent('d', 0, roomRef('1')))
    expect(await drain(stream)).toEqual(['gap overflow 2', 'gap overflow 1', 'd'])
  })

  test('does not lose a gap by losing its event', async () => {
    const { stream } = queue({ limit: 1 })
    stream.push(gapEvent(1_000, 9_000))
    stream.push(messageEvent('a', 20_000))
    expect((await stream.next()).value).toMatchObject({ type: 'gap', lost: 0, fromMs: 1_000, toMs: 9_000 })
  })

  test('that wants to fail does so once what waits is read', async () => {
    const { stream, told } = queue({ limit: 2, overflow: 'fail' })
    for (const name of ['a', 'b', 'c', 'd']) stream.push(messageEvent(name))
    await stream.next()
    await stream.next()
    await expect(stream.next()).rejects.toMatchObject({ name: 'KickError', code: 'overflow' })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(told).toEqual(['ended'])
  })

  test('is told of every event it did not get, whatever the policy and the pace', async () => {
    const step = fc.oneof(fc.constant('push' as const), fc.constant('read' as const))
    const setup = fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      overflow: fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
      steps: fc.array(step, { maxLength: 60 }),
    })
    await fc.assert(
      fc.asyncProperty(setup, async ({ limit, overflow, steps }) => {
        const { stream } = queue({ limit, overflow })
        let pushed = 0
        let told = 0
        const order: number[] = []
        const count = (event: ReturnType<typeof messageEvent> | undefined): void => {
          if (event?.type === 'gap') told += event.lost ?? 0
          if (event?.type === 'message') order.push(Number(event.message.text))
        }
        for (const action of steps) {
          if (action === 'push') {
            stream.push(messageEvent(String(pushed)))
            pushed += 1
          } else if (stream.size > 0) {
            // oxlint-disable-next-line no-await-in-loop -- one consumer reads one by one
            count((await stream.next()).value)
          }
          expect(stream.size).toBeLessThanOrEqual(limit + 1)
        }
        stream.end()
        for await (const event of stream) count(event)
        expect(order.length + told).toBe(pushed)
        expect(order).toEqual(order.toSorted((one, other) => one - other))
      }),
    )
  })
})
