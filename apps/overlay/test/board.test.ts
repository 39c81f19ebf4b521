import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Board, type Change } from '../src/page/board.ts'
import type { OverlayEvent } from '../src/page/message.ts'
import { message, said } from './support/events.ts'

/** A board, and what is on the screen by what it said. */
function openBoard(options: { readonly max?: number; readonly rate?: number } = {}) {
  const board = new Board({ max: 100, rate: 1_000, ...options })
  let screen: string[] = []
  const quotes = new Map<string, boolean>()
  let skipped = 0
  const take = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (change.type === 'add') screen.push(change.message.key)
      if (change.type === 'add' || change.type === 'replace')
        quotes.set(change.message.key, change.message.reply !== undefined)
      if (change.type === 'remove') screen = screen.filter((key) => key !== change.key)
      if (change.type === 'skipped') skipped += change.count
    }
  }
  return {
    board,
    apply: (events: readonly OverlayEvent[], nowMs = 10_000) => take(board.apply(events, nowMs)),
    flush: (nowMs: number) => take(board.flush(nowMs)),
    screen: () => screen,
    hasQuote: (key: string) => quotes.get(key),
    skipped: () => skipped,
  }
}

const ban = (authorKey: string, untilMs = Infinity): OverlayEvent => ({
  type: 'restrict',
  authorKey,
  untilMs,
})

describe('what goes', () => {
  test('a deleted message goes, and does not come back late', () => {
    const { apply, screen } = openBoard()
    apply([said(message('1')), said(message('2'))])
    apply([
      { type: 'delete', key: '1' },
      { type: 'delete', key: '3' },
    ])
    apply([said(message('1')), said(message('3'))])
    expect(screen()).toEqual(['2'])
  })

  test('a ban takes away all that its author said, and what comes of it late', () => {
    const { apply, screen } = openBoard()
    apply([
      said(message('1', 'eve')),
      said(message('2', 'bob')),
      said(message('3', 'eve')),
      ban('eve'),
      said(message('4', 'eve')),
    ])
    expect(screen()).toEqual(['2'])
    apply([ban('eve', 0), said(message('5', 'eve'))])
    expect(screen()).toEqual(['2', '5'])
  })

  test('after a timeout they are heard again', () => {
    const { apply, screen } = openBoard()
    apply([ban('eve', 60_000), said(message('1', 'eve'))], 59_999)
    apply([said(message('2', 'eve'))], 60_001)
    expect(screen()).toEqual(['2'])
  })

  test('a clear takes away the room, and what was said before it comes no more', () => {
    const { apply, screen } = openBoard()
    apply([said(message('1')), said(message('2', 'ann', { roomKey: 'other' }))])
    apply([{ type: 'clear', roomKey: 'room', atMs: 1_500 }])
    apply([said(message('3'), { isLate: true }), said(message('4', 'ann', { sentAtMs: 1_000 }))])
    expect(screen()).toEqual(['2', '4'])
  })

  test('quotes of what was deleted, or of somebody who was banned, go too', () => {
    const { apply, hasQuote, screen } = openBoard()
    const reply = { key: '1', authorKey: 'eve', name: 'eve', text: 'hateful' }
    apply([
      said(message('2', 'ann', { reply })),
      said(message('3', 'bob', { reply: { ...reply, key: '0' } })),
    ])
    expect([hasQuote('2'), hasQuote('3')]).toEqual([true, true])
    apply([{ type: 'delete', key: '1' }])
    expect([hasQuote('2'), hasQuote('3')]).toEqual([false, true])
    apply([ban('eve'), said(message('4', 'ann', { reply: { ...reply, key: '00' } }))])
    expect([hasQuote('3'), hasQuote('4')]).toEqual([false, false])
    expect(screen()).toEqual(['2', '3', '4'])
  })
})

describe('what comes', () => {
  test('the same message comes once, also after it has gone by itself', () => {
    const { apply, board, screen } = openBoard({ max: 2 })
    apply([said(message('1')), said(message('1'))])
    expect(screen()).toEqual(['1'])
    board.forget('1')
    apply([said(message('1')), said(message('2')), said(message('3'))])
    expect(screen().filter((key) => key === '1')).toHaveLength(1)
  })

  test('no more than the most are there, the newest ones', () => {
    const { apply, screen } = openBoard({ max: 2 })
    apply(['1', '2', '3', '4'].map((key) => said(message(key))))
    expect(screen()).toEqual(['3', '4'])
  })

  test('an edit changes what is there, and brings nothing that is not', () => {
    const { board } = openBoard()
    board.apply([said(message('1'))], 0)
    const edited = message('1', 'ann', { parts: [{ type: 'text', text: 'new' }] })
    expect(board.apply([{ type: 'edit', message: edited }], 0)).toEqual([
      { type: 'replace', message: edited },
    ])
    expect(board.apply([{ type: 'edit', message: message('2') }], 0)).toEqual([])
  })
})

describe('a busy room', () => {
  test('shows the newest at the pace of readers, those with a say always, and counts the rest', () => {
    const { apply, board, flush, screen, skipped } = openBoard({ rate: 2 })
    const burst = Array.from({ length: 100 }, (_, index) => said(message(String(index))))
    apply([...burst, said(message('mod', 'mod', { hasSay: true }))], 0)
    expect(screen()).toEqual(['94', '95', '96', '97', 'mod'])
    expect(skipped()).toBe(94)
    expect(board.isWaiting).toBe(true)
    flush(1_000)
    expect(screen().slice(-2)).toEqual(['98', '99'])
    expect(board.isWaiting).toBe(false)
  })

  test('what is deleted or banned while it waits never comes', () => {
    const { apply, flush, screen } = openBoard({ rate: 2 })
    apply(
      Array.from({ length: 6 }, (_, index) => said(message(String(index), index === 5 ? 'eve' : 'ann'))),
      0,
    )
    apply([{ type: 'delete', key: '4' }, ban('eve')], 0)
    flush(10_000)
    expect(screen()).toEqual(['0', '1', '2', '3'])
  })

  test('every message is shown or counted, whatever the bursts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(2_000))), (bursts) => {
        const { apply, flush, screen, skipped } = openBoard({ rate: 3, max: 10_000 })
        let nowMs = 0
        let count = 0
        for (const [size, pauseMs] of bursts) {
          apply(
            Array.from({ length: size }, () => said(message(String(count++)))),
            nowMs,
          )
          nowMs += pauseMs
        }
        flush((nowMs += 10_000))
        expect(screen().length + skipped()).toBe(count)
        const numbers = screen().map(Number)
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      }),
    )
  })
})
