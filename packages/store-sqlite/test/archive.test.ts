import { describe, expect, test } from 'vitest'
import { deleted, edited, kitchen, lobby, messageOf, openStore, said, textsOf } from './support/store.js'

describe('an archive', () => {
  test('keeps each event once, also among 20,000 of one call', async () => {
    const { store } = openStore()
    const events = Array.from({ length: 20_000 }, (_, index) => said(String(index), `line ${index}`))
    expect(await store.archive.append([...events, ...events.slice(0, 500)])).toEqual([
      ...events.map(() => true),
      ...events.slice(0, 500).map(() => false),
    ])
    expect(await store.archive.append(events.slice(100, 102))).toEqual([false, false])
  })

  test('gives messages back as they were: roles, replies, and raw forms with whatever they hold', async () => {
    const { store } = openStore()
    const author = { ...messageOf('0', '').author, roles: new Set(['vip', 'owner'] as const) }
    const message = messageOf('2', 'yes', {
      author,
      replyTo: { ref: { room: lobby, id: '1' }, author, text: 'really?' },
      raw: { roles: ['raw', 'stays'], nested: [{ roles: ['x'] }], at: null },
    })
    await store.archive.append([{ key: 'k', receivedAt: 5, event: { type: 'message', message } }])
    expect((await store.archive.history(lobby)).messages).toEqual([message])
    expect((await store.archive.search({ text: 'yes' })).events).toEqual([
      { key: 'k', receivedAt: 5, event: { type: 'message', message } },
    ])
  })

  test('keeps a message whose raw form JSON cannot say, without that form', async () => {
    const { store } = openStore()
    const round: Record<string, unknown> = {}
    round['self'] = round
    const author = messageOf('0', '').author
    const toJSON = (): never => {
      throw new RangeError('not to be said')
    }
    await store.archive.append([
      said('1', 'round', { raw: round }),
      said('2', 'large', { raw: { id: 10n } }),
      said('3', 'stubborn', { raw: { toJSON }, replyTo: { ref: { room: lobby, id: '1' }, author } }),
    ])
    const { messages } = await store.archive.history(lobby)
    expect(messages.map(({ text, raw }) => [text, raw])).toEqual([
      ['round', null],
      ['large', { id: '10' }],
      ['stubborn', null],
    ])
    expect(messages[2]?.replyTo?.author).toEqual(author)
  })

  test('shows what an edit says, in history and search, whichever came first', async () => {
    const { store } = openStore()
    await store.archive.append([
      said('1', 'teh price'),
      edited('1', 'the price', 10),
      edited('2', 'late', 20),
    ])
    expect(await store.archive.append([said('2', 'early')])).toEqual([true])
    expect(textsOf(await store.archive.history(lobby))).toEqual(['the price', 'late'])
    expect(textsOf(await store.archive.search({ text: 'teh' }))).toEqual([])
    expect(textsOf(await store.archive.search({ text: 'price' }))).toEqual(['the price'])
    expect(textsOf(await store.archive.search({ text: 'early' }))).toEqual([])
    expect(textsOf(await store.archive.search({ text: 'late' }))).toEqual(['late'])
  })

  test('shows the newest of several edits, in whatever order they came', async () => {
    const { store } = openStore()
    await store.archive.append([said('1', 'first'), edited('1', 'third', 30), edited('1', 'second', 20)])
    expect(textsOf(await store.archive.history(lobby))).toEqual(['third'])
    expect(textsOf(await store.archive.search({ text: 'second' }))).toEqual([])
  })

  test('shows nothing of a message that was deleted, whichever came first', async () => {
    const { store } = openStore()
    await store.archive.append([said('1', 'gone'), deleted('1'), deleted('2'), said('3', 'here')])
    expect(
      await store.archive.append([said('2', 'gone before it came'), edited('1', 'still gone', 9)]),
    ).toEqual([true, true])
    expect(textsOf(await store.archive.history(lobby))).toEqual(['here'])
    expect(textsOf(await store.archive.search({ room: lobby }))).toEqual(['here'])
  })

  test('knows that a message was new once, though its deletion came first', async () => {
    const { store } = openStore()
    await store.archive.append([deleted('1')])
    expect(await store.archive.append([said('1', 'x')])).toEqual([true])
    expect(await store.archive.append([said('1', 'x')])).toEqual([false])
  })

  test('keeps events without a room, and of every type', async () => {
    const { store, connection } = openStore()
    await store.archive.append([
      { key: 'a', receivedAt: 1, event: { type: 'other', name: 'drift', raw: { odd: true } } },
      { key: 'b', receivedAt: 2, event: { type: 'clear', room: lobby } },
      { key: 'c', receivedAt: 3, event: { type: 'status', state: 'live' } },
    ])
    const rows = connection.prepare('select type, body from event order by id').all()
    expect(rows.map(({ type }) => type)).toEqual(['other', 'clear', 'status'])
    expect(JSON.parse(String(rows[0]?.['body']))).toEqual({
      type: 'other',
      name: 'drift',
      raw: { odd: true },
    })
  })
})

describe('what cannot be an event', () => {
  test.each([
    ['an event without a key', { ...said('1', 'x'), key: '' }, 'key must be'],
    ['one that was heard at no time', { ...said('1', 'x'), receivedAt: Number.NaN }, 'receivedAt must be'],
    [
      'a message that says nothing at all',
      { ...said('1', 'x'), event: { type: 'message', message: {} } },
      'append',
    ],
  ])('is refused before anything is written: %s', async (_, event, words) => {
    const { store } = openStore()
    await expect(
      store.archive.append([said('0', 'fine'), event as ReturnType<typeof said>]),
    ).rejects.toMatchObject({
      name: 'ChatError',
      code: 'invalid',
      message: expect.stringContaining(words) as unknown,
    })
    expect((await store.archive.history(lobby)).messages).toEqual([])
  })
})

describe('a history', () => {
  const ids = (page: Parameters<typeof textsOf>[0]): string => textsOf(page).join('')

  test('is paged both ways, oldest first in each page, one room at a time', async () => {
    const { store } = openStore()
    await store.archive.append(['1', '2', '3', '4', '5', '6'].map((id) => said(id, id)))
    await store.archive.append([said('9', '9', { ref: { room: kitchen, id: '9' } })])
    const newest = await store.archive.history(lobby, { limit: 2 })
    const middle = await store.archive.history(lobby, { limit: 2, before: newest.before ?? '' })
    const oldest = await store.archive.history(lobby, { limit: 2, before: middle.before ?? '' })
    expect([ids(newest), ids(middle), ids(oldest)]).toEqual(['56', '34', '12'])
    expect([newest.after, oldest.before]).toEqual([undefined, undefined])
    const next = await store.archive.history(lobby, { limit: 3, after: oldest.after ?? '' })
    expect(ids(next)).toBe('345')
    expect(ids(await store.archive.history(lobby, { after: next.after ?? '' }))).toBe('6')
    expect(await store.archive.history({ ...lobby, room: 'nowhere' })).toEqual({
      messages: [],
      complete: 'unknown',
    })
  })

  test('begins where it is asked to', async () => {
    const { store } = openStore()
    await store.archive.append([said('1', '1', { sentAt: 1_000 }), said('2', '2', { sentAt: 2_000 })])
    const page = await store.archive.history(lobby, { sinceMs: 1_500 })
    expect([ids(page), page.before]).toEqual(['2', undefined])
    // Heard later, and said in an hour of its own before.
    await store.archive.append([said('0', '0', { sentAt: 500 }), said('3', '3', { sentAt: 9_000_000 })])
    expect(ids(await store.archive.history(lobby, { sinceMs: 1_500 }))).toBe('23')
    expect(ids(await store.archive.history(lobby, { sinceMs: 8_000_000 }))).toBe('3')
    expect(ids(await store.archive.history(lobby, { sinceMs: 99_000_000 }))).toBe('')
  })

  test.each([
    [{ before: 'x' }, 'before'],
    [{ after: '-1' }, 'after'],
    [{ limit: 0 }, 'limit'],
    [{ sinceMs: Number.NaN }, 'sinceMs'],
  ])('is refused for %j, by the name of %s', async (query, name) => {
    const { store } = openStore()
    await expect(store.archive.history(lobby, query)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`${name} must be`) as unknown,
    })
  })
})

test('a text with half a character comes back as it was, and is found by the rest of it', async () => {
  const { store } = openStore()
  await store.archive.append([said('1', 'half \ud800 tea')])
  expect(textsOf(await store.archive.search({ text: 'tea \udc00' }))).toEqual(['half \ud800 tea'])
})
