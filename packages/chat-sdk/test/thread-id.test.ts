import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeThreadId, encodeThreadId } from '../src/thread-id.js'

describe('a thread id', () => {
  test('names the kind and the room', () => {
    expect(encodeThreadId('kick', { kind: 'live', room: '668' })).toBe('kick:live:668')
  })

  test('gives back what it was made of, whatever the room is called', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('live', 'direct', 'group', 'broadcast'),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (kind, room) => {
          expect(decodeThreadId('x', encodeThreadId('x', { kind, room }))).toEqual({ kind, room })
        },
      ),
    )
  })

  test.each([
    '',
    'kick',
    'kick:live',
    'kick:live:',
    'kick:bar:1',
    'other:live:1',
    'kick:live:1:2',
    'kick:live:%',
  ])('of another make is refused: %j', (threadId) => {
    expect(() => decodeThreadId('kick', threadId)).toThrow('is no thread of kick')
  })
})
