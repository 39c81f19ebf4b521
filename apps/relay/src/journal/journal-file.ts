import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { RelayError } from '../errors.ts'

/** What is to be written. */
export interface JournalEntry {
  /** What it is known by; nothing is written twice under one key. */
  readonly key: string | undefined
  /** Gives the text, with the position it has. */
  readonly write: (position: number) => string
}

/** What was written. */
export interface JournalRecord {
  readonly position: number
  readonly text: string
}

/** How often the oldest are looked for, in records. */
const trimEvery = 1_000

/** Records in the order they came, each under a number of its own, in a file of SQLite. One process writes it. */
export class JournalFile {
  /** Tells this journal from any other. */
  readonly id: string
  readonly #database: DatabaseSync
  readonly #keep: number
  readonly #insert: StatementSync
  readonly #select: StatementSync
  readonly #trim: StatementSync
  #first: number
  #end: number

  /**
   * @param keep how many of the newest records stay, at least
   * @throws RelayError `failed` for a file that cannot be opened, or that another relay has open
   */
  constructor(path: string, keep: number) {
    this.#keep = keep
    this.#database = open(path)
    this.id = readId(this.#database)
    const { first, end } = this.#database
      .prepare('select min(position) as first, max(position) as end from record')
      .get() as { readonly first: number | null; readonly end: number | null }
    this.#end = end ?? 0
    this.#first = first ?? 1
    this.#insert = this.#database.prepare('insert or ignore into record values (?, ?, ?)')
    this.#select = this.#database.prepare(
      'select position, text from record where position > ? order by position limit ?',
    )
    this.#trim = this.#database.prepare('delete from record where position < ?')
  }

  /** The number of the oldest record; that of the next one where there is none. */
  get first(): number {
    return this.#first
  }

  /** The number of the newest record; 0 before the first. */
  get end(): number {
    return this.#end
  }

  /** Writes all of them, or where that fails, none. What was there before is passed over. */
  append(entries: readonly JournalEntry[]): void {
    let end = this.#end
    this.#database.exec('begin')
    try {
      for (const { key, write } of entries) {
        end += Number(this.#insert.run(end + 1, key ?? null, write(end + 1)).changes)
      }
      const first = Math.max(this.#first, end - this.#keep + 1)
      const isTrimmed = first - this.#first >= trimEvery
      if (isTrimmed) this.#trim.run(first)
      this.#database.exec('commit')
      this.#end = end
      if (isTrimmed) this.#first = first
    } catch (error) {
      this.#database.exec('rollback')
      throw error
    }
  }

  /** What follows a position, so many at most. */
  read(after: number, limit: number): readonly JournalRecord[] {
    return this.#select.all(after, limit) as unknown as readonly JournalRecord[]
  }

  /** Lets go of the file; a second time does nothing more. */
  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

function open(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    makePrivate(path)
    database = new DatabaseSync(path)
    // Exclusive: two writers would give different records the same number.
    database.exec(`
      pragma locking_mode = exclusive;
      pragma journal_mode = wal;
      pragma synchronous = full;
      create table if not exists journal (id text not null) strict;
      create table if not exists record (position integer primary key, key text unique, text text not null) strict;
      insert into journal select '${randomBytes(4).toString('hex')}' where not exists (select 1 from journal);
    `)
    return database
  } catch (cause) {
    database?.close()
    const what = cause instanceof Error ? cause.message : String(cause)
    const hint = what.includes('locked') ? '; another relay may have it open' : ''
    throw new RelayError('failed', `The events cannot be kept in ${path}: ${what}${hint}.`, { cause })
  }
}

function readId(database: DatabaseSync): string {
  return String(database.prepare('select id from journal').get()?.['id'])
}

/** Conversations may be private: a new file is its owner's alone. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there already, or SQLite will say what is the matter.
  }
}
