import type { Lease, LeaseStore } from '@wireloom/chat-core'
import type { Database } from './database/database.js'

/** Leases by name. A row stays when its lease ends, so that no epoch is used twice. */
export class SqliteLeases implements LeaseStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  acquire(name: string, owner: string, leaseMs: number): Promise<Lease | undefined> {
    return this.#database.write('leases.acquire', () => {
      const nowMs = this.#database.clock.now()
      const known = this.#database.get('select owner, epoch, ends_at from lease where name = ?', name)
      const isLive = known !== undefined && Number(known['ends_at']) > nowMs
      if (isLive && known['owner'] !== owner) return undefined
      const epoch = Number(known?.['epoch'] ?? 0) + (isLive ? 0 : 1)
      const expiresAtMs = nowMs + leaseMs
      this.#database.run(
        `insert into lease (name, owner, epoch, ends_at) values (?, ?, ?, ?)
         on conflict (name) do update set owner = excluded.owner, epoch = excluded.epoch, ends_at = excluded.ends_at`,
        name,
        owner,
        epoch,
        expiresAtMs,
      )
      return { name, owner, epoch, expiresAtMs }
    })
  }

  async release({ name, owner, epoch }: Lease): Promise<void> {
    await this.#database.write('leases.release', () =>
      this.#database.run(
        'update lease set ends_at = 0 where name = ? and owner = ? and epoch = ?',
        name,
        owner,
        epoch,
      ),
    )
  }
}
