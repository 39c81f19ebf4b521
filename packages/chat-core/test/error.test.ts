import { describe, expect, test } from 'vitest'
import { ChatError, isChatError } from '../src/index.js'

describe('ChatError', () => {
  test('is an Error with a name, a code and a message', () => {
    const error = new ChatError('not_found', 'there is no room "ann"')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'ChatError', code: 'not_found', message: 'there is no room "ann"' })
  })

  test.each(['rate_limited', 'unavailable', 'timeout', 'network'] as const)(
    '%s may be tried again',
    (code) => {
      expect(new ChatError(code, '').retryable).toBe(true)
    },
  )

  test.each(['unsupported', 'forbidden', 'edge_blocked', 'quota', 'too_long', 'protocol'] as const)(
    '%s is final',
    (code) => {
      expect(new ChatError(code, '').retryable).toBe(false)
    },
  )

  test('never calls a send of unknown outcome retryable by itself', () => {
    expect(new ChatError('outcome_unknown', '').retryable).toBe(false)
  })

  test('lets the thrower say otherwise about retrying', () => {
    expect(new ChatError('edge_blocked', '', { retryable: true }).retryable).toBe(true)
  })

  test('carries what one acts on', () => {
    const cause = new TypeError('socket hang up')
    const error = new ChatError('rate_limited', 'slow down', {
      retryAfterMs: 1_500,
      platform: 'kick',
      operation: 'message.send',
      status: 429,
      requestId: 'r-1',
      cause,
    })
    expect(error).toMatchObject({
      retryAfterMs: 1_500,
      platform: 'kick',
      operation: 'message.send',
      status: 429,
      requestId: 'r-1',
    })
    expect(error.cause).toBe(cause)
  })

  test('has no cause at all where none was given', () => {
    expect(Object.hasOwn(new ChatError('closed', ''), 'cause')).toBe(false)
  })
})

describe('isChatError', () => {
  test('knows its own', () => {
    expect(isChatError(new ChatError('closed', ''))).toBe(true)
  })

  test('knows one from a second copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { name: 'ChatError', code: 'closed' })
    expect(isChatError(foreign)).toBe(true)
  })

  test.each([
    ['another error', new Error('x')],
    ['a code that does not exist', Object.assign(new Error('x'), { name: 'ChatError', code: 'nope' })],
    ['a code inherited from Object', Object.assign(new Error('x'), { name: 'ChatError', code: 'toString' })],
    ['another name with a known code', Object.assign(new Error('x'), { code: 'closed' })],
    ['null', null],
    ['undefined', undefined],
    ['a string', 'ChatError'],
  ])('refuses %s', (_, value) => {
    expect(isChatError(value)).toBe(false)
  })
})
