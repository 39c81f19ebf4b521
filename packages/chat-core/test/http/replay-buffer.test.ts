import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCursor, parseCursor } from '../../src/http/cursor.js'
import { ReplayBuffer } from '../../src/http/replay-buffer.js'
import { encodeServerSentEvent } from '../../src/http/server-sent-event.js'

describe('a replay buffer', () => {
  test('gives what follows a place, and counts what is gone', () => {
    const buffer = new ReplayBuffer(3)
    for (let each = 1; each <= 5; each += 1) buffer.append((position) => `record ${position}`)
    expect(buffer.read(0, 10)).toEqual({
      records: ['record 3', 'record 4', 'record 5'],
      lost: 2,
      position: 5,
    })
    expect(buffer.read(3, 1)).toEqual({ records: ['record 4'], lost: 0, position: 4 })
    expect(buffer.read(5, 10)).toEqual({ records: [], lost: 0, position: 5 })
  })

  test('loses nothing in silence, however appends and reads are mixed', () => {
    const steps = fc.array(fc.oneof(fc.constant('append' as const), fc.integer({ min: 1, max: 5 })))
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 6 }), (actions, limit) => {
        const buffer = new ReplayBuffer(limit)
        let position = 0
        let expected = 1
        for (const action of actions) {
          if (action === 'append') {
            buffer.append(String)
            continue
          }
          const replay = buffer.read(position, action)
          expected += replay.lost
          for (const record of replay.records) {
            expect(record).toBe(String(expected))
            expected += 1
          }
          position = replay.position
          expect(position).toBe(expected - 1)
        }
      }),
    )
  })
})

describe('a cursor', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-z]{1,32}$/u), fc.nat(), (run, position) => {
        expect(parseCursor(formatCursor({ run, position }))).toEqual({ run, position })
      }),
    )
  })

  test('of anything at all is read without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const place = parseCursor(text)
        if (place !== undefined) expect(Number.isSafeInteger(place.position)).toBe(true)
      }),
    )
  })
})

test('a server-sent event holds its data whatever line breaks are in it', () => {
  expect(encodeServerSentEvent({ id: '7', data: 'a\r\nb\rc\nd' })).toBe(
    'id: 7\ndata: a\ndata: b\ndata: c\ndata: d\n\n',
  )
})
