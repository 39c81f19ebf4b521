import { chmodSync, closeSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHub, ChatError, isChatError } from '@wireloom/chat-core'
import { createFakeClock, createMemoryAdapter, MemoryPlatform } from '@wireloom/chat-core/testing'
import { describe, expect, test } from 'vitest'
import { toChatError } from '../src/errors.js'
import { createSqliteStore } from '../src/index.js'
import { start } from './support/child.js'
import { newPath } from './support/folder.js'
import { lobby, openStore, said, textsOf } from './support/store.js'

function openingError(path: string): ChatError {
  try {
    createSqliteStore({ path, lockTimeoutMs: 30 })
  } catch (error) {
    if (isChatError(error)) return error
    throw error
  }
  throw new RangeError('it was opened')
}

/** Of a connection: no room is left but for so many pages. */
function leavePages(connection: DatabaseSync, pages: number): void {
  const { page_count: count } = connection.prepare('pragma page_count').get() as { page_count: number }
  connection.exec(`pragma max_page_count = ${count + pages}`)
}

const large = (count: number, from: number = 0) =>
  Array.from({ length: count }, (_, index) =>
    said(`${from + index}`, `tea ${from + index} ${'x'.repeat(2_000)}`),
  )

describe('a path where', () => {
  test('there is no folder is refused', () => {
    const path = join(dirname(newPath()), 'missing', 'chat.db')
    expect(openingError(path)).toMatchObject({
      code: 'not_found',
      retryable: false,
      message: `The database ${path} cannot be opened: there is no folder ${dirname(path)}; make it first.`,
      operation: 'open',
      cause: { code: 'ERR_SQLITE_ERROR' },
    })
  })

  test('there is a folder is refused', () => {
    const path = newPath('folder')
    mkdirSync(path)
    expect(openingError(path)).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('is a folder') as unknown,
    })
  })

  test('a file stands for the folder is refused', () => {
    const file = newPath('file')
    writeFileSync(file, '')
    const { code, message } = openingError(join(file, 'chat.db'))
    expect([code, message]).toEqual(['invalid', expect.stringContaining(`${file} is a file, not a folder`)])
  })

  test('there is something else than a database is refused, and left as it is', () => {
    const path = newPath()
    writeFileSync(path, 'a diary, and none of your business. '.repeat(100))
    expect(openingError(path)).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('it is no SQLite database; give another path') as unknown,
    })
    expect(statSync(path).size).toBe(3_600)
  })

  test('there is the database of another program is refused, and left as it is', () => {
    const path = newPath()
    const other = new DatabaseSync(path)
    other.exec('create table diary (entry)')
    expect(openingError(path)).toMatchObject({
      code: 'invalid',
      message: `The database ${path} belongs to another program; give another path.`,
    })
    expect(other.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'diary' }])
    other.close()
  })

  test('there is a file of a newer schema is refused', async () => {
    const path = newPath()
    await createSqliteStore({ path }).close()
    const newer = new DatabaseSync(path)
    newer.exec('pragma user_version = 99')
    newer.close()
    expect(openingError(path)).toMatchObject({
      code: 'unsupported',
      retryable: false,
      message: expect.stringContaining('has schema 99') as unknown,
    })
  })

  test('there is a file that may only be read is refused', async () => {
    const path = newPath()
    await createSqliteStore({ path }).close()
    chmodSync(path, 0o444)
    chmodSync(dirname(path), 0o755)
    const { line } = start('run-readonly.ts', path)
    expect(JSON.parse((await line()) ?? '')).toEqual([
      'forbidden',
      false,
      expect.stringContaining('read-only'),
    ])
  })

  test('there is a folder in which nothing may be made is refused', async () => {
    const path = newPath()
    chmodSync(dirname(path), 0o555)
    const { line } = start('run-readonly.ts', path)
    expect(JSON.parse((await line()) ?? '')).toEqual([
      'forbidden',
      false,
      expect.stringContaining('give this user the right to the file and its folder'),
    ])
  })
})

describe('a damaged file', () => {
  test('is told as one, by reads and writes of what is damaged, and is not written to', async () => {
    const path = newPath()
    const store = createSqliteStore({ path })
    await store.archive.append(large(200))
    await store.close()
    const { size } = statSync(path)
    const file = openSync(path, 'r+')
    const from = 8 * 4_096
    writeSync(file, Buffer.alloc(size - from, 0xaa), 0, size - from, from)
    closeSync(file)
    await using again = createSqliteStore({ path })
    const damaged = {
      code: 'protocol',
      retryable: false,
      message: expect.stringContaining('is damaged') as unknown,
    }
    await expect(again.archive.history(lobby)).rejects.toMatchObject({
      ...damaged,
      operation: 'archive.history',
    })
    await expect(again.archive.append(large(10, 500))).rejects.toMatchObject({
      ...damaged,
      operation: 'archive.append',
    })
  })

  test('is told as one where it is no database any more, once it was opened', () => {
    const cause = Object.assign(new Error('file is not a database'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: 26,
    })
    expect(toChatError(cause, '/chat.db', 'archive.append')).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('is damaged') as unknown,
    })
    expect(toChatError(cause, '/chat.db', 'open').code).toBe('invalid')
  })

  test('is told as one when it is opened, where its beginning is damaged', async () => {
    const path = newPath()
    await createSqliteStore({ path }).close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(3_000, 0xaa), 0, 3_000, 100)
    closeSync(file)
    expect(openingError(path)).toMatchObject({ code: 'protocol', retryable: false })
  })
})

describe('a full disk', () => {
  test('rejects what is to be kept and keeps nothing of it by half; what is there can be read; with room it goes on', async () => {
    const { store, connection } = openStore()
    await store.archive.append(large(10))
    leavePages(connection, 4)
    const write = store.archive.append(large(100, 100))
    await expect(write).rejects.toMatchObject({
      name: 'ChatError',
      code: 'unavailable',
      retryable: true,
      operation: 'archive.append',
      message: expect.stringContaining('the disk is full; make room') as unknown,
      cause: { errcode: 13 },
    })
    expect(textsOf(await store.archive.search({ text: 'tea', limit: 200 }))).toHaveLength(10)
    leavePages(connection, 10_000)
    expect(await store.archive.append(large(100, 100))).toEqual(large(100).map(() => true))
  })

  test('takes what still fits, in the same batch as what does not', async () => {
    const { store, connection } = openStore()
    leavePages(connection, 4)
    const results = await Promise.allSettled([
      store.kv.set('before', '1'),
      store.archive.append(large(150)),
      store.kv.set('after', '2'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([await store.kv.get('before'), await store.kv.get('after')]).toEqual(['1', '2'])
  })

  test('costs a hub nothing: what was said meanwhile is handled and archived once there is room', async () => {
    const clock = createFakeClock()
    const { store, connection } = openStore(newPath(), clock)
    const platform = new MemoryPlatform({ clock })
    const hub = createHub({ clock, store })
    const handled: string[] = []
    const errors: string[] = []
    hub.on('message', async ({ message }) => void handled.push(message.text))
    hub.on('error', (error) => void errors.push(error.message))
    const room = { platform: 'memory', account: 'bot', room: 'lobby', kind: 'live' } as const
    await hub.add(createMemoryAdapter(platform), { rooms: [room] })
    platform.say('lobby', 'ann', 'first')
    await clock.advance(1_000)
    expect(handled).toEqual(['first'])

    leavePages(connection, 0)
    const texts = Array.from({ length: 600 }, (_, index) => `line ${index} ${'y'.repeat(500)}`)
    for (const text of texts) platform.say('lobby', 'ann', text)
    await clock.advance(20_000)
    expect(
      errors.some((message) => message.includes('keep what was handled') || message.includes('claim')),
    ).toBe(true)
    expect((await store.archive.history(room)).messages.length).toBeGreaterThan(0)
    expect(hub.inspect().counters.received).toBeGreaterThanOrEqual(601)

    leavePages(connection, 10_000)
    await clock.advance(60_000)
    expect(handled).toEqual(['first', ...texts])
    const { messages } = await store.archive.history(room, { limit: 1_000 })
    expect(messages.map(({ text }) => text)).toEqual(['first', ...texts])
    await hub.close()
  })
})

describe('another process', () => {
  test('that holds the lock makes writes wait, not reads; a write that waited too long says so; with the lock back all is well', async () => {
    const path = newPath()
    const store = createSqliteStore({ path, lockTimeoutMs: 50 })
    await store.kv.set('a', '1')
    const { line, kill } = start('run-locker.ts', path)
    expect(await line()).toBe('locked')
    const write = store.kv.set('a', '2')
    expect(await store.kv.get('a')).toBe('1')
    await expect(write).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      operation: 'kv.set',
      message: expect.stringContaining('another process holds the file locked') as unknown,
    })
    const waiting = store.kv.set('a', '3')
    await kill()
    await waiting
    expect(await store.kv.get('a')).toBe('3')
    await store.close()
  })

  test('that makes the file at the same moment is waited for', async () => {
    const path = newPath()
    const { line } = start('run-locker.ts', path, 'immediate', '60')
    expect(await line()).toBe('locked')
    await using store = createSqliteStore({ path })
    await store.kv.set('a', '1')
    expect(await store.kv.get('a')).toBe('1')
  })

  test('that has the file for itself alone is told when it is opened', async () => {
    const path = newPath()
    const { line } = start('run-locker.ts', path, 'exclusive')
    expect(await line()).toBe('locked')
    expect(openingError(path)).toMatchObject({ code: 'unavailable', retryable: true })
  })
})
