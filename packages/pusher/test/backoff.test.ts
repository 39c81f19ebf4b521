import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryDelay } from '../src/connection/backoff.js'
import { type Reaction, reactionTo } from '../src/protocol/close-codes.js'

const settings = { firstDelayMs: 100, maxDelayMs: 30_000, stableAfterMs: 2_000 }
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const reactions = fc.constantFrom<Exclude<Reaction, 'stop'>>('use-tls', 'retry-now', 'retry', 'retry-later')

test('no delay is negative, broken, or far beyond the cap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), reactions, chance, (failures, reaction, random) => {
      const delayMs = retryDelay(failures, reaction, random, settings)
      expect(Number.isInteger(delayMs)).toBe(true)
      expect(delayMs).toBeGreaterThanOrEqual(reaction === 'retry-later' ? 1_000 : 0)
      expect(delayMs).toBeLessThanOrEqual(settings.maxDelayMs)
    }),
  )
})

test('from the second failure in a row on there is a floor, which grows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 60 }),
      reactions,
      chance,
      chance,
      (failures, reaction, low, high) => {
        const shortest = retryDelay(failures + 1, reaction, Math.min(low, high), settings)
        expect(retryDelay(failures, reaction, 0, settings)).toBeGreaterThanOrEqual(500)
        expect(shortest).toBeGreaterThanOrEqual(retryDelay(failures, reaction, 0, settings))
      },
    ),
  )
})

test('a thousand clients cut at once do not come back at once', () => {
  const busiest = new Map<number, number>()
  for (let client = 0; client < 1_000; client += 1) {
    const slot = Math.floor(retryDelay(1, 'retry-now', Math.random(), settings) / 10)
    busiest.set(slot, (busiest.get(slot) ?? 0) + 1)
  }
  expect(Math.max(...busiest.values())).toBeLessThan(200)
})

test('every code there can be has a reaction of the range it lies in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4_000, max: 4_999 }), (code) => {
      const expected =
        code === 4_000
          ? 'use-tls'
          : code < 4_100 || code >= 4_300
            ? 'stop'
            : code < 4_200
              ? 'retry-later'
              : 'retry-now'
      expect(reactionTo(code)).toBe(expected)
    }),
  )
})
