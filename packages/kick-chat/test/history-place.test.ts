import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlace, writePlace } from '../src/adapter/history-place.js'

test('a place survives being written', () => {
  const last = fc.record({ id: fc.string({ minLength: 1 }), sentAt: fc.nat() })
  const places = fc.record({
    cursor: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    last: fc.option(last, { nil: undefined }),
  })
  fc.assert(
    fc.property(places, (place) => {
      expect(readPlace(writePlace(place))).toEqual(place)
    }),
  )
})

test('whatever else comes in is no place, and throws nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const place = readPlace(text)
      if (place !== undefined) expect(Object.keys(place)).toEqual(['cursor', 'last'])
    }),
  )
})
