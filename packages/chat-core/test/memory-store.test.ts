import { describe, expect, test } from 'vitest'
import { createMemoryStore, type OutboxItem } from '../src/index.js'
import { messageOf, roomOf } from './support/desk.js'
import { ManualClock } from './support/manual-clock.js'

const lobby = roomOf('lobby')

function open(archiveLimit?: number) {
  const clock = new ManualClock()
  return { clock, store: createMemoryStore({ clock, ...(archiveLimit !== undefined && { archiveLimit }) }) }
}

describe('claims', () => {
  test('are one owner’s until they run out, are given back, or are committed', async () => {
    const { clock, store } = open()
    const { claims } = store
    expect(await claims.claim(['a', 'b', 'c'], 'one', 1_000)).toEqual(['claimed', 'claimed', 'claimed'])
    expect(await claims.claim(['a', 'd'], 'two', 1_000)).toEqual(['held', 'claimed'])
    await claims.release(['a'], 'two')
    expect(await claims.claim(['a'], 'two', 1_000)).toEqual(['held'])
    await claims.release(['a'], 'one')
    expect(await claims.claim(['a'], 'two', 1_000)).toEqual(['claimed'])
    expect(await claims.commit(['b'], 'one', 5_000)).toEqual([true])
    expect(await claims.commit(['b'], 'one', 5_000)).toEqual([false])
    await clock.pass(900)
    await claims.renew(['c'], 'one', 1_000)
    await clock.pass(900)
    expect(await claims.claim(['a', 'b', 'c'], 'three', 1_000)).toEqual(['claimed', 'committed', 'held'])
    expect(await claims.commit(['a'], 'two', 5_000)).toEqual([false])
    await clock.pass(5_000)
    expect(await claims.claim(['b'], 'three', 1_000)).toEqual(['claimed'])
  })
})

describe('leases', () => {
  test('have one holder, and an epoch that never comes again', async () => {
    const { clock, store } = open()
    const first = await store.leases.acquire('shard 1', 'one', 1_000)
    expect(first).toMatchObject({ owner: 'one', epoch: 1, expiresAtMs: 1_001_000 })
    expect(await store.leases.acquire('shard 1', 'two', 1_000)).toBeUndefined()
    expect(await store.leases.acquire('shard 1', 'one', 2_000)).toMatchObject({ epoch: 1 })
    await clock.pass(2_000)
    const second = await store.leases.acquire('shard 1', 'two', 1_000)
    expect(second).toMatchObject({ owner: 'two', epoch: 2 })
    if (first !== undefined) await store.leases.release(first)
    expect(await store.leases.acquire('shard 1', 'one', 1_000)).toBeUndefined()
    if (second !== undefined) await store.leases.release(second)
    expect(await store.leases.acquire('shard 1', 'one', 1_000)).toMatchObject({ epoch: 3 })
  })
})

describe('the archive', () => {
  test('keeps each event once and pages both ways, oldest first', async () => {
    const { store } = open()
    const event = (id: string) =>
      ({ key: id, receivedAt: 0, event: { type: 'message', message: messageOf(id, lobby) } }) as const
    expect(await store.archive.append(['1', '2', '3', '4', '5'].map(event))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(await store.archive.append([event('5'), event('6')])).toEqual([false, true])
    const ids = (page: { readonly messages: readonly { readonly text: string }[] }): string =>
      page.messages.map(({ text }) => text).join('')
    const newest = await store.archive.history(lobby, { limit: 2 })
    const middle = await store.archive.history(lobby, { limit: 2, before: newest.before ?? '' })
    const oldest = await store.archive.history(lobby, { limit: 2, before: middle.before ?? '' })
    expect([ids(newest), ids(middle), ids(oldest)]).toEqual(['56', '34', '12'])
    expect([newest.after, oldest.before]).toEqual([undefined, undefined])
    expect(ids(await store.archive.history(lobby, { limit: 2, after: oldest.after ?? '' }))).toBe('34')
    expect(ids(await store.archive.history(roomOf('other'), {}))).toBe('')
    await expect(store.archive.history(lobby, { before: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('forgets the oldest past its limit', async () => {
    const { store } = open(2)
    const event = (id: string) =>
      ({ key: id, receivedAt: 0, event: { type: 'message', message: messageOf(id, lobby) } }) as const
    await store.archive.append([event('1'), event('2'), event('3')])
    expect((await store.archive.history(lobby, {})).messages.map(({ text }) => text)).toEqual(['2', '3'])
  })
})

describe('the rest', () => {
  test('keeps values as long as they are to be kept', async () => {
    const { clock, store } = open()
    await store.kv.set('a', '1', 1_000)
    await store.kv.set('b', '2')
    await clock.pass(1_000)
    expect([await store.kv.get('a'), await store.kv.get('b')]).toEqual([undefined, '2'])
    await store.kv.delete('b')
    expect(await store.kv.get('b')).toBeUndefined()
  })

  test('keeps what is to be sent by its name, and tells what is not sent', async () => {
    const { store } = open()
    const item: OutboxItem = {
      key: 'a',
      room: lobby,
      outgoing: { parts: [], text: 'hi', clientId: 'a' },
      state: 'waiting',
      priority: 'chatter',
      onUnknown: 'fail',
      createdAtMs: 0,
      deadlineAtMs: 1,
    }
    expect(await store.outbox.add(item)).toBeUndefined()
    expect(await store.outbox.add({ ...item, state: 'sending' })).toEqual(item)
    expect(await store.outbox.pending()).toEqual([item])
    await store.outbox.update({ ...item, state: 'sent', receipt: { refs: [], sentAt: 5 } })
    expect(await store.outbox.pending()).toEqual([])
    expect(await store.outbox.add(item)).toMatchObject({ receipt: { sentAt: 5 } })
    await store.outbox.remove('a')
    expect(await store.outbox.add(item)).toBeUndefined()
  })

  test('keeps dead letters until they are taken out', async () => {
    const { store } = open()
    const event = { type: 'clear', room: lobby } as const
    await store.deadLetters.add({ key: 'a', handler: 'h', event, attempts: 1, error: 'no', failedAtMs: 0 })
    expect(await store.deadLetters.list()).toHaveLength(1)
    await store.deadLetters.remove('a')
    expect(await store.deadLetters.list()).toEqual([])
  })
})
