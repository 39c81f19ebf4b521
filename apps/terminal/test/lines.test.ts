import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { fill, fit } from '../src/terminal/fit.ts'
import { wrapLine } from '../src/terminal/line.ts'

describe('a text for so many columns', () => {
  test.each([
    ['hello', 5, 'hello'],
    ['hello', 4, 'hel…'],
    ['你好吗', 6, '你好吗'],
    ['你好吗', 5, '你好…'],
    ['你好吗', 4, '你…'],
    ['👨‍👩‍👧‍👦 family', 4, '👨‍👩‍👧‍👦 …'],
    ['hello', 1, '…'],
    ['hello', 0, ''],
  ])('%j in %i is %j', (text, columns, fitted) => {
    expect(fit(text, columns)).toBe(fitted)
  })

  test('never takes more, and filled takes exactly as many', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(stringWidth(fit(text, columns))).toBeLessThanOrEqual(columns)
        expect(stringWidth(fill(text, columns))).toBe(columns)
      }),
    )
  })
})

describe('a line in a terminal', () => {
  const line = { prefix: '12:00:00 ', body: 'one two three four five six seven eight' }

  test('stays one row where it fits', () => {
    expect(wrapLine(line, 80)).toEqual([line.prefix + line.body])
  })

  test('goes on below its body, broken between words', () => {
    expect(wrapLine(line, 36)).toEqual(['12:00:00 one two three four five six', '         seven eight'])
  })

  test('begins at the left edge where the window is narrow', () => {
    expect(wrapLine(line, 20)).toEqual(['12:00:00 one two', 'three four five six', 'seven eight'])
  })

  test('breaks a word that is wider than the window', () => {
    for (const row of wrapLine({ prefix: '12:00:00 ', body: 'w'.repeat(500) }, 40)) {
      expect(stringWidth(row)).toBeLessThanOrEqual(40)
    }
  })

  test('keeps each row of text from right to left in a frame of its own', () => {
    const body = `Sara: \u2068${'سلام به همه '.repeat(5).trim()}\u2069`
    const rows = wrapLine({ prefix: '12:00:00 ', body }, 40)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      expect(row.split('\u2068').length).toBe(row.split('\u2069').length)
      expect(row).toMatch(/\u2068/)
    }
  })
})
