import { createFakeClock, turn } from '@wireloom/chat-core/testing'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Writer } from '../src/database/writer.js'
import { newPath } from './support/folder.js'

function open(path: string = newPath()) {
  const connection = new DatabaseSync(path, { timeout: 0 })
  onTestFinished(() => connection.close())
  connection.exec('pragma journal_mode = wal; create table if not exists line (text text not null)')
  const statements: string[] = []
  const clock = createFakeClock()
  const exec = (sql: string): void => {
    statements.push(sql)
    connection.exec(sql)
  }
  const writer = new Writer({ connection: { exec }, clock, lockTimeoutMs: 1_000 })
  const insert = (text: string | null): Promise<unknown> =>
    writer.write(() => connection.prepare('insert into line values (?)').run(text))
  const lines = (): readonly unknown[] =>
    connection
      .prepare('select text from line')
      .all()
      .map(({ text }) => text)
  const count = (sql: string): number => statements.filter((each) => each === sql).length
  return { path, connection, clock, writer, insert, lines, count }
}

describe('writes', () => {
  test('of one turn go into one transaction', async () => {
    const { insert, lines, count } = open()
    await Promise.all(['a', 'b', 'c'].map(insert))
    expect(lines()).toEqual(['a', 'b', 'c'])
    expect(count('commit')).toBe(1)
  })

  test('settle when they are committed, and not before', async () => {
    const { path, insert } = open()
    const other = new DatabaseSync(path)
    const seen: unknown[] = []
    await insert('a').then(() => seen.push(other.prepare('select count(*) as n from line').get()?.['n']))
    other.close()
    expect(seen).toEqual([1])
  })

  test('that fail take nothing with them but themselves', async () => {
    const { insert, lines } = open()
    const results = await Promise.allSettled([insert('a'), insert(null), insert('c')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(lines()).toEqual(['a', 'c'])
  })

  test('that fail halfway leave nothing of themselves', async () => {
    const { connection, writer, lines } = open()
    const half = writer.write(() => {
      connection.exec(`insert into line values ('half')`)
      throw new RangeError('in the middle')
    })
    await expect(half).rejects.toThrow('in the middle')
    expect(lines()).toEqual([])
  })

  test('are kept where another ended the transaction under them', async () => {
    const { connection, writer, insert, lines } = open()
    const before = insert('a')
    const ended = writer.write(() => {
      connection.exec('rollback')
      throw new RangeError('the disk is gone')
    })
    const results = await Promise.allSettled([before, ended, insert('b')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(lines()).toEqual(['a', 'b'])
  })

  test('all fail where the commit fails, and leave nothing', async () => {
    const { connection, writer, insert, lines } = open()
    connection.exec(`
      pragma foreign_keys = on; create table parent (id integer primary key);
      create table child (parent integer references parent (id) deferrable initially deferred)`)
    const orphan = writer.write(() => connection.exec('insert into child values (7)'))
    const results = await Promise.allSettled([insert('a'), orphan, insert('b')])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(lines()).toEqual([])
    await insert('c')
    expect(lines()).toEqual(['c'])
  })

  test('that would hold the loop for long are cut into several transactions', async () => {
    const { writer, count } = open()
    let turns = 0
    let isOver = false
    const countTurns = (): void => {
      turns += 1
      if (!isOver) setImmediate(countTurns)
    }
    setImmediate(countTurns)
    const busy = (): void => {
      const untilMs = performance.now() + 5
      while (performance.now() < untilMs);
    }
    await Promise.all(Array.from({ length: 6 }, () => writer.write(busy)))
    isOver = true
    expect(count('commit')).toBeGreaterThanOrEqual(3)
    expect(turns).toBeGreaterThanOrEqual(2)
  })

  test('wait for another who holds the lock, without holding the loop, and are kept then', async () => {
    const { path, clock, insert, lines } = open()
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const write = insert('a')
    await clock.advance(900)
    expect(lines()).toEqual([])
    other.exec('commit')
    await clock.advance(50)
    await write
    expect(lines()).toEqual(['a'])
    other.close()
  })

  test('that waited for the lock for too long fail, and no others', async () => {
    const { path, clock, insert, lines } = open()
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const early = insert('early')
    early.catch(() => undefined)
    await clock.advance(600)
    const late = insert('late')
    await clock.advance(600)
    await expect(early).rejects.toThrow('database is locked')
    other.exec('commit')
    other.close()
    await clock.advance(50)
    await late
    expect(lines()).toEqual(['late'])
    await turn()
  })
})
