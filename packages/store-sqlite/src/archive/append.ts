import type { RoomRef } from '@wireloom/chat-core'
import type { Database, Row } from '../database/database.js'
import type { Change, Entry } from './entry.js'
import { hourMs } from './hours.js'
import type { SearchIndex } from './search-index.js'

const insertEvent = `
  insert into event (key, room_id, type, received_at, sent_at, author_id, words, body) values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (key) do nothing`
const selectEvent = 'select id, type, state, version, author_id, words from event where key = ?'

/** Writes events down, each once, and what they say about messages. To be run within one write. */
export class Append {
  readonly #database: Database
  readonly #index: SearchIndex
  readonly #roomIds = new Map<string, number>()
  readonly #hours = new Map<number, { readonly first: number; readonly last: number }>()

  constructor(database: Database, index: SearchIndex) {
    this.#database = database
    this.#index = index
  }

  /** @returns for each whether it was new */
  run(entries: readonly Entry[]): readonly boolean[] {
    const results = entries.map((entry) => this.#add(entry))
    for (const [hour, { first, last }] of this.#hours) {
      this.#database.run(
        `insert into hour (hour, first_id, last_id) values (?, ?, ?) on conflict (hour) do update
         set first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
        hour,
        first,
        last,
      )
    }
    return results
  }

  #add(entry: Entry): boolean {
    const { key, type, receivedAt, sentAt, authorId, words, body, change } = entry
    // Of an edit the words are found by the row of its message.
    const own = change === undefined ? words : null
    const { changes, id } = this.#database.run(
      insertEvent,
      key,
      this.#roomIdOf(entry),
      type,
      receivedAt,
      sentAt,
      authorId,
      own,
      body,
    )
    if (changes === 0) return type === 'message' && this.#fillIn(entry)
    if (own !== null) this.#find(id, entry, own)
    if (change?.kind === 'edit') this.#edit(id, entry, change)
    if (change?.kind === 'delete') this.#delete(entry, change)
    return true
  }

  /**
   * A message whose edit or deletion was heard before itself has its row already, without a body. Where that can be found
   * already, it stays found by the author of then.
   */
  #fillIn({ key, receivedAt, sentAt, authorId, body }: Entry): boolean {
    const { changes } = this.#database.run(
      `update event set received_at = ?, sent_at = ?, author_id = iif(words is null, ?, author_id), body = ?
       where key = ? and body is null and state <> 'erased'`,
      receivedAt,
      sentAt,
      authorId,
      body,
      key,
    )
    return changes > 0
  }

  #edit(editId: number, entry: Entry, { key, version }: Change): void {
    const words = entry.words ?? ''
    const known = this.#database.get(selectEvent, key)
    if (known === undefined) {
      const { id } = this.#await(entry, key, 'shown', words, editId, version ?? 1)
      this.#find(id, entry, words)
      return
    }
    if (known['state'] === 'erased') {
      // Who wished to be forgotten is not remembered by an edit that comes late.
      this.#database.run(
        `update event set state = 'erased', author_id = null, body = null where id = ?`,
        editId,
      )
      return
    }
    const next = version ?? Number(known['version']) + 1
    if (known['state'] === 'deleted' || next <= Number(known['version'])) return
    this.#lose(known, entry)
    this.#database.run(
      'update event set version = ?, current_id = ?, words = ? where id = ?',
      next,
      editId,
      words,
      Number(known['id']),
    )
    this.#find(Number(known['id']), { ...entry, authorId: known['author_id'] as string | null }, words)
  }

  #delete(entry: Entry, { key }: Change): void {
    const known = this.#database.get(selectEvent, key)
    if (known === undefined) this.#await(entry, key, 'deleted', null, null, 0)
    else if (known['state'] === 'shown') {
      this.#lose(known, entry)
      this.#database.run(`update event set state = 'deleted', words = null where id = ?`, Number(known['id']))
    }
  }

  /** The row of a message that was not heard itself. */
  #await(
    entry: Entry,
    key: string,
    state: string,
    words: string | null,
    currentId: number | null,
    version: number,
  ): { readonly id: number } {
    return this.#database.run(
      `insert into event (key, room_id, type, received_at, sent_at, author_id, state, version, current_id, words)
       values (?, ?, 'message', ?, ?, ?, ?, ?, ?, ?)`,
      key,
      this.#roomIdOf(entry),
      entry.receivedAt,
      entry.sentAt,
      entry.authorId,
      state,
      version,
      currentId,
      words,
    )
  }

  /** Can be found by its words from now on. */
  #find(id: number, { type, room, authorId, sentAt, receivedAt }: Entry, words: string): void {
    const kind = type === 'edit' ? 'message' : type
    this.#index.add({ id, words, roomKey: room?.key ?? '', authorId, type: kind })
    const hour = Math.floor((sentAt ?? receivedAt) / hourMs)
    const { first = id, last = id } = this.#hours.get(hour) ?? {}
    this.#hours.set(hour, { first: Math.min(first, id), last: Math.max(last, id) })
  }

  #lose(row: Row, { room }: Entry): void {
    this.#index.removeRow({ ...row, room_key: room?.key ?? '' })
  }

  #roomIdOf({ room }: Entry): number | null {
    if (room === undefined) return null
    let id = this.#roomIds.get(room.key)
    if (id === undefined) {
      const known = this.#database.get('select id from room where key = ?', room.key)
      id = known === undefined ? this.#addRoom(room.key, room.ref) : Number(known['id'])
      this.#roomIds.set(room.key, id)
    }
    return id
  }

  #addRoom(key: string, { platform, account, room, kind }: RoomRef): number {
    const sql = 'insert into room (key, platform, account, room, kind) values (?, ?, ?, ?, ?)'
    return this.#database.run(sql, key, platform, account, room, kind).id
  }
}
