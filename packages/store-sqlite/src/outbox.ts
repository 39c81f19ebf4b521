import type { OutboxItem, OutboxStore } from '@wireloom/chat-core'
import type { Database } from './database/database.js'
import { Sweep } from './database/sweep.js'

/** For how long what is over is known by its name. */
const rememberMs = 24 * 3_600_000

/** What is to be sent, in the order it was added, and for a day what is over: sent, or never to be known. */
export class SqliteOutbox implements OutboxStore {
  readonly #database: Database
  readonly #sweep: Sweep

  constructor(database: Database) {
    this.#database = database
    this.#sweep = new Sweep(database.clock, (nowMs) =>
      database.run(
        'delete from outbox where position in (select position from outbox where over_at <= ? limit 1000)',
        nowMs - rememberMs,
      ),
    )
  }

  async add(item: OutboxItem): Promise<OutboxItem | undefined> {
    const text = JSON.stringify(item)
    return this.#database.write('outbox.add', () => {
      const known = this.#database.get('select item from outbox where key = ?', item.key)
      if (known !== undefined) return readItem(known['item'])
      const overAtMs = isOver(item) ? this.#database.clock.now() : null
      this.#database.run('insert into outbox (key, over_at, item) values (?, ?, ?)', item.key, overAtMs, text)
      return undefined
    })
  }

  async update(item: OutboxItem): Promise<void> {
    const text = JSON.stringify(item)
    await this.#database.write('outbox.update', () => {
      const nowMs = this.#database.clock.now()
      this.#sweep.run(nowMs)
      this.#database.run(
        `insert into outbox (key, over_at, item) values (?, ?, ?)
         on conflict (key) do update set over_at = excluded.over_at, item = excluded.item`,
        item.key,
        isOver(item) ? nowMs : null,
        text,
      )
    })
  }

  async remove(key: string): Promise<void> {
    await this.#database.write('outbox.remove', () =>
      this.#database.run('delete from outbox where key = ?', key),
    )
  }

  pending(): Promise<readonly OutboxItem[]> {
    return this.#database.read('outbox.pending', () =>
      this.#database
        .all(`select item from outbox where over_at is null order by position`)
        .map(({ item }) => readItem(item)),
    )
  }
}

function readItem(text: unknown): OutboxItem {
  return JSON.parse(String(text)) as OutboxItem
}

function isOver({ state }: OutboxItem): boolean {
  return state === 'sent' || state === 'unknown'
}
