import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatPersianTime,
  formatRialAsToman,
  formatToman,
  matchesSearch,
  normalizeForSearch,
  parseNumber,
  parseTime,
  rialToToman,
  toAsciiDigits,
  tomanToRial,
  toPersianDigits,
} from '../src/helpers.js'

const digits = fc.stringMatching(/^\d{1,15}$/)
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...Array.from('کكیيىهةأآا۱٤5 \u200c\u200d\u0640\u064eﻻﷲGÉİß')), { maxLength: 20 })
    .map((letters) => letters.join('')),
)

describe('digits', () => {
  test.for<[string, string, string]>([
    ['کد ۱۲۳ و ٤٥٦ و 789', 'کد 123 و 456 و 789', 'کد ۱۲۳ و ۴۵۶ و ۷۸۹'],
    ['', '', ''],
    ['½ ² ٪', '½ ² ٪', '½ ² ٪'],
  ])('of %j', ([text, ascii, persian]) => {
    expect([toAsciiDigits(text), toPersianDigits(text)]).toEqual([ascii, persian])
  })

  test('go there and back unchanged, and touch nothing else', () => {
    fc.assert(
      fc.property(digits, anyText, (number, text) => {
        expect(toAsciiDigits(toPersianDigits(number))).toBe(number)
        expect(toAsciiDigits(toPersianDigits(text))).toBe(toAsciiDigits(text))
        expect(toPersianDigits(text).length).toBe(text.length)
      }),
    )
  })

  test.for<[string, number | undefined]>([
    ['۱٬۲۵۰٬۰۰۰', 1_250_000],
    ['1,250.5', 1250.5],
    ['١٢٣٫٥', 123.5],
    [' -۵ ', -5],
    ['۱۲ تومان', undefined],
    ['1,25', undefined],
    ['', undefined],
    ['۱.۲.۳', undefined],
    ['Infinity', undefined],
  ])('the number in %j is %j', ([text, number]) => {
    expect(parseNumber(text)).toBe(number)
  })

  test('a number is read from what Persian makes of it', () => {
    const persian = new Intl.NumberFormat('fa-IR', { maximumFractionDigits: 3 })
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
        expect(parseNumber(persian.format(thousandths / 1_000))).toBe(thousandths / 1_000)
      }),
    )
  })
})

describe('search', () => {
  test.for<[string, string]>([
    ['كتاب‌هاي ١٢', 'کتاب های 12'],
    ['مُحَمَّد', 'محمد'],
    ['ســلام', 'سلام'],
    ['آب و أب', 'اب و اب'],
    ['خانۀ فاطمة', 'خانه فاطمه'],
    ['ﻻﻟﻪ', 'لاله'],
    ['  Café\u00a0\u200eX ', 'cafe x'],
    ['مؤمن مسئول', 'مومن مسیول'],
  ])('%j is seen as %j', ([text, seen]) => {
    expect(normalizeForSearch(text)).toBe(seen)
  })

  test.for<[string, string, boolean]>([
    ['می‌خواهم بخرم', 'میخواهم', true],
    ['می خواهم', 'می‌خواهم', true],
    ['عسل كوهي ۱ کیلو', 'عسل کوهی 1', true],
    ['عسل', 'شکر', false],
    ['عسل', '', true],
  ])('%j holds %j: %j', ([text, search, holds]) => {
    expect(matchesSearch(text, search)).toBe(holds)
  })

  test('what was normalized stays as it is, and every part of a text is found in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const seen = normalizeForSearch(text)
        expect(normalizeForSearch(seen)).toBe(seen)
        expect(matchesSearch(text, text)).toBe(true)
        expect(matchesSearch(`پیش ${text} پس`, seen)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('the form of a letter, a half space and the kind of digits make no difference', () => {
    const word = fc.array(fc.constantFrom('ک', 'ی', 'ب', 'ه', '7', ' '), { maxLength: 12 })
    const other: Readonly<Record<string, string>> = { ک: 'ك', ی: 'ي', ه: 'ة', '7': '٧', ' ': '\u200c' }
    fc.assert(
      fc.property(word, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (letters, changed) => {
        const written = letters.map((letter, index) =>
          changed[index] === true ? (other[letter] ?? letter) : letter,
        )
        expect(normalizeForSearch(written.join(''))).toBe(normalizeForSearch(letters.join('')))
      }),
    )
  })
})

describe('money', () => {
  test('ten rial are a toman, there and back', () => {
    expect([rialToToman(1_250_000), tomanToRial(0.3), rialToToman(5)]).toEqual([125_000, 3, 0.5])
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (rial) => {
        expect(tomanToRial(rialToToman(rial))).toBe(rial)
      }),
    )
  })

  test('is written as people do', () => {
    expect(formatToman(125_000)).toBe('۱۲۵٬۰۰۰ تومان')
    expect(formatRialAsToman(1_250_005)).toBe('۱۲۵٬۰۰۰٫۵ تومان')
  })
})

describe('times', () => {
  test.for<[unknown, number | undefined]>([
    ['2026-06-01T10:00:00Z', Date.UTC(2026, 5, 1, 10)],
    ['2026-06-01T10:00:00.123456+03:30', Date.UTC(2026, 5, 1, 6, 30, 0, 123)],
    ['2026-06-01T10:00:00-0100', Date.UTC(2026, 5, 1, 11)],
    ['2026-06-01 10:00:00', Date.UTC(2026, 5, 1, 10)],
    ['2026-06-01', Date.UTC(2026, 5, 1)],
    ['2026-06-31T10:00:00Z', undefined],
    ['2026-13-01', undefined],
    ['2026-06-01T25:00:00Z', undefined],
    ['1405-03-11 10:00', Date.UTC(1405, 2, 11, 10)],
    ['yesterday', undefined],
    [null, undefined],
    [5, undefined],
  ])('%j is read as %j', ([text, timeMs]) => {
    expect(parseTime(text)).toBe(timeMs)
  })

  test('that name no zone are read in the one that is given', () => {
    expect(parseTime('2026-06-01 10:00:00', { offsetMinutes: 210 })).toBe(Date.UTC(2026, 5, 1, 6, 30))
    expect(parseTime('2026-06-01T10:00:00Z', { offsetMinutes: 210 })).toBe(Date.UTC(2026, 5, 1, 10))
  })

  test('are read as the platform writes them', () => {
    const range = { min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime())
      }),
    )
  })

  test('whatever comes in, there is a time or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.anything()), (value) => {
        const timeMs = parseTime(value)
        expect(timeMs === undefined || Number.isFinite(timeMs)).toBe(true)
      }),
    )
  })

  test('are written in the calendar, the digits and the zone of Iran', () => {
    const timeMs = Date.UTC(2026, 5, 1, 10)
    expect(formatPersianTime(timeMs)).toContain('۱۱ خرداد ۱۴۰۵')
    expect(formatPersianTime(timeMs)).toContain('۱۳:۳۰')
    expect(formatPersianTime(timeMs, { dateStyle: 'short' })).toBe('۱۴۰۵/۳/۱۱')
  })
})
