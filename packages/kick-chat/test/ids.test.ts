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
import { kickError, toChatError } from '../src/errors.js'

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
      expect(() => toChatroomId(value)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
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
    expect(kickError('unavailable', '').retryable).toBe(true)
    expect(kickError('edge_blocked', '').retryable).toBe(false)
    expect(kickError('edge_blocked', '', { retryable: true }).retryable).toBe(true)
  })

  test('carries its cause, and has none where none was given', () => {
    const cause = new TypeError('x')
    expect(kickError('network', '', { cause }).cause).toBe(cause)
    expect(Object.hasOwn(kickError('network', ''), 'cause')).toBe(false)
  })

  test('is recognized, of whichever package of Kick’s it is', () => {
    expect(isKickError(kickError('closed', ''))).toBe(true)
    expect(isKickError(new KickError('rate_limited', ''))).toBe(true)
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
    const error = kickError('connection_lost', 'gone', { retryAfterMs: 5, status: 1 })
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
