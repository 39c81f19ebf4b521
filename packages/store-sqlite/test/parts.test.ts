import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { isChatError, type OutboxItem } from '@wireloom/chat-core'
import { createFakeClock } from '@wireloom/chat-core/testing'
import { describe, expect, test } from 'vitest'
import { createSqliteStore, type SqliteStoreOptions } from '../src/index.js'
import { newPath } from './support/folder.js'
import { lobby, openStore, said } from './support/store.js'

const dayMs = 86_400_000

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

function open() {
  const clock = createFakeClock()
  const { store, connection } = openStore(newPath(), clock)
  const count = (table: string): unknown =>
    connection.prepare(`select count(*) as n from ${table}`).get()?.['n']
  return { clock, store, connection, count }
}

describe('a store', () => {
  test('forgets claims an hour after they ran out, and committed ones no sooner than their window', async () => {
    const { clock, store, count } = open()
    await store.claims.claim(['a', 'b'], 'one', 1_000)
    await store.claims.commit(['a'], 'one', dayMs)
    await clock.advance(3_600_000)
    await store.claims.claim(['c'], 'one', 1_000)
    expect(await store.claims.commit(['b'], 'one', 1_000)).toEqual([true])
    await clock.advance(2 * 3_600_000)
    await store.claims.claim(['d'], 'one', 1_000)
    expect(count('claim')).toBe(2)
    expect(await store.claims.claim(['a'], 'two', 1_000)).toEqual(['committed'])
  })

  test('forgets what was sent after a day, and nothing that was not', async () => {
    const { clock, store, count } = open()
    await store.outbox.add(item)
    await store.outbox.update({ ...item, state: 'sent', receipt: { refs: [], sentAt: 5 } })
    await store.outbox.add({ ...item, key: 'b' })
    await clock.advance(dayMs - 1_000)
    await store.outbox.update({ ...item, key: 'b', state: 'sending' })
    expect(await store.outbox.add(item)).toMatchObject({ receipt: { sentAt: 5 } })
    await clock.advance(70_000)
    await store.outbox.update({ ...item, key: 'b', state: 'sending' })
    expect(count('outbox')).toBe(1)
  })

  test('has nothing to send of which nobody could find out, and knows it by its name', async () => {
    const { store } = open()
    await store.outbox.add(item)
    await store.outbox.update({ ...item, state: 'unknown' })
    expect(await store.outbox.pending()).toEqual([])
    expect(await store.outbox.add(item)).toMatchObject({ state: 'unknown' })
  })

  test('forgets values that ran out', async () => {
    const { clock, store, count } = open()
    await store.kv.set('a', '1', 1_000)
    await clock.advance(61_000)
    await store.kv.set('b', '2')
    expect(count('key_value')).toBe(1)
  })

  test('never uses the epoch of a lease twice', async () => {
    const { store } = open()
    const first = await store.leases.acquire('shard', 'one', 1_000)
    if (first !== undefined) await store.leases.release(first)
    expect(await store.leases.acquire('shard', 'one', 1_000)).toMatchObject({ epoch: 2 })
  })

  test('gives dead letters back with the roles of their author', async () => {
    const { store } = open()
    const { event } = said('1', 'oh')
    const letter = { key: 'k', handler: 'bot', event, attempts: 3, error: 'it failed', failedAtMs: 1 }
    await store.deadLetters.add(letter)
    expect(await store.deadLetters.list()).toEqual([letter])
  })

  test('is not durable in memory, and is in a file', async () => {
    await using memory = createSqliteStore({ path: ':memory:' })
    await memory.kv.set('a', '1')
    expect([await memory.kv.get('a'), memory.durable, open().store.durable]).toEqual(['1', false, true])
  })

  test('takes a name that looks like a URI for a file, in the folder of now', async () => {
    const path = newPath('file:x?mode=memory')
    await using store = createSqliteStore({ path })
    await store.kv.set('a', '1')
    expect([store.path, statSync(path).isFile()]).toEqual([path, true])
  })

  test('makes its file its owner’s alone, the log too, and leaves another’s rights as they are', async () => {
    const path = newPath()
    await using store = createSqliteStore({ path })
    await store.kv.set('a', '1')
    const modes = ['', '-wal', '-shm'].map((end) => (statSync(`${path}${end}`).mode & 0o777).toString(8))
    expect(modes).toEqual(['600', '600', '600'])
    const shared = newPath()
    writeFileSync(shared, '', { mode: 0o640 })
    await using other = createSqliteStore({ path: shared })
    expect([other.durable, (statSync(shared).mode & 0o777).toString(8)]).toEqual([true, '640'])
  })

  test('writes what waits when it is closed, and then says of everything that it is closed', async () => {
    const path = newPath()
    const store = createSqliteStore({ path })
    const write = store.archive.append([said('1', 'tea')])
    const closed = store.close()
    expect(store.close()).toBe(closed)
    await Promise.all([closed, expect(write).resolves.toEqual([true])])
    const late = [
      store.archive.append([said('2', 'tea')]),
      store.archive.history(lobby),
      store.kv.get('a'),
      store.tokens('x').set(undefined),
      store.archive.erase({ platform: 'kick', authorId: '1' }),
    ]
    for (const { status, ...rest } of await Promise.allSettled(late)) {
      expect([status, rest]).toMatchObject(['rejected', { reason: { code: 'closed' } }])
    }
    expect(statSync(path).size).toBeGreaterThan(0)
    expect(() => readFileSync(`${path}-wal`)).toThrow('ENOENT')
  })

  test('names a value that SQLite cannot take, and keeps what was written beside it', async () => {
    const { store } = open()
    const bad = store.kv.set('a', { no: 'text' } as unknown as string)
    const good = store.kv.set('b', '2')
    await expect(bad).rejects.toMatchObject({ name: 'ChatError', code: 'invalid', operation: 'kv.set' })
    await good
    expect(await store.kv.get('b')).toBe('2')
  })

  test.each<[Partial<Record<keyof SqliteStoreOptions, unknown>>, string]>([
    [{}, 'path'],
    [{ path: '' }, 'path'],
    [{ path: 'a\0b' }, 'path'],
    [{ path: 7 }, 'path'],
    [{ path: '/nowhere/at/all/x.db', durability: 'much' }, 'durability'],
    [{ path: '/nowhere/at/all/x.db', lockTimeoutMs: -1 }, 'lockTimeoutMs'],
    [{ path: '/nowhere/at/all/x.db', clock: {} }, 'clock'],
    [{ path: '/nowhere/at/all/x.db', clock: null }, 'clock'],
  ])('refuses options %j before it looks at the disk, by the name of %s', (options, name) => {
    const make = (): unknown => createSqliteStore(options as unknown as SqliteStoreOptions)
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(`${name} must`) }),
    )
  })
})

test('an option that is undefined is as one that was left out', async () => {
  const store = createSqliteStore({
    path: newPath(),
    durability: undefined,
    lockTimeoutMs: undefined,
    clock: undefined,
  })
  await store.kv.set('a', '1')
  expect(await store.kv.get('a')).toBe('1')
  await store.close()
})

test('a Node without SQLite says so in one sentence, and importing the package says nothing', () => {
  const program = `
    import { createSqliteStore } from '@wireloom/store-sqlite'
    console.log('imported')
    try { createSqliteStore({ path: ':memory:' }) } catch (error) { console.log(error.name, error.code, error.message) }`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-experimental-sqlite', '--input-type=module', '--eval', program],
    { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(stdout).toMatch(
    /^imported\nChatError unsupported This Node, v[\d.]+, has no node:sqlite; .* needs Node 22\.16 or newer\.\n$/,
  )
  expect(isChatError(stdout)).toBe(false)
})
