import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageKey, roomKey, type MessageRef, type RoomRef } from '../src/index.js'

const room = (over: Partial<RoomRef> = {}): RoomRef => ({
  platform: 'kick',
  account: 'anonymous',
  room: '1001',
  kind: 'live',
  ...over,
})

const id = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '/', '%', '%2F', 'a/b', 'a%2Fb', '\ud800', 'a/'),
)
const roomRef: fc.Arbitrary<RoomRef> = fc.record({
  platform: id,
  account: id,
  room: id,
  kind: fc.constantFrom('live', 'direct', 'group', 'broadcast'),
})
const messageRef: fc.Arbitrary<MessageRef> = fc.record({ room: roomRef, id })

const identity = (ref: RoomRef): string => JSON.stringify([ref.platform, ref.account, ref.room])

describe('roomKey', () => {
  test('joins platform, account and room', () => {
    expect(roomKey(room())).toBe('kick/anonymous/1001')
  })

  test('is the same whatever kind of room it is said to be', () => {
    expect(roomKey(room({ kind: 'group' }))).toBe(roomKey(room()))
  })

  test('keeps rooms apart whose ids hold the separator', () => {
    expect(roomKey(room({ account: 'a/b', room: 'c' }))).toBe('kick/a%2Fb/c')
    expect(roomKey(room({ account: 'a', room: 'b/c' }))).toBe('kick/a/b%2Fc')
  })

  test('keeps an id apart that looks like an escaped one', () => {
    expect(roomKey(room({ room: 'a/b' }))).not.toBe(roomKey(room({ room: 'a%2Fb' })))
  })

  test('takes ids that are not well-formed text', () => {
    expect(roomKey(room({ room: '\ud800' }))).toBe('kick/anonymous/\ud800')
  })

  test('is equal exactly when platform, account and room are', () => {
    fc.assert(
      fc.property(roomRef, roomRef, (one, other) => {
        expect(roomKey(one) === roomKey(other)).toBe(identity(one) === identity(other))
      }),
    )
  })
})

describe('messageKey', () => {
  test('is the key of the room and the id', () => {
    expect(messageKey({ room: room(), id: 'm-1' })).toBe('kick/anonymous/1001/m-1')
  })

  test('does not depend on the order or number of other properties', () => {
    const ref = {
      id: 'm-1',
      extra: true,
      room: { kind: 'live', room: '1', account: 'a', platform: 'kick' },
    } as const
    expect(messageKey(ref)).toBe('kick/a/1/m-1')
  })

  test('survives a trip through JSON', () => {
    fc.assert(
      fc.property(messageRef, (ref) => {
        const copy: MessageRef = JSON.parse(JSON.stringify(ref))
        expect(messageKey(copy)).toBe(messageKey(ref))
      }),
    )
  })

  test('is equal exactly when room and id are', () => {
    fc.assert(
      fc.property(messageRef, messageRef, (one, other) => {
        const same = identity(one.room) === identity(other.room) && one.id === other.id
        expect(messageKey(one) === messageKey(other)).toBe(same)
      }),
    )
  })

  test('always has exactly three separators', () => {
    fc.assert(
      fc.property(messageRef, (ref) => {
        expect(messageKey(ref).split('/')).toHaveLength(4)
      }),
    )
  })
})
