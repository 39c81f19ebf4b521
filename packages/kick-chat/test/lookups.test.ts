import { describe, expect, test } from 'vitest'
import {
  bookLookup,
  chainLookups,
  ChatroomBook,
  toChannelId,
  toChatroomId,
  toUserId,
  type ChatroomInfo,
  type ChatroomLookup,
} from '../src/index.js'
import { kickError } from '../src/errors.js'

const ann: ChatroomInfo = { chatroomId: toChatroomId(1), slug: 'ann', userId: toUserId(11) }

describe('a book', () => {
  test('knows rooms by slug, whatever its case, and by chatroom', () => {
    const book = new ChatroomBook([ann])
    expect(book.find(' Ann ')).toEqual(ann)
    expect(book.findByChatroom(ann.chatroomId)).toEqual(ann)
    expect(book.find('bob')).toBeUndefined()
    expect(book.findByChatroom(toChatroomId(2))).toBeUndefined()
  })

  test('adds what is newly known to what it knew', () => {
    const book = new ChatroomBook([ann])
    book.add({ chatroomId: ann.chatroomId, channelId: toChannelId(5) })
    expect(book.all()).toEqual([{ ...ann, channelId: 5 }])
    expect(book.find('ann')?.channelId).toBe(5)
  })

  test('can be kept as JSON and made anew', () => {
    const book = new ChatroomBook([ann, { chatroomId: toChatroomId(2) }])
    const kept = JSON.parse(JSON.stringify(book.all())) as readonly ChatroomInfo[]
    expect(new ChatroomBook(kept).all()).toEqual(book.all())
  })

  test.each([null, {}, { chatroomId: 0 }, { chatroomId: 'x' }])('refuses %j by name', (entry) => {
    expect(() => new ChatroomBook([entry as never])).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })

  test('before a lookup spares it, and is written by it', async () => {
    const asked: string[] = []
    const book = new ChatroomBook([ann])
    const look = bookLookup(book, async (slug) => {
      asked.push(slug)
      return { chatroomId: toChatroomId(2) }
    })
    expect(await look('ann', {})).toEqual(ann)
    expect(await look('bob', {})).toEqual({ chatroomId: 2 })
    expect(await look('bob', {})).toEqual({ chatroomId: 2, slug: 'bob' })
    expect(asked).toEqual(['bob'])
  })
})

describe('lookups in a row', () => {
  const fails =
    (code: 'not_found' | 'edge_blocked' | 'network'): ChatroomLookup =>
    () =>
      Promise.reject(kickError(code, code))
  const finds: ChatroomLookup = async () => ann

  test('ask each one only where the one before it failed', async () => {
    const never: ChatroomLookup = () => Promise.reject(new RangeError('asked'))
    expect(await chainLookups(fails('edge_blocked'), fails('not_found'), finds, never)('ann', {})).toEqual(
      ann,
    )
  })

  test('say not_found only where all of them do', async () => {
    await expect(chainLookups(fails('not_found'), fails('not_found'))('x', {})).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      chainLookups(fails('not_found'), fails('edge_blocked'), fails('network'))('x', {}),
    ).rejects.toMatchObject({ code: 'edge_blocked' })
  })

  test('stop where the caller gave up', async () => {
    const leaving = new AbortController()
    const leave: ChatroomLookup = () => {
      leaving.abort()
      return Promise.reject(kickError('aborted', ''))
    }
    await expect(chainLookups(leave, finds)('ann', { signal: leaving.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
  })

  test('of nothing, or of what is no function, are refused by name', () => {
    expect(() => chainLookups()).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(() => chainLookups(finds, 'site' as never)).toThrow(/lookup 2/)
  })
})
