import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HappeningKeys, type Telling, type Way } from '../src/adapter/happening-keys.js'

function telling(way: Way, atMs: number, id?: string, exactMs?: number): Telling {
  return { way, id, atMs, happening: { what: 'ban carl', atMs: exactMs } }
}

describe('one thing told by two ways has one key', () => {
  test('whichever is first, and however late the other one is heard', () => {
    for (const [first, second] of [
      ['socket', 'webhook'],
      ['webhook', 'socket'],
    ] as const) {
      const keys = new HappeningKeys()
      const key = keys.take(telling(first, 1_000, 'a'), 1_000)
      expect(keys.take(telling(second, 4_000, 'b'), 1_800_000)).toBe(key)
    }
  })

  test('two things that one way tells are two, also where they have no id', () => {
    const keys = new HappeningKeys()
    const first = keys.take(telling('socket', 1_000), 1_000)
    const second = keys.take(telling('socket', 1_000), 1_000)
    expect(second).not.toBe(first)
    expect(keys.take(telling('webhook', 1_000, 'a'), 1_000)).toBe(first)
    expect(keys.take(telling('webhook', 1_000, 'b'), 1_000)).toBe(second)
  })

  test('the same id told again by the same way is the same thing', () => {
    const keys = new HappeningKeys()
    const key = keys.take(telling('webhook', 1_000, 'a'), 1_000)
    expect(keys.take(telling('webhook', 1_000, 'a'), 90_000)).toBe(key)
    expect(keys.take(telling('webhook', 1_000, 'b'), 90_000)).not.toBe(key)
  })

  test('what lies half a minute apart is not the same, and two seconds where both name the moment', () => {
    const keys = new HappeningKeys()
    const key = keys.take(telling('socket', 0, 'a'), 0)
    expect(keys.take(telling('webhook', 30_001, 'b'), 0)).not.toBe(key)
    const exact = new HappeningKeys()
    const timeout = exact.take(telling('socket', 0, 'a', 60_000), 0)
    expect(exact.take(telling('webhook', 0, 'b', 62_001), 0)).not.toBe(timeout)
    expect(exact.take(telling('webhook', 0, 'c', 61_000), 0)).toBe(timeout)
  })

  test('after an hour it is forgotten', () => {
    const keys = new HappeningKeys()
    const key = keys.take(telling('socket', 0, 'a'), 0)
    expect(keys.take(telling('webhook', 20_000, 'b'), 3_600_001)).not.toBe(key)
  })

  test('each of many things, told by both ways in any order that keeps either way’s own, has a key of its own', () => {
    const moments = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(moments, fc.array(fc.boolean(), { maxLength: 40 }), (steps, order) => {
        // A minute apart at least, as far as the ways can tell them apart.
        const things = steps
          .toSorted((left, right) => left - right)
          .map((step, index) => ({ atMs: index * 61_000 + step, index }))
        const keys = new HappeningKeys()
        const told: Record<Way, string[]> = { socket: [], webhook: [] }
        const tell = (way: Way): void => {
          const thing = things[told[way].length]
          if (thing === undefined) return
          told[way].push(keys.take(telling(way, thing.atMs, `${way} ${thing.index}`), thing.atMs))
        }
        for (const isSocket of order) tell(isSocket ? 'socket' : 'webhook')
        for (const _ of things) {
          tell('socket')
          tell('webhook')
        }
        expect(told.webhook).toEqual(told.socket)
        expect(new Set(told.socket).size).toBe(things.length)
      }),
    )
  })
})
