import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeenIds } from '../src/room/seen-ids.js'

const windowMs = 3_600_000

function seenIds(limit = 100): {
  clock: { nowMs: number }
  ids: { see: (id: string) => boolean; readonly size: number }
} {
  const clock = { nowMs: 0 }
  const seen = new SeenIds({ windowMs, limit }, clock.nowMs)
  return {
    clock,
    ids: {
      see: (id) => seen.see(id, clock.nowMs),
      get size() {
        return seen.size
      },
    },
  }
}

describe('seen ids', () => {
  test('are new once', () => {
    const { ids } = seenIds()
    expect([ids.see('a'), ids.see('a'), ids.see('b'), ids.see('a')]).toEqual([false, true, false, true])
  })

  test('are remembered through the whole window, however late within it they come', () => {
    const { clock, ids } = seenIds()
    clock.nowMs = windowMs - 1
    ids.see('late')
    clock.nowMs = 2 * windowMs - 2
    expect(ids.see('late')).toBe(true)
  })

  test('are forgotten after two windows at the latest', () => {
    const { clock, ids } = seenIds()
    ids.see('a')
    clock.nowMs = 2 * windowMs
    expect(ids.see('a')).toBe(false)
    expect(ids.size).toBe(1)
  })

  test('are forgotten in a room that was quiet for long', () => {
    const { clock, ids } = seenIds()
    ids.see('a')
    clock.nowMs = 100 * windowMs
    expect(ids.see('b')).toBe(false)
    expect(ids.see('a')).toBe(false)
  })

  test('never take more than twice the limit, and keep the newest', () => {
    const { ids } = seenIds(100)
    for (let index = 0; index < 10_000; index += 1) ids.see(`id ${index}`)
    expect(ids.size).toBeLessThanOrEqual(200)
    for (let index = 9_999; index > 9_900; index -= 1) expect(ids.see(`id ${index}`)).toBe(true)
  })

  test('agree with a memory that forgets nothing, within one window and below the limit', () => {
    const step = fc.record({ id: fc.nat({ max: 20 }), waitMs: fc.nat({ max: windowMs / 100 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 90 }), (steps) => {
        const { clock, ids } = seenIds()
        const all = new Set<number>()
        for (const { id, waitMs } of steps) {
          clock.nowMs += waitMs
          expect(ids.see(String(id))).toBe(all.has(id))
          all.add(id)
        }
      }),
    )
  })
})
