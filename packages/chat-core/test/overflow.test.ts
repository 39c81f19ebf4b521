import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent, Delivery, EventStream, OverflowPolicy } from '../src/index.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')

/** What a stream gives, as text: ids, and gaps as their number. */
function show({ event }: Delivery): string {
  if (event.type === 'message') return event.message.text
  return event.type === 'gap' ? `gap of ${event.lost} in ${event.room.room}` : event.type
}

async function readAll(stream: EventStream): Promise<readonly string[]> {
  const seen: string[] = []
  for await (const delivery of stream) {
    seen.push(show(delivery))
    if (stream.depth === 0) break
  }
  return seen
}

describe('a full stream', () => {
  test('drops the oldest by default where its source cannot wait, and tells how many, before the rest', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ limit: 2 })
    feed.offer(said('1', lobby), said('2', lobby), said('a', other), said('3', lobby))
    expect(stream.dropped).toBe(2)
    expect((await stream.next()).value?.event).toEqual({
      type: 'gap',
      room: lobby,
      cause: 'overflow',
      fromMs: 1_000_000,
      toMs: 1_000_000,
      lost: 2,
      recovered: 0,
      complete: false,
    })
    expect(await readAll(stream)).toEqual(['a', '3'])
    await hub.close()
  })

  test('tells the losses of each room apart', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ limit: 1 })
    feed.offer(said('1', lobby), said('a', other), said('2', lobby), said('3', lobby))
    expect(await readAll(stream)).toEqual(['gap of 2 in lobby', 'gap of 1 in other', '3'])
    await hub.close()
  })

  test('by drop-newest keeps what it has, and tells the rest after it and before what comes next', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ limit: 2, overflow: 'drop-newest' })
    feed.offer(said('1', lobby), said('2', lobby), said('3', lobby), said('4', lobby))
    expect(show((await stream.next()).value as Delivery)).toBe('1')
    feed.offer(said('5', lobby))
    expect(await readAll(stream)).toEqual(['2', 'gap of 2 in lobby', '5'])
    await hub.close()
  })

  test('by fail gives out what waited and then rejects', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ limit: 1, overflow: 'fail', name: 'log' })
    feed.offer(said('1', lobby), said('2', lobby))
    expect(show((await stream.next()).value as Delivery)).toBe('1')
    await expect(stream.next()).rejects.toMatchObject({
      code: 'overflow',
      message: expect.stringContaining('log'),
    })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    await hub.close()
  })

  test('by block makes a source wait that can, and nothing is lost', async () => {
    const { hub, feed } = await createDesk({ via: 'poll', pausable: true })
    const stream = hub.stream({ limit: 2 })
    expect(feed.offer(said('1', lobby), said('2', lobby), said('3', lobby))).toBe('ok')
    expect(feed.offer(said('4', lobby))).toBe('full')
    let isReady = false
    const ready = feed
      .sink()
      .ready()
      .then(() => (isReady = true))
    await stream.next()
    await settled()
    expect(isReady).toBe(false)
    await stream.next()
    await ready
    expect(feed.offer(said('4', lobby))).toBe('ok')
    expect(await readAll(stream)).toEqual(['3', '4'])
    await hub.close()
  })

  test('of another room does not make a source wait', async () => {
    const { hub, feed } = await createDesk({ via: 'poll', pausable: true })
    const stream = hub.room(other).stream({ limit: 1 })
    feed.offer(said('a', other))
    expect([feed.offer(said('1', lobby)), feed.offer(said('b', other))]).toEqual(['ok', 'full'])
    await stream.return()
    expect(feed.offer(said('b', other))).toBe('ok')
    await hub.close()
  })

  test('by sample keeps those with a say and what mentions us, and thins out the rest', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ limit: 8, overflow: 'sample' })
    const moderator = messageOf('moderator', lobby, {}, { roles: new Set(['moderator'] as const) })
    const mention = messageOf('mention', lobby, { parts: [{ type: 'mention', userId: 'me', name: 'me' }] })
    for (let index = 0; index < 40; index += 1) feed.offer(said(String(index), lobby))
    feed.offer(
      { event: { type: 'message', message: moderator } },
      { event: { type: 'message', message: mention } },
    )
    const seen = await readAll(stream)
    expect(seen).toContain('moderator')
    expect(seen).toContain('mention')
    const lost = seen
      .flatMap((each) => /^gap of (\d+)/.exec(each)?.[1] ?? [])
      .reduce((sum, each) => sum + Number(each), 0)
    const kept = seen.filter((each) => !each.startsWith('gap')).length
    expect([kept + lost + ((await lastGap(stream)) ?? 0), kept]).toEqual([42, 8])
    await hub.close()
  })
})

async function lastGap(stream: EventStream): Promise<number | undefined> {
  const { value } = await stream.next()
  return value?.event.type === 'gap' ? value.event.lost : undefined
}

describe('a handler that is too slow', () => {
  test('loses its own room’s oldest events, and those who listen for gaps hear of it', async () => {
    const { hub, feed } = await createDesk()
    const seen: string[] = []
    const gaps: unknown[] = []
    let open: () => void = () => undefined
    const first = new Promise<void>((resolve) => {
      open = resolve
    })
    hub.on('gap', ({ lost, subscription, room }) => gaps.push([lost, subscription, room.room]))
    hub.on(
      'message',
      async ({ message }) => {
        await first
        seen.push(message.text)
      },
      { limit: 3, name: 'slow' },
    )
    feed.offer(said('1', lobby), said('a', other), said('b', other))
    for (const id of ['2', '3', '4', '5']) feed.offer(said(id, lobby))
    expect(gaps).toEqual([])
    open()
    await settled()
    expect(seen.toSorted()).toEqual(['1', '4', '5', 'a', 'b'])
    expect(gaps).toEqual([[2, 'slow', 'lobby']])
    await hub.close()
  })

  test('by fail is taken off, told, and handles what waited', async () => {
    const { hub, feed, errors } = await createDesk()
    const seen: string[] = []
    hub.on(
      'message',
      async ({ message }) => {
        await settled()
        seen.push(message.text)
      },
      { limit: 1, overflow: 'fail', name: 'strict' },
    )
    feed.offer(said('1', lobby), said('2', lobby), said('3', lobby), said('4', lobby))
    await settled()
    await settled()
    await settled()
    expect(seen).toEqual(['1', '2'])
    expect(errors.map(({ code }) => code)).toEqual(['overflow'])
    await hub.close()
  })
})

test('whatever is offered and read in whatever order, each event is given out or counted in a gap, in order', async () => {
  const policies: readonly OverflowPolicy[] = ['drop-oldest', 'drop-newest', 'sample', 'block']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...policies),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.oneof(fc.constant('read' as const), fc.constantFrom('x', 'y', 'z')), { maxLength: 120 }),
      async (overflow, limit, steps) => {
        const { hub, feed } = await createDesk()
        const stream = hub.stream({ limit, overflow })
        let offered = 0
        const given: ChatEvent[] = []
        for (const step of steps) {
          if (step !== 'read') feed.offer(said(String((offered += 1)), roomOf(step)))
          // oxlint-disable-next-line no-await-in-loop -- step after step
          else if (stream.depth > 0) given.push((await stream.next()).value?.event as ChatEvent)
          expect(stream.depth).toBeLessThanOrEqual(limit)
        }
        const closed = hub.close()
        // oxlint-disable-next-line no-await-in-loop -- until it ends
        for (let next = await stream.next(); !next.done; next = await stream.next())
          given.push(next.value.event)
        await closed
        const ids = given.flatMap((event) => (event.type === 'message' ? [Number(event.message.text)] : []))
        const lost = given.reduce((sum, event) => sum + (event.type === 'gap' ? (event.lost ?? 0) : 0), 0)
        expect(ids.length + lost).toBe(offered)
        expect(lost).toBe(stream.dropped)
        expect(ids).toEqual(ids.toSorted((one, next) => one - next))
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever a handler is too slow for is counted in gaps, by each policy', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<OverflowPolicy>('block', 'drop-oldest', 'drop-newest', 'sample'),
      fc.constantFrom('room' as const, 'author' as const, 'conversation' as const, 'none' as const),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.oneof(fc.constant('end' as const), fc.constantFrom('x', 'y', 'z')), { maxLength: 80 }),
      async (overflow, order, limit, steps) => {
        const { hub, feed } = await createDesk()
        const open: (() => void)[] = []
        let handled = 0
        let lost = 0
        let offered = 0
        hub.on('gap', (gap) => (lost += gap.lost ?? 0))
        hub.on(
          'message',
          () => {
            handled += 1
            return new Promise<void>((resolve) => open.push(resolve))
          },
          { overflow, order, limit, concurrency: 2 },
        )
        for (const step of steps) {
          if (step !== 'end') feed.offer(said(String((offered += 1)), roomOf(step)))
          else {
            open.shift()?.()
            // oxlint-disable-next-line no-await-in-loop -- step after step
            await Promise.resolve()
          }
        }
        while (open.length > 0) {
          open.shift()?.()
          // oxlint-disable-next-line no-await-in-loop -- until all are handled
          await settled()
        }
        expect(handled + lost).toBe(offered)
        await hub.close()
      },
    ),
    { numRuns: 150 },
  )
})
