import { createFakeClock } from '@wireloom/chat-core/testing'
import { describe, expect, test } from 'vitest'
import type { PruneOptions } from '../src/index.js'
import { newPath } from './support/folder.js'
import { edited, kitchen, lobby, openStore, said, textsOf } from './support/store.js'

const dayMs = 86_400_000

describe('what is pruned', () => {
  test('is what is older: messages by when they were sent, with their edits, and events by when they were heard', async () => {
    const { store, connection } = openStore()
    await store.archive.append([
      said('1', 'old tea', { sentAt: dayMs }),
      edited('1', 'old tea, corrected', 9 * dayMs, { sentAt: dayMs }),
      said('2', 'new tea', { sentAt: 5 * dayMs }),
      { key: 'old clear', receivedAt: 2 * dayMs, event: { type: 'clear', room: lobby } },
      { key: 'new clear', receivedAt: 6 * dayMs, event: { type: 'clear', room: lobby } },
    ])
    expect(await store.archive.prune({ beforeMs: 5 * dayMs })).toEqual({ events: 3, messages: 1 })
    expect(textsOf(await store.archive.history(lobby))).toEqual(['new tea'])
    expect(textsOf(await store.archive.search({ text: 'tea' }))).toEqual(['new tea'])
    expect(connection.prepare('select count(*) as n from event').get()).toEqual({ n: 2 })
    expect(await store.archive.prune({ beforeMs: 5 * dayMs })).toEqual({ events: 0, messages: 0 })
  })

  test('is of the rooms that are named, and may be counted from now', async () => {
    const clock = createFakeClock(10 * dayMs)
    const { store } = openStore(newPath(), clock)
    const there = { ref: { room: kitchen, id: '2' }, sentAt: dayMs }
    await store.archive.append([said('1', 'here', { sentAt: dayMs }), said('2', 'there', there)])
    expect(await store.archive.prune({ olderThanMs: dayMs, rooms: [kitchen] })).toEqual({
      events: 1,
      messages: 1,
    })
    expect(await store.archive.prune({ olderThanMs: 10 * dayMs })).toEqual({ events: 0, messages: 0 })
    expect(textsOf(await store.archive.search({ text: 'here' }))).toEqual(['here'])
    expect(await store.archive.prune({ olderThanMs: 0, rooms: [] })).toEqual({ events: 0, messages: 0 })
  })

  test('leaves a whole index: 5,000 of 6,000 messages go, and each of the rest is found', async () => {
    const { store, connection } = openStore()
    const all = Array.from({ length: 6_000 }, (_, index) =>
      said(String(index), `word${index} tea`, { sentAt: index }),
    )
    await store.archive.append(all)
    expect(await store.archive.prune({ beforeMs: 5_000 })).toEqual({ events: 5_000, messages: 5_000 })
    expect((await store.archive.search({ text: 'tea', limit: 5_000 })).events).toHaveLength(1_000)
    expect(textsOf(await store.archive.search({ text: 'word4999' }))).toEqual([])
    expect(textsOf(await store.archive.search({ text: 'word5000' }))).toEqual(['word5000 tea'])
    connection.exec(`insert into search (search) values ('integrity-check')`)
  })

  test.each<[PruneOptions, string]>([
    [{}, 'One of olderThanMs and beforeMs'],
    [{ olderThanMs: 1, beforeMs: 1 }, 'One of olderThanMs and beforeMs'],
    [{ olderThanMs: -1 }, 'olderThanMs'],
    [{ beforeMs: Number.NaN }, 'beforeMs'],
    [{ beforeMs: 1, rooms: lobby as unknown as [] }, 'rooms'],
  ])('is nothing for %j, which is refused by name', async (options, name) => {
    const { store } = openStore()
    await expect(store.archive.prune(options)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`${name} must be`) as unknown,
    })
  })
})
