import { closeSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { isBusy, toChatError } from '../errors.js'
import { demandFullText, loadEngine } from './engine.js'
import { migrate } from './migrate.js'

/**
 * What a write that was answered for survives: the loss of power too (SQLite's `synchronous = full`), or the end of the
 * process alone (`synchronous = normal`); either way the file stays whole.
 */
export type Durability = 'power-loss' | 'process-end'

/** A file of this name is none: it lasts as long as its connection. */
export const inMemory = ':memory:'

/** How many pages of 4 KB the log may have before they go into the file: with 1,000, SQLite's own, a sixth fewer rows a second. */
const checkpointPages = 4_000

/** Between two looks at a lock that another process holds, in milliseconds. */
const pauseMs = 5

/**
 * Opens a file, makes it where there is none, and brings it to the schema of this version. Where another process is at
 * the same, the loop waits for it.
 *
 * @throws ChatError that says what is wrong with the file
 */
export function openConnection(path: string, durability: Durability, lockTimeoutMs: number): DatabaseSync {
  const { DatabaseSync } = loadEngine()
  let connection: DatabaseSync | undefined
  try {
    if (path !== inMemory) makePrivate(path)
    connection = new DatabaseSync(path)
    setUp(connection, path, durability, lockTimeoutMs)
    // Waiting for a lock happens between turns of the loop from now on, see Writer.
    connection.exec('pragma busy_timeout = 0')
    return connection
  } catch (error) {
    connection?.close()
    throw toChatError(error, path, 'open')
  }
}

/** SQLite itself does not wait where two make one file, since one of them might for ever: so it is asked again. */
function setUp(connection: DatabaseSync, path: string, durability: Durability, lockTimeoutMs: number): void {
  const untilMs = performance.now() + lockTimeoutMs
  for (;;) {
    try {
      demandFullText(connection)
      configure(connection, durability, lockTimeoutMs)
      migrate(connection, path)
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() >= untilMs) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
  }
}

function configure(connection: DatabaseSync, durability: Durability, lockTimeoutMs: number): void {
  connection.exec(`
      pragma busy_timeout = ${Math.ceil(lockTimeoutMs)};
      pragma journal_mode = wal;
      pragma synchronous = ${durability === 'power-loss' ? 'full' : 'normal'};
      pragma wal_autocheckpoint = ${checkpointPages};
      pragma secure_delete = on;
      pragma cache_size = -32000;
      pragma temp_store = memory;
    `)
}

/** Tokens lie in the file: a new one is its owner's alone. SQLite gives its log the same rights. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there already, or SQLite will say what is the matter.
  }
}
