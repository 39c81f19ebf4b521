import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, isBlank, isolate } from '../src/terminal/clean-text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 200 })

describe('a text from a chat', () => {
  test.each([
    ['colors', '\u001b[31mred\u001b[0m', 'red'],
    ['a new title for the window', '\u001b]0;owned\u0007after', 'after'],
    ['a clipboard command', '\u001b]52;c;cm0gLXJm\u001b\\after', 'after'],
    ['cursor movement', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['an escape that never ends', 'a\u001b]0;title', 'aitle'],
    ['C1 controls, which some terminals take for escapes', 'a\u009b31mb', 'ab'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['line breaks and tabs, which become spaces', 'a\r\nb\tc\u2028d\u0085e', 'a b c d e'],
    ['an override of direction', 'abc\u202edef\u202c', 'abcdef'],
    ['isolates, embeddings and marks of direction', '\u2066a\u2069\u202ab\u200e\u200f\u061c', 'ab'],
    [
      'characters without width, but for the joiners',
      'a\u200b\u2060\u3164\u00ad\ufeff\u{e0041}\u034fb',
      'ab',
    ],
    ['half of a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['a pile of marks', `a${'\u0301'.repeat(40)}`, `a${'\u0301'.repeat(5)}`],
  ])('loses %s', (_, dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean)
  })

  test.each([
    ['Persian with its joiners', 'می‌دونه بچه‌ها'],
    ['Arabic with its vowels', 'السَّلَامُ عَلَيْكُمْ'],
    ['a heart by its variation selector', '❤\ufe0f ✌\ufe0f'],
    ['a family of emoji', '👨‍👩‍👧‍👦 👍🏽 🏳️‍🌈'],
    ['wide characters', '你好 ｗｉｄｅ'],
    ['brackets that begin no escape', 'arr[0] = [1;31m'],
  ])('keeps %s', (_, text) => {
    expect(cleanText(text)).toBe(text)
  })

  test('is cut where nobody would read on, and no character is cut in half', () => {
    expect(cleanText('x'.repeat(2000))).toBe('x'.repeat(2000))
    expect(cleanText('x'.repeat(2001))).toBe(`${'x'.repeat(2000)}…`)
    expect(cleanText(`x${'👋'.repeat(1000)}`)).toBe(`x${'👋'.repeat(999)}…`)
  })

  test.each(['\u001b]', '\u001b[', '\u009b1;', 'a\u0301', '\u001b]0;', '['])(
    'takes no longer when it is a hundred thousand times %j',
    (piece) => {
      const startMs = performance.now()
      cleanText(piece.repeat(100_000))
      expect(performance.now() - startMs).toBeLessThan(200)
    },
  )

  test('is clean whatever it was, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(clean).not.toMatch(
          /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164]/u,
        )
        expect(clean.isWellFormed()).toBe(true)
        expect(cleanText(clean)).toBe(clean)
      }),
    )
  })
})

test('a text is blank where nothing of it can be seen', () => {
  for (const text of ['', ' ', '\u200d\u200c', '\u200d \ufe0f']) expect(isBlank(text)).toBe(true)
  for (const text of ['a', 'می‌', '❤\ufe0f', '.']) expect(isBlank(text)).toBe(false)
})

describe('a frame of direction', () => {
  test('shuts in what runs from right to left', () => {
    expect(isolate('سلام dear')).toBe('\u2068سلام dear\u2069')
    expect(isolate('שלום')).toBe('\u2068שלום\u2069')
  })

  test('leaves other text alone', () => {
    expect(isolate('hello 你好 👋')).toBe('hello 你好 👋')
  })
})
