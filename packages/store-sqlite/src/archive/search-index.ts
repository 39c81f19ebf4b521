import type { Database, Row } from '../database/database.js'

/** A row as the index knows it: what it was given has to be given again to take it out. */
export interface Indexed {
  readonly id: number
  readonly words: string
  readonly roomKey: string
  readonly authorId: string | null
  readonly type: string
}

const add = 'insert into search (rowid, words, room, author, kind) values (?, ?, ?, ?, ?)'
const remove = `insert into search (search, rowid, words, room, author, kind) values ('delete', ?, ?, ?, ?, ?)`

/** How many pages one write of a compaction makes. */
const mergePages = 32

/** The full-text index. It tells which rows may match; whether they do is for the asker to see. */
export class SearchIndex {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(row: Indexed): void {
    this.#run(add, row)
  }

  remove(row: Indexed): void {
    this.#run(remove, row)
  }

  /** Takes a row out, as it stands with its `room_key`, where it is in the index at all. */
  removeRow({ id, words, room_key, author_id, type }: Row): void {
    if (typeof words !== 'string') return
    this.remove({
      id: Number(id),
      words,
      roomKey: String(room_key ?? ''),
      authorId: author_id as string | null,
      type: String(type),
    })
  }

  /**
   * Writes the whole index anew, a portion to each write: what was taken out is then gone from its pages, too.
   * https://www.sqlite.org/fts5.html#the_merge_command
   */
  async compact(operation: string): Promise<void> {
    let isDone = false
    // The first one, below 0, has all pieces merged, however few there are.
    for (let pages = -mergePages; !isDone; pages = mergePages) {
      // oxlint-disable-next-line no-await-in-loop -- portion after portion
      isDone = await this.#database.write(operation, () => {
        const before = this.#changes()
        this.#database.run(`insert into search (search, rank) values ('merge', ${pages})`)
        return this.#changes() - before < 2
      })
    }
  }

  #changes(): number {
    return Number(this.#database.get('select total_changes() as count')?.['count'])
  }

  #run(sql: string, { id, words, roomKey, authorId, type }: Indexed): void {
    const author = authorId === null ? '' : tagOf('author', authorId)
    // Most rows are messages: those need no mark.
    const kind = type === 'message' ? '' : tagOf('kind', type)
    this.#database.run(sql, id, words, tagOf('room', roomKey), author, kind)
  }
}

const firstTag = 0xe000
const tags = 6_400

/**
 * A trigram that stands for a room, an author or a kind: three private characters made of its hash. Two may share one;
 * the rows themselves tell them apart.
 */
export function tagOf(column: 'room' | 'author' | 'kind', value: string): string {
  // FNV-1a, of 32 bits.
  let hash = 0x81_1c_9d_c5
  for (const text of [column, value]) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
    }
  }
  const number = hash >>> 0
  return String.fromCharCode(
    firstTag + (number % tags),
    firstTag + (Math.floor(number / tags) % tags),
    firstTag + Math.floor(number / tags / tags),
  )
}
