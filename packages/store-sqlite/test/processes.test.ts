import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { createSqliteStore, type SqliteStore } from '../src/index.js'
import { start } from './support/child.js'
import { newPath } from './support/folder.js'
import { edited, lobby, said, textsOf } from './support/store.js'

describe('several processes', () => {
  test('that claim the same 1,000 keys at the same time each get some, and no key is got twice', async () => {
    const path = newPath()
    await createSqliteStore({ path }).close()
    const claimers = ['one', 'two'].map((owner) => start('run-claimer.ts', path, owner, '1000'))
    await Promise.all(claimers.map(({ line }) => line()))
    for (const { child } of claimers) child.stdin.write('go\n')
    const got = await Promise.all(
      claimers.map(async ({ line }) => JSON.parse((await line()) ?? '[]') as readonly string[]),
    )
    expect(got.flat()).toHaveLength(1_000)
    expect(new Set(got.flat()).size).toBe(1_000)
  })
})

describe('two connections to one file', () => {
  test('that append, edit and search at the same time keep one whole archive', async () => {
    const path = newPath()
    const stores = [1, 2].map(() => createSqliteStore({ path, durability: 'process-end' }))
    const [one, two] = stores as [SqliteStore, SqliteStore]
    for (let round = 0; round < 20; round += 1) {
      const events = Array.from({ length: 30 }, (_, index) =>
        said(`${round}-${index}`, `tea ${round} ${index}`),
      )
      // oxlint-disable-next-line no-await-in-loop -- round after round
      const [first, second] = await Promise.all([
        one.archive.append([...events, edited(`${round}-0`, `cake ${round}`, 5)]),
        two.archive.append([...events.toReversed(), edited(`${round}-0`, `cake ${round}`, 5)]),
      ])
      expect([...first, ...second].filter(Boolean)).toHaveLength(31)
      // oxlint-disable-next-line no-await-in-loop
      expect(textsOf(await two.archive.search({ text: 'cake', limit: 100 }))).toHaveLength(round + 1)
    }
    expect(textsOf(await one.archive.search({ text: 'tea', limit: 1_000 }))).toHaveLength(20 * 29)
    await Promise.all(stores.map((store) => store.close()))
    const connection = new DatabaseSync(path)
    connection.exec(`insert into search (search) values ('integrity-check')`)
    expect(connection.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    connection.close()
  })
})

describe('a process that is killed while it writes', () => {
  test(
    'has kept all it was answered for, twenty times in a row, and left a whole file',
    { timeout: 60_000 },
    async () => {
      const path = newPath()
      let seed = 20_261_124
      const random = (): number => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
        return seed / 4_294_967_296
      }
      let last = -1
      let first = 0
      for (let round = 0; round < 20; round += 1) {
        const { line, kill } = start('run-appender.ts', path, String(first))
        // Killed after so many answers, at whatever it is doing then.
        const answers = 1 + Math.floor(random() * 12)
        // oxlint-disable no-await-in-loop -- one process after the other
        for (let answer = 0; answer < answers; answer += 1) last = Number(await line())
        await kill()
        for (let more = await line(); more !== undefined; more = await line()) last = Number(more)
        await using store = createSqliteStore({ path, durability: 'process-end' })
        expect(textsOf(await store.archive.search({ text: `number${last}` }))).toHaveLength(1)
        expect(Number(await store.cursors.get(lobby, 'socket'))).toBeGreaterThanOrEqual(last)
        expect(await store.claims.claim([`claim ${last}`], 'another', 1)).toEqual(['held'])
        // oxlint-enable no-await-in-loop
        first = last + 1
      }
      const connection = new DatabaseSync(path)
      const { count } = connection.prepare(`select count(*) as count from event`).get() as { count: number }
      expect(count).toBeGreaterThan(last)
      const missing = connection
        .prepare(
          `with recursive number (n) as (select 0 union all select n + 1 from number where n < ?)
         select n from number where not exists (select 1 from event where key = 'kick/7/lobby/' || n)`,
        )
        .all(last)
      expect(missing).toEqual([])
      expect(connection.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
      connection.exec(`insert into search (search) values ('integrity-check')`)
      connection.close()
    },
  )
})
