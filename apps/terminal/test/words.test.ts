import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderStatusLine } from '../src/render/status-line.ts'
import { count, formatSpan, formatTime } from '../src/render/words.ts'

test('a time of day has two digits in each place', () => {
  expect(formatTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05')
  expect(formatTime(new Date(2026, 0, 2, 23, 59, 59).getTime())).toBe('23:59:59')
})

test('a time that is none is shown as none, whatever the number', () => {
  expect(formatTime(Number.NaN)).toBe('--:--:--')
  expect(formatTime(Infinity)).toBe('--:--:--')
  fc.assert(
    fc.property(fc.double(), (atMs) => {
      expect(formatTime(atMs)).toMatch(/^(\d\d:\d\d:\d\d|--:--:--)$/)
    }),
  )
})

test.each([
  [-5, '0 s'],
  [0, '0 s'],
  [1499, '1 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [3_600_000, '60 min'],
  [7_200_000, '2 h'],
  [86_400_000, '24 h'],
  [7 * 86_400_000, '7 days'],
])('%i ms are %s', (spanMs, words) => {
  expect(formatSpan(spanMs)).toBe(words)
})

test('one is one, and everything else is many', () => {
  expect(count(1, 'room')).toBe('1 room')
  expect(count(0, 'room')).toBe('0 rooms')
  expect(count(2, 'room')).toBe('2 rooms')
})

describe('the status line', () => {
  const numbers = { rooms: 2, messagesPerMinute: 312, reconnects: 1, gaps: 2, duplicates: 0, malformed: 0 }

  test('tells the rate, the rooms and what went wrong', () => {
    expect(renderStatusLine(numbers)).toBe(
      '2 rooms · 312/min · 1 reconnect · 2 gaps · 0 duplicates dropped · Ctrl-C ends',
    )
  })

  test('tells of unreadable events only where there were some', () => {
    expect(renderStatusLine({ ...numbers, malformed: 3 })).toContain(' · 3 unreadable · ')
    expect(renderStatusLine(numbers)).not.toContain('unreadable')
  })
})
