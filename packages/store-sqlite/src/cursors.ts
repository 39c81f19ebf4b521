import { roomKey, type Cursor, type CursorStore, type RoomRef, type SourceKind } from '@wireloom/chat-core'
import type { Database } from './database/database.js'

/** Cursors by room and source. */
export class SqliteCursors implements CursorStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(room: RoomRef, via: SourceKind): Promise<Cursor | undefined> {
    return this.#database.read('cursors.get', () => {
      const sql = 'select cursor from cursor where room_key = ? and via = ?'
      return this.#database.get(sql, roomKey(room), via)?.['cursor'] as Cursor | undefined
    })
  }

  async set(room: RoomRef, via: SourceKind, cursor: Cursor): Promise<void> {
    await this.#database.write('cursors.set', () =>
      this.#database.run(
        `insert into cursor (room_key, via, cursor) values (?, ?, ?)
         on conflict (room_key, via) do update set cursor = excluded.cursor`,
        roomKey(room),
        via,
        cursor,
      ),
    )
  }
}
