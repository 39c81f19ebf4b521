import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Dedupe } from '../src/delivery/dedupe.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'
import { ManualClock } from './support/manual-clock.js'

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

  test('is known for 60 minutes, and for little more', async () => {
    const { hub, feed, clock } = await createDesk()
    let count = 0
    hub.on('message', () => (count += 1))
    feed.offer(said('1', lobby))
    await clock.pass(59 * 60_000)
    feed.offer(said('1', lobby))
    expect(count).toBe(1)
    await clock.pass(6 * 60_000)
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
    const clock = new ManualClock()
    const dedupe = new Dedupe(3_600_000, 1_000_000)
    const windows = Array.from({ length: 20 }, () => dedupe.createWindow())
    let most = 0
    const perMinute = 500
    for (let minute = 0; minute < 600; minute += 1) {
      const nowMs = clock.now() + minute * 60_000
      for (let index = 0; index < perMinute; index += 1) {
        // The last rooms fall silent after an hour: what they hold is forgotten too.
        const room = minute < 60 ? index % 20 : index % 10
        dedupe.see(windows[room]!, `${minute}-${index}`, 1, nowMs + index * 100)
      }
      if (minute >= 61) most = Math.max(most, dedupe.size)
    }
    expect(most).toBeLessThanOrEqual(60 * perMinute * 1.2)
    expect(dedupe.size).toBe(windows.reduce((sum, { size }) => sum + size, 0))
  })

  test('holds no more ids than it may, and forgets the oldest first', () => {
    const dedupe = new Dedupe(3_600_000, 1_000)
    const window = dedupe.createWindow()
    for (let index = 0; index < 5_000; index += 1) {
      dedupe.see(window, String(index), 1, index * 1_000)
      expect(dedupe.size).toBeLessThanOrEqual(1_000)
    }
    expect([window.has('4999'), window.has('4600'), window.has('100')]).toEqual([true, true, false])
  })

  test('answers as a list of times would, for one window at least and a twenty-fourth more at most', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            key: fc.constantFrom('a', 'b', 'c', 'd'),
            afterMs: fc.integer({ min: 0, max: 1_500 }),
            forget: fc.boolean(),
          }),
        ),
        (steps) => {
          const windowMs = 2_400
          const window = new Dedupe(windowMs, 1_000).createWindow()
          const since = new Map<string, number>()
          let nowMs = 0
          for (const { key, afterMs, forget } of steps) {
            nowMs += afterMs
            window.expire(nowMs)
            const ageMs = nowMs - (since.get(key) ?? -Infinity)
            const isKnown = window.has(key)
            if (ageMs < windowMs) expect(isKnown).toBe(true)
            if (ageMs > windowMs * (1 + 2 / 24)) expect(isKnown).toBe(false)
            if (window.see(key, 1, nowMs) === 0) since.set(key, nowMs)
            if (forget) {
              window.forget(key)
              since.delete(key)
              expect(window.has(key)).toBe(false)
            }
          }
        },
      ),
    )
  })
})
