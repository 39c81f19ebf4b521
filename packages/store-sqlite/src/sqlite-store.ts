import {
  defineStore,
  type ClaimStore,
  type CursorStore,
  type DeadLetterStore,
  type KeyValueStore,
  type LeaseStore,
  type OutboxStore,
  type Store,
} from '@wireloom/chat-core'
import { Archive } from './archive/archive.js'
import { checkText } from './check.js'
import { SqliteClaims } from './claims.js'
import { SqliteCursors } from './cursors.js'
import { Database } from './database/database.js'
import { inMemory, openConnection } from './database/open.js'
import { SqliteDeadLetters } from './dead-letters.js'
import { SqliteKeyValues } from './key-values.js'
import { SqliteLeases } from './leases.js'
import type { SqliteArchive } from './sqlite-archive.js'
import { completeOptions, type SqliteStoreOptions } from './options.js'
import { SqliteOutbox } from './outbox.js'
import { SqliteTokens, type StoredTokens } from './tokens.js'

/** A store in one file, with every part. */
export interface SqliteStore extends Store {
  readonly archive: SqliteArchive
  readonly cursors: CursorStore
  readonly claims: ClaimStore
  readonly leases: LeaseStore
  readonly outbox: OutboxStore
  readonly deadLetters: DeadLetterStore
  readonly kv: KeyValueStore
  /** Where it is, as a whole path. */
  readonly path: string
  /**
   * A place for the tokens of one account, shared by all processes with the file: as a session's `store`.
   *
   * @param account any name, such as `kick/1234`
   */
  tokens(account: string): StoredTokens
  /** Writes what waits, and lets go of the file. What is asked afterwards rejects with ChatError `closed`. */
  close(): Promise<void>
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens a store, or makes one where there is none: what `createHub({ store })` takes, and what it kept.
 *
 * Any number of processes of one machine may have the same file open. Each call settles when what it says is on the
 * disk, and rejects with a ChatError whose `code` and message say what is wrong with the file and what to do; `retryable`
 * says whether trying again can help.
 *
 * @throws ChatError `invalid` for an option, a folder, or a file that is no database of this package; `not_found` where
 * the folder is missing; `forbidden` where it must not be written; `unsupported` for a file of a newer version, or a Node
 * without `node:sqlite`; `protocol` for a damaged file; `unavailable` where another process holds it, or the disk is full
 */
export function createSqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { path, durability, lockTimeoutMs, clock } = completeOptions(options)
  return assembleStore(
    new Database({ connection: openConnection(path, durability, lockTimeoutMs), path, clock, lockTimeoutMs }),
  )
}

/** A store on a database that is open. */
export function assembleStore(database: Database): SqliteStore {
  const leases = new SqliteLeases(database)
  const parts = {
    durable: database.path !== inMemory,
    archive: new Archive(database),
    cursors: new SqliteCursors(database),
    claims: new SqliteClaims(database),
    leases,
    outbox: new SqliteOutbox(database),
    deadLetters: new SqliteDeadLetters(database),
    kv: new SqliteKeyValues(database),
    path: database.path,
    tokens: (account: string) => new SqliteTokens(database, leases, checkText('account', account)),
    close: () => database.close(),
    [Symbol.asyncDispose]: () => database.close(),
  }
  return defineStore(parts)
}
