import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateMeter } from '../src/rate-meter.ts'

test('nothing is nothing a minute', () => {
  expect(new RateMeter().perMinute(1000)).toBe(0)
})

test('a steady two a second is 120 a minute, from the first seconds on', () => {
  const meter = new RateMeter()
  for (let atMs = 0; atMs < 300_000; atMs += 500) {
    meter.add(atMs)
    if (atMs >= 10_000) expect(Math.abs(meter.perMinute(atMs) - 120)).toBeLessThanOrEqual(12)
  }
})

test('what is more than a minute ago does not count', () => {
  const meter = new RateMeter()
  for (let index = 0; index < 100; index += 1) meter.add(1000)
  expect(meter.perMinute(50_000)).toBeGreaterThan(0)
  expect(meter.perMinute(61_001)).toBe(0)
})

test('a single message at the start is not sixty a minute', () => {
  const meter = new RateMeter()
  meter.add(0)
  expect(meter.perMinute(10)).toBe(12)
})

test('it is never more than all that came in the last minute, scaled to the time gone by', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { maxLength: 100 }), (steps) => {
      const meter = new RateMeter()
      let atMs = 0
      for (const step of steps) {
        atMs += step
        meter.add(atMs)
      }
      expect(meter.perMinute(atMs)).toBeGreaterThanOrEqual(steps.length > 0 ? 1 : 0)
      expect(meter.perMinute(atMs)).toBeLessThanOrEqual(steps.length * 12)
      expect(meter.perMinute(atMs + 61_000)).toBe(0)
    }),
  )
})
