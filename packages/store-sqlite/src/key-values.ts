import type { KeyValueStore } from '@wireloom/chat-core'
import { checkMs } from './check.js'
import type { Database } from './database/database.js'
import { Sweep } from './database/sweep.js'

/** Values by name. What ran out is not told any more, and forgotten when something else is set. */
export class SqliteKeyValues implements KeyValueStore {
  readonly #database: Database
  readonly #sweep: Sweep

  constructor(database: Database) {
    this.#database = database
    this.#sweep = new Sweep(database.clock, (nowMs) =>
      database.run('delete from key_value where ends_at <= ?', nowMs),
    )
  }

  get(key: string): Promise<string | undefined> {
    return this.#database.read('kv.get', () => {
      const sql = 'select value from key_value where key = ? and (ends_at is null or ends_at > ?)'
      return this.#database.get(sql, key, this.#database.clock.now())?.['value'] as string | undefined
    })
  }

  async set(key: string, value: string, timeToLiveMs: number = Infinity): Promise<void> {
    const lifeMs = timeToLiveMs === Infinity ? Infinity : checkMs('timeToLiveMs', timeToLiveMs)
    await this.#database.write('kv.set', () => {
      const nowMs = this.#database.clock.now()
      this.#sweep.run(nowMs)
      this.#database.run(
        `insert into key_value (key, value, ends_at) values (?, ?, ?)
         on conflict (key) do update set value = excluded.value, ends_at = excluded.ends_at`,
        key,
        value,
        lifeMs === Infinity ? null : nowMs + lifeMs,
      )
    })
  }

  async delete(key: string): Promise<void> {
    await this.#database.write('kv.delete', () =>
      this.#database.run('delete from key_value where key = ?', key),
    )
  }
}
