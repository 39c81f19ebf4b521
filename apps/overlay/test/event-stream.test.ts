import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventStreamReader } from '../src/page/event-stream.ts'

function read(...pieces: readonly string[]) {
  const reader = new EventStreamReader()
  return { events: pieces.flatMap((piece) => reader.push(piece)), lastId: reader.lastId }
}

test('an event ends with an empty line, and has the last id that was named', () => {
  expect(read('retry: 1000\nid: a.1\n\n', 'id: a.2\ndata: one\n\ndata:two\ndata: three\n\n')).toEqual({
    events: [
      { id: 'a.2', data: 'one' },
      { id: 'a.2', data: 'two\nthree' },
    ],
    lastId: 'a.2',
  })
})

test('an event that was cut is not the last one: its id counts once it is complete', () => {
  expect(read('id: a.1\ndata: one\n\nid: a.2\ndata: two\n').lastId).toBe('a.1')
})

test('comments, unknown fields and what is not complete yet are no events', () => {
  expect(read(': still here\n\nevent: x\n\ndata: cut').events).toEqual([])
})

test('every line break of the standard ends a line, and a byte order mark at the beginning is none of it', () => {
  expect(read('\uFEFFdata: a\r\rdata: b\r\n\r\ndata: c\n\n').events.map(({ data }) => data)).toEqual([
    'a',
    'b',
    'c',
  ])
})

test('wherever the stream is cut, the events are the same', () => {
  const field = fc.constantFrom(
    'data: x',
    'data:',
    'data',
    'id: 7',
    'id',
    ': c',
    '',
    '',
    'event: e',
    'سلام: 😀',
    'data: 😀',
  )
  const lineBreak = fc.constantFrom('\n', '\r', '\r\n')
  const stream = fc.array(fc.tuple(field, lineBreak)).map((lines) => lines.flat().join(''))
  fc.assert(
    fc.property(stream, fc.array(fc.nat(8)), (text, cuts) => {
      const pieces: string[] = []
      let at = 0
      for (const cut of cuts) {
        pieces.push(text.slice(at, at + cut))
        at += cut
      }
      expect(read(...pieces, text.slice(at), '\n')).toEqual(read(text, '\n'))
    }),
  )
})

test('whatever comes, reading it throws nothing', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom('\n', '\r', ':', ' ', 'data', 'id', '\0', '😀', '\uD83D') }),
      ),
      (pieces) => void read(...pieces),
    ),
  )
})
