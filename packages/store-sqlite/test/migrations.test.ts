import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { createSqliteStore } from '../src/index.js'
import { migrate } from '../src/database/migrate.js'
import { migrations } from '../src/database/schema.js'
import { newPath } from './support/folder.js'
import { textsOf } from './support/store.js'

const hourMs = 3_600_000

/** A file as version 1 left it, with a message in it, written as version 1 wrote. */
function makeVersion1(path: string): void {
  const connection = new DatabaseSync(path)
  migrate(connection, path, migrations.slice(0, 1))
  const author = { id: 'u1', name: 'Ann', roles: [], badges: [], self: false, anonymous: false }
  const room = { platform: 'kick', account: '7', room: 'lobby', kind: 'live' }
  const parts = [{ type: 'text', text: 'old tea' }]
  const message = { ref: { room, id: '1' }, author, parts, text: 'old tea', sentAt: 5 * hourMs }
  connection.exec(`insert into room values (1, 'kick/7/lobby', 'kick', '7', 'lobby', 'live')`)
  connection
    .prepare(
      `insert into event (key, room_id, type, received_at, sent_at, author_id, words, body)
       values ('kick/7/lobby/1', 1, 'message', 1, ?, 'u1', ' old tea ', ?)`,
    )
    .run(5 * hourMs, JSON.stringify({ type: 'message', message }))
  connection.exec(`insert into search (rowid, words, room, author, kind) values (1, ' old tea ', '', '', '')`)
  connection.exec(`insert into key_value values ('name', 'kept', null)`)
  connection.close()
}

function versionOf(path: string): unknown {
  const connection = new DatabaseSync(path)
  const row = connection.prepare('pragma user_version').get()
  connection.close()
  return row?.['user_version']
}

describe('a schema', () => {
  test('of version 1 becomes that of today, with all that was in it', async () => {
    const path = newPath()
    makeVersion1(path)
    expect(versionOf(path)).toBe(1)
    await using store = createSqliteStore({ path })
    expect(versionOf(path)).toBe(migrations.length)
    expect(await store.kv.get('name')).toBe('kept')
    expect(
      textsOf(await store.archive.search({ text: 'tea', fromMs: 4 * hourMs, toMs: 6 * hourMs })),
    ).toEqual(['old tea'])
    expect(await store.archive.search({ text: 'tea', fromMs: 7 * hourMs })).toEqual({ events: [] })
  })

  test('is made once where several open a new file at the same time', async () => {
    const path = newPath()
    const stores = [1, 2, 3].map(() => createSqliteStore({ path }))
    await stores[0]?.kv.set('a', '1')
    expect(await stores[2]?.kv.get('a')).toBe('1')
    await Promise.all(stores.map((store) => store.close()))
  })

  test('is as it was where a step fails', () => {
    const connection = new DatabaseSync(newPath())
    const steps = ['create table one (a)', 'create table two (a); insert into nowhere values (1)']
    expect(() => migrate(connection, 'chat.db', steps)).toThrow('no such table: nowhere')
    expect(connection.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'one' }])
    expect(connection.prepare('pragma user_version').get()).toEqual({ user_version: 1 })
    migrate(connection, 'chat.db', [steps[0] ?? '', 'create table two (a)'])
    expect(connection.prepare('pragma user_version').get()).toEqual({ user_version: 2 })
    connection.close()
  })
})
