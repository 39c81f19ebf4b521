import type { ClaimResult, ClaimStore } from '@wireloom/chat-core'
import type { Database } from './database/database.js'
import { inPortions } from './database/portions.js'
import { Sweep } from './database/sweep.js'

/** A claim that ran out is still its owner's while nobody takes it: it is forgotten an hour later. */
const graceMs = 3_600_000

/** Claims by key, for all processes that share the file. */
export class SqliteClaims implements ClaimStore {
  readonly #database: Database
  readonly #sweep: Sweep

  constructor(database: Database) {
    this.#database = database
    this.#sweep = new Sweep(database.clock, (nowMs) =>
      database.run(
        'delete from claim where key in (select key from claim where ends_at <= ? limit 1000)',
        nowMs - graceMs,
      ),
    )
  }

  claim(keys: readonly string[], owner: string, leaseMs: number): Promise<readonly ClaimResult[]> {
    return this.#each('claims.claim', keys, (key, nowMs) => {
      const known = this.#database.get('select owner, ends_at from claim where key = ?', key)
      const isLive = known !== undefined && Number(known['ends_at']) > nowMs
      if (isLive && known['owner'] === null) return 'committed'
      if (isLive && known['owner'] !== owner) return 'held'
      this.#database.run(
        `insert into claim (key, owner, ends_at) values (?, ?, ?)
         on conflict (key) do update set owner = excluded.owner, ends_at = excluded.ends_at`,
        key,
        owner,
        nowMs + leaseMs,
      )
      return 'claimed'
    })
  }

  async renew(keys: readonly string[], owner: string, leaseMs: number): Promise<void> {
    await this.#each('claims.renew', keys, (key, nowMs) =>
      this.#database.run(
        'update claim set ends_at = ? where key = ? and owner = ?',
        nowMs + leaseMs,
        key,
        owner,
      ),
    )
  }

  commit(keys: readonly string[], owner: string, windowMs: number): Promise<readonly boolean[]> {
    return this.#each('claims.commit', keys, (key, nowMs) => {
      const sql = 'update claim set owner = null, ends_at = ? where key = ? and owner = ?'
      return this.#database.run(sql, nowMs + windowMs, key, owner).changes > 0
    })
  }

  async release(keys: readonly string[], owner: string): Promise<void> {
    await this.#each('claims.release', keys, (key) =>
      this.#database.run('delete from claim where key = ? and owner = ?', key, owner),
    )
  }

  #each<Value>(
    operation: string,
    keys: readonly string[],
    body: (key: string, nowMs: number) => Value,
  ): Promise<readonly Value[]> {
    return inPortions(keys, (portion) =>
      this.#database.write(operation, () => {
        const nowMs = this.#database.clock.now()
        this.#sweep.run(nowMs)
        return portion.map((key) => body(key, nowMs))
      }),
    )
  }
}
