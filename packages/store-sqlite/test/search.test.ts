import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SearchQuery, SqliteStore } from '../src/index.js'
import { normalizeText, queryTerms } from '../src/normalize-text.js'
import { kitchen, lobby, openStore, said, textsOf } from './support/store.js'

async function withTexts(...texts: readonly string[]): Promise<SqliteStore> {
  const { store } = openStore()
  await store.archive.append(texts.map((text, index) => said(String(index), text)))
  return store
}

const find = async (store: SqliteStore, text: string): Promise<readonly string[]> =>
  textsOf(await store.archive.search({ text }))

describe('a search', () => {
  test.each([
    ['a part of a word', 'hello everybody', 'very'],
    ['upper case', 'Hello', 'hELLO'],
    ['an accent', 'café', 'CAFE'],
    ['words in another order', 'tea costs 5', 'costs tea'],
    ['Arabic yeh and kaf', 'كتاب‌هاي علي', 'کتاب علی'],
    ['the other way round', 'یک کتاب', 'كتاب'],
    ['Persian digits', 'قیمت ۱۲۳', '123'],
    ['Arabic digits', 'قیمت 123', '١٢٣'],
    ['a half space left out', 'می‌خواهم', 'میخواهم'],
    ['a half space put in', 'میخواهم', 'می‌خواهم'],
    ['a half space made a space', 'می‌خواهم', 'می خواهم'],
    ['the stretching line', 'ســـلام', 'سلام'],
    ['vowel signs', 'سَلامٌ', 'سلام'],
    ['letters in one piece', 'ﻻله', 'لاله'],
    ['an emote by its name', 'nice one KEKW KEKW', 'kekw'],
    ['an emoji', 'so good ❤️❤️', '❤'],
    ['two letters that are a word', 'ok gg all', 'gg'],
    ['two Persian letters that are a word', 'نه، ممنون', 'نه'],
    ['one letter that is a word', 'press F now', 'f'],
    ['signs', 'well :) then', ':)'],
    ['one sign', 'really?', '?'],
    ['an address', 'see https://kick.com/ann now', 'kick.com/ann'],
    ['two letters of a script without spaces', '今日は天気', '天気'],
    ['somebody addressed', 'hi @ann_k', '@ann_k'],
  ])('finds %s: “%s” by “%s”', async (_, text, query) => {
    const store = await withTexts('something else', text)
    expect(await find(store, query)).toEqual([text])
  })

  test.each([
    ['two letters that are a part of a word', 'eggs', 'gg'],
    ['one of two words', 'tea only', 'tea coffee'],
    ['letters that are not side by side', 'abc xbcd', 'abcd'],
  ])('does not find %s: “%s” by “%s”', async (_, text, query) => {
    expect(await find(await withTexts(text), query)).toEqual([])
  })

  test('takes the newest first, and goes on where a page ended', async () => {
    const store = await withTexts('tea 1', 'tea 2', 'coffee', 'tea 3')
    const first = await store.archive.search({ text: 'tea', limit: 2 })
    const second = await store.archive.search({ text: 'tea', limit: 2, cursor: first.older ?? '' })
    expect([textsOf(first), textsOf(second)]).toEqual([['tea 3', 'tea 2'], ['tea 1']])
    expect(second.older).toBeUndefined()
  })

  test('looks in one room, at one author, in a span of time, at one type', async () => {
    const { store } = openStore()
    const author = {
      id: 'u2',
      name: 'Bo',
      roles: new Set<never>(),
      badges: [],
      self: false,
      anonymous: false,
    }
    const dayMs = 86_400_000
    await store.archive.append([
      said('1', 'tea lobby', { sentAt: dayMs }),
      said('2', 'tea kitchen', { sentAt: 2 * dayMs, ref: { room: kitchen, id: '2' } }),
      said('3', 'tea bo', { sentAt: 3 * dayMs, author }),
      {
        key: 'gift',
        receivedAt: 4 * dayMs,
        event: {
          type: 'activity',
          room: lobby,
          activity: 'gift',
          actor: author,
          text: 'tea for all',
          raw: null,
        },
      },
    ])
    const of = async (query: SearchQuery): Promise<string> =>
      textsOf(await store.archive.search(query)).join(', ')
    expect(await of({ text: 'tea' })).toBe('activity, tea bo, tea kitchen, tea lobby')
    expect(await of({ text: 'tea', room: kitchen })).toBe('tea kitchen')
    expect(await of({ text: 'tea', authorId: 'u2' })).toBe('activity, tea bo')
    expect(await of({ authorId: 'u2', types: ['message'] })).toBe('tea bo')
    expect(await of({ room: lobby, types: ['activity'] })).toBe('activity')
    expect(await of({ text: 'tea', fromMs: 2 * dayMs })).toBe('activity, tea bo, tea kitchen')
    expect(await of({ text: 'tea', fromMs: 2 * dayMs, toMs: 3 * dayMs })).toBe('tea kitchen')
    expect(await of({ text: 'tea', toMs: 2 * dayMs })).toBe('tea lobby')
    expect(await of({ text: 'tea', fromMs: 9 * dayMs })).toBe('')
  })

  test('finds all messages of an hour, in however many calls they came', async () => {
    const { store } = openStore()
    const sentAt = 5 * 3_600_000
    for (const id of ['1', '2', '3']) await store.archive.append([said(id, `tea ${id}`, { sentAt })])
    expect(textsOf(await store.archive.search({ text: 'tea', fromMs: sentAt, toMs: sentAt + 1 }))).toEqual([
      'tea 3',
      'tea 2',
      'tea 1',
    ])
  })

  test('finds messages of a day that were heard long after it', async () => {
    const { store } = openStore()
    const dayMs = 86_400_000
    await store.archive.append([said('1', 'tea now', { sentAt: 9 * dayMs })])
    await store.archive.append([said('2', 'tea then', { sentAt: 2 * dayMs })])
    expect(textsOf(await store.archive.search({ text: 'tea', fromMs: dayMs, toMs: 5 * dayMs }))).toEqual([
      'tea then',
    ])
  })

  test.each<[SearchQuery, string]>([
    [{}, 'text, room or authorId'],
    [{ text: '' }, 'text'],
    [{ text: ' \u200d ' }, 'text'],
    [{ text: 'x'.repeat(501) }, 'text'],
    [{ text: 'tea', limit: 1.5 }, 'limit'],
    [{ text: 'tea', cursor: 'x' }, 'cursor'],
    [{ text: 'tea', types: [] }, 'types'],
    [{ text: 'tea', types: ['gap' as 'message'] }, 'types'],
    [{ text: 'tea', fromMs: -1 }, 'fromMs'],
    [{ text: 'tea', toMs: Number.POSITIVE_INFINITY }, 'toMs'],
    [{ authorId: '' }, 'authorId'],
  ])('refuses %j by the name of what is wrong', async (query, name) => {
    const store = await withTexts('tea')
    await expect(store.archive.search(query)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`${name} must be`) as unknown,
    })
  })

  test('takes any text for what it is: nothing in it is a command, and what was said is found by its own words', async () => {
    const { store } = openStore()
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            'AND',
            'OR',
            'NOT',
            'NEAR(',
            '*',
            '^',
            ':',
            '-',
            'words:',
            ')',
            '--',
            '\0',
            'سلام',
            '‌',
          ),
        )
        .map((list) => list.join(' ')),
    )
    let id = 0
    await fc.assert(
      fc.asyncProperty(words, words, async (text, query) => {
        id += 1
        await store.archive.append([said(String(id), text)])
        const seen = (searched: string): boolean => queryTerms(searched).length > 0
        if (seen(text)) {
          const { events } = await store.archive.search({ text, limit: 1 })
          expect(textsOf({ events })).toEqual([text])
        }
        if (!seen(query)) return
        const { events } = await store.archive.search({ text: query, limit: 1_000 })
        for (const found of textsOf({ events })) {
          const normal = normalizeText(found)
          expect(queryTerms(query).every((term) => normal.includes(term))).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a normal text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('a', 'Z', 'ي', 'ک', 'آ', '۵', '‌', ' ', '  ', '!', 'é', '今', 'ـ', '\ue000'),
    }),
  )

  test('is the same when it is made normal again, but for its half spaces', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const normal = normalizeText(text.replaceAll('\u200c', ''))
        expect(normalizeText(normal)).toBe(normal)
      }),
    )
  })

  test('has one space around each word, and no private character, which the index keeps for itself', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const normal = normalizeText(text)
        expect(normal).toMatch(/^$|^( [^ ]+)+ $/u)
        expect(normal).not.toMatch(/[\p{Co}\p{Cc}\u200c]/u)
      }),
    )
  })
})
