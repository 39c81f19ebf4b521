import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFlag, readKey, readList, readNumber, readTimeMs, readWire } from '../src/event/read.js'

describe('a time', () => {
  const noon = Date.UTC(2026, 8, 10, 12)
  test.each([
    ['2026-09-10T12:00:00Z', noon],
    ['2026-09-10T12:00:00+00:00', noon],
    ['2026-09-10T15:30:00+03:30', noon],
    ['2026-09-10T07:00:00-05:00', noon],
    ['2026-09-10T12:00:00.123Z', noon + 123],
    ['2026-09-10T12:00:00.123456Z', noon + 123],
    ['2026-09-10T12:00:00.786327703Z', noon + 786],
    ['2026-09-10T12:00:00', noon],
    ['2026-09-10 12:00:00', noon],
    [1_789_041_600, 1_789_041_600_000],
    [1_789_041_600_000, 1_789_041_600_000],
  ])('%s is read', (value, timeMs) => {
    expect(readTimeMs(value)).toBe(timeMs)
  })

  test.each([undefined, null, '', 'soon', '2026', 'T12:00:00+00:00', NaN, Infinity, {}, [], true])(
    '%j is none',
    (value) => {
      expect(readTimeMs(value)).toBeUndefined()
    },
  )

  test('does not depend on where this program runs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const written = new Date(seconds * 1_000).toISOString().slice(0, 19)
        expect(readTimeMs(written)).toBe(seconds * 1_000)
        expect(readTimeMs(written.replace('T', ' '))).toBe(seconds * 1_000)
        expect(readTimeMs(`${written}+00:00`)).toBe(seconds * 1_000)
      }),
    )
  })
})

describe('small values', () => {
  test.each([
    [5, 5],
    ['5', 5],
    ['1.5', 1.5],
    [0, 0],
    ['', undefined],
    [' ', undefined],
    ['x', undefined],
    [NaN, undefined],
    [null, undefined],
    [true, undefined],
  ])('the number %j is %j', (value, number) => {
    expect(readNumber(value)).toBe(number)
  })

  test.each([
    [true, true],
    [false, false],
    [1, true],
    [0, false],
    ['true', undefined],
    [2, undefined],
    [null, undefined],
  ])('the flag %j is %j', (value, flag) => {
    expect(readFlag(value)).toBe(flag)
  })

  test.each([
    ['a', 'a'],
    [5, '5'],
    [0, '0'],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ])('the key %j is %j', (value, key) => {
    expect(readKey(value)).toBe(key)
  })

  test('a list leaves out what cannot be read, and anything else is an empty one', () => {
    expect(readList([1, 'x', '2'], readNumber)).toEqual([1, 2])
    expect(readList('12', readNumber)).toEqual([])
    expect(readList(undefined, readNumber)).toEqual([])
  })

  test('an object may arrive as a string', () => {
    expect(readWire('{"a":1}')).toEqual({ a: 1 })
    expect(readWire('[1]')).toBeUndefined()
    expect(readWire('{')).toBeUndefined()
    expect(readWire(null)).toBeUndefined()
  })
})
