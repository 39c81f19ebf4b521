import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrastOf, nameColor } from '../src/page/name-color.ts'

const anyColor = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('every color somebody can choose is readable as a name', () => {
  fc.assert(
    fc.property(anyColor, (color) => {
      expect(contrastOf(nameColor(color, 'x'))).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 500 },
  )
})

test('a color that is readable stays as it is', () => {
  fc.assert(
    fc.property(anyColor, (color) => {
      fc.pre(contrastOf(color) >= 4.5)
      expect(nameColor(color, 'x')).toBe(color)
    }),
  )
})

test('who has none, or one that is none, always gets the same', () => {
  for (const color of [undefined, '', 'red', '#12345', 'url(x)', '#1234567']) {
    expect(nameColor(color, 'ann')).toBe(nameColor(undefined, 'ann'))
  }
  expect(contrastOf(nameColor(undefined, 'ann'))).toBeGreaterThanOrEqual(4.5)
})
