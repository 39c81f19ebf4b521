import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GapStart } from '../src/room/gap-start.js'

describe('the start of a gap', () => {
  test('is a whole second, as Kick’s times are', () => {
    expect(new GapStart().before(10_999)).toBe(9_000)
  })

  test('goes back as far as messages of the room were late', () => {
    const start = new GapStart()
    start.observe(100_000, 104_500)
    expect(start.before(200_000)).toBe(195_000)
  })

  test('is not moved far by one very old time', () => {
    const start = new GapStart()
    start.observe(0, 10_000_000)
    expect(start.before(200_000)).toBe(140_000)
  })

  test('is not moved forward by a clock of Kick’s that runs ahead', () => {
    const start = new GapStart()
    start.observe(110_000, 100_000)
    expect(start.before(200_000)).toBe(199_000)
  })

  test('is no later than any message that was lost, whatever the clocks and the way', () => {
    const times = fc.record({
      skewMs: fc.integer({ min: -30_000, max: 30_000 }),
      latencyMs: fc.nat({ max: 900 }),
      lostAtMs: fc.integer({ min: 2_000_000, max: 3_000_000 }),
      afterMs: fc.nat({ max: 5_000 }),
    })
    fc.assert(
      fc.property(times, ({ skewMs, latencyMs, lostAtMs, afterMs }) => {
        const stamp = (ourMs: number): number => Math.floor((ourMs - skewMs) / 1_000) * 1_000
        const start = new GapStart()
        start.observe(stamp(1_000_000), 1_000_000 + latencyMs)
        // A message may be lost from the moment the connection was last known to carry.
        expect(start.before(lostAtMs)).toBeLessThanOrEqual(stamp(lostAtMs + afterMs))
      }),
    )
  })
})
