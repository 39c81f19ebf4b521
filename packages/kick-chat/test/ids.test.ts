import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  KickError,
  isKickError,
  toChannelId,
  toChatroomId,
  toUserId,
  type ChannelId,
  type ChatroomId,
  type UserId,
} from '../src/index.js'
import { toChatError } from '../src/errors.js'

describe('ids', () => {
  test('are read from numbers and strings of digits', () => {
    expect(toChatroomId(1001)).toBe(1001)
    expect(toChatroomId('1001')).toBe(1001)
    expect(toChannelId('5')).toBe(5)
    expect(toUserId(42)).toBe(42)
  })

  test.each([0, -1, 1.5, NaN, Infinity, '', ' 1', '1e3', '0x1', 'ann', '99999999999999999999'])(
    '%j is refused by name',
    (value) => {
      expect(() => toChatroomId(value)).toThrow(expect.objectContaining({ code: 'invalid_target' }))
      expect(() => toChatroomId(value)).toThrow(/chatroom id/)
      expect(() => toChannelId(value)).toThrow(/channel id/)
      expect(() => toUserId(value)).toThrow(/user id/)
    },
  )

  test('of one kind do not pass for another', () => {
    expectTypeOf<UserId>().not.toExtend<ChatroomId>()
    expectTypeOf<ChannelId>().not.toExtend<ChatroomId>()
    expectTypeOf<ChatroomId>().not.toExtend<ChannelId>()
    expectTypeOf<number>().not.toExtend<ChatroomId>()
    expectTypeOf<ChatroomId>().toExtend<number>()
  })
})

describe('KickError', () => {
  test('knows by its code whether trying again can help', () => {
    expect(new KickError('unavailable', '').retryable).toBe(true)
    expect(new KickError('edge_blocked', '').retryable).toBe(false)
    expect(new KickError('edge_blocked', '', { retryable: true }).retryable).toBe(true)
  })

  test('carries its cause, and has none where none was given', () => {
    const cause = new TypeError('x')
    expect(new KickError('network', '', { cause }).cause).toBe(cause)
    expect(Object.hasOwn(new KickError('network', ''), 'cause')).toBe(false)
  })

  test('is recognized from a second copy of the package', () => {
    expect(isKickError(Object.assign(new Error('x'), { name: 'KickError', code: 'closed' }))).toBe(true)
    expect(isKickError(new KickError('closed', ''))).toBe(true)
  })

  test.each([
    new Error('x'),
    Object.assign(new Error('x'), { name: 'KickError', code: 'toString' }),
    null,
    undefined,
    'KickError',
  ])('%s is none', (value) => {
    expect(isKickError(value)).toBe(false)
  })

  test('is told to readers of chat events in chat-core’s words', () => {
    const error = new KickError('connection_lost', 'gone', { retryAfterMs: 5, status: 1 })
    expect(toChatError(error)).toMatchObject({
      code: 'network',
      platform: 'kick',
      retryable: true,
      retryAfterMs: 5,
      status: 1,
      cause: error,
    })
  })
})
