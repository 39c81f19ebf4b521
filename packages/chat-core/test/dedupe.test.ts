import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DedupeWindow } from '../src/delivery/dedupe-window.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'

const lobby = roomOf('lobby')

describe('an event that comes again', () => {
  test('by another way is told once, and its coverage is known', async () => {
    const { hub, feed } = await createDesk()
    const seen: string[] = []
    hub.on(['message', 'edit', 'delete'], (event) => seen.push(event.type))
    const edit = (editedAt: number) =>
      ({ event: { type: 'edit', message: messageOf('1', lobby, { editedAt }) } }) as const
    const gone = { event: { type: 'delete', target: { room: lobby, id: '1' }, inferred: false } } as const
    feed.offer(said('1', lobby), said('1', lobby), edit(5), edit(5), edit(6), gone, gone)
    feed.offer(said('1', roomOf('other')))
    expect(seen).toEqual(['message', 'edit', 'edit', 'delete', 'message'])
    expect(hub.inspect().counters).toMatchObject({ received: 8, duplicates: 3 })
    expect(hub.inspect().coverage).toEqual({ only: { socket: 5 }, both: 0 })
    await hub.close()
  })

  test('is known by the key its adapter gives it, and told each time without one', async () => {
    const { hub, feed } = await createDesk()
    const seen: unknown[] = []
    hub.on('activity', ({ amount }) => seen.push(amount))
    const gift = (amount: number) =>
      ({ type: 'activity', room: lobby, activity: 'gift', amount, raw: 0 }) as const
    feed.offer(
      { event: gift(1), key: 'g1' },
      { event: gift(2), key: 'g1' },
      { event: gift(3) },
      { event: gift(4) },
    )
    expect(seen).toEqual([1, 3, 4])
    await hub.close()
  })

  test('is known for 60 minutes, and no longer', async () => {
    const { hub, feed, clock } = await createDesk()
    let count = 0
    hub.on('message', () => (count += 1))
    feed.offer(said('1', lobby))
    await clock.pass(59 * 60_000)
    feed.offer(said('1', lobby))
    expect(count).toBe(1)
    await clock.pass(60_000)
    feed.offer(said('1', lobby))
    expect(count).toBe(2)
    await hub.close()
  })

  test('is new where it could not be handled', async () => {
    const { hub, feed } = await createDesk()
    let tries = 0
    hub.on('message', () => {
      tries += 1
      if (tries === 1) throw new RangeError('not now')
    })
    feed.offer(said('1', lobby))
    feed.offer(said('1', lobby))
    feed.offer(said('1', lobby))
    expect(tries).toBe(2)
    await hub.close()
  })

  test('is told each time where the hub is told so', async () => {
    const { hub, feed } = await createDesk({ hub: { dedupe: false } })
    let count = 0
    hub.on('message', () => (count += 1))
    feed.offer(said('1', lobby), said('1', lobby))
    expect(count).toBe(2)
    await hub.close()
  })
})

describe('the window', () => {
  test('after ten hours holds no more than 1.2 times the ids of the last one', () => {
    const window = new DedupeWindow(3_600_000, 1_000_000)
    let most = 0
    const perMinute = 500
    for (let minute = 0; minute < 600; minute += 1) {
      for (let index = 0; index < perMinute; index += 1) {
        // The last rooms fall silent after an hour: what they hold is forgotten too.
        const room = minute < 60 ? index % 20 : index % 10
        window.see(room, `${minute}-${index}`, 1, minute * 60_000 + index * 100)
      }
      if (minute >= 61) most = Math.max(most, window.size)
    }
    expect(most).toBeLessThanOrEqual(60 * perMinute * 1.2)
  })

  test.each([1, 3, 1_000])(
    'holds no more than %i ids where it may not, and forgets the oldest first',
    (limit) => {
      const window = new DedupeWindow(3_600_000, limit)
      const last = 4_999
      for (let index = 0; index <= last; index += 1) {
        window.see(1, String(index), 1, index * 100)
        expect(window.size).toBeLessThanOrEqual(limit)
      }
      const has = (index: number) => window.has(1, String(index), last * 100)
      expect([has(last), has(last - limit + 1), has(last - limit)]).toEqual([true, true, false])
    },
  )

  test('knows a key still when the clock is set back', () => {
    const window = new DedupeWindow(1_000, 10)
    window.see(1, 'a', 1, 5_000)
    expect(window.see(1, 'a', 1, 2_000)).toBe(1)
  })

  test('lets go of an hour of keys bit by bit, and knows none of them meanwhile', () => {
    const window = new DedupeWindow(1_000, 1_000_000)
    for (let index = 0; index < 10_000; index += 1) window.see(1, `old ${index}`, 1, 0)
    for (let index = 0; index < 10_000; index += 1) {
      expect(window.see(1, `old ${index}`, 2, 1_000)).toBe(0)
      expect(window.see(1, `old ${index}`, 4, 1_000)).toBe(2)
    }
    expect(window.size).toBe(10_000)
  })

  test('tells keys apart whatever their hashes are: a million of them', () => {
    const window = new DedupeWindow(1_000, 600_000)
    for (let index = 0; index < 1_000_000; index += 1) {
      if (window.see(index & 7, (index >>> 3).toString(36), 1, 0) !== 0) throw new RangeError(String(index))
    }
    expect(window.size).toBe(600_000)
  })

  test('answers as a list of times would', () => {
    const step = fc.record({
      room: fc.constantFrom(1, 2, 2 ** 20),
      key: fc.oneof(fc.constantFrom('', 'a', 'b', '__proto__', '\ud800'), fc.string({ maxLength: 3 })),
      bit: fc.constantFrom(1, 2, 16),
      afterMs: fc.integer({ min: 0, max: 400 }),
      forget: fc.boolean(),
      times: fc.integer({ min: 1, max: 40 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const windowMs = 2_400
        const window = new DedupeWindow(windowMs, 100_000)
        const model = new Map<string, { ways: number; sinceMs: number }>()
        let nowMs = 0
        let others = 0
        for (const { room, key, bit, afterMs, forget, times } of steps) {
          nowMs += afterMs
          const name = `${room} ${key}`
          const known = model.get(name)
          const live = known !== undefined && known.sinceMs + windowMs > nowMs ? known : undefined
          expect(window.has(room, key, nowMs)).toBe(live !== undefined)
          expect(window.see(room, key, bit, nowMs)).toBe(live?.ways ?? 0)
          model.set(name, { ways: (live?.ways ?? 0) | bit, sinceMs: live?.sinceMs ?? nowMs })
          if (forget) {
            window.forget(room, key, nowMs)
            model.delete(name)
            expect(window.has(room, key, nowMs)).toBe(false)
          }
          for (let more = times; more > 0; more -= 1) window.see(3, `other ${(others += 1)}`, 1, nowMs)
        }
      }),
    )
  })
})
