import { resolve } from 'node:path'
import { systemClock, type Clock } from '@wireloom/chat-core'
import { checkMs, checkText, invalid } from './check.js'
import { inMemory, type Durability } from './database/open.js'

/** How a store works. */
export interface SqliteStoreOptions {
  /** The file, which is made where there is none, in a folder that is there. `:memory:` lasts as long as the store. */
  readonly path: string
  /** Default `power-loss`. */
  readonly durability?: Durability | undefined
  /** How long a write, and opening, waits for another process that holds the lock, in milliseconds. Default 5,000. */
  readonly lockTimeoutMs?: number | undefined
  /** By what claims, leases and values run out. Default: the platform's own. */
  readonly clock?: Clock | undefined
}

/** Options with what was left out filled in. */
export interface CompleteOptions {
  readonly path: string
  readonly durability: Durability
  readonly lockTimeoutMs: number
  readonly clock: Clock
}

const durabilities: readonly Durability[] = ['power-loss', 'process-end']

/** @throws ChatError `invalid`, by the name of the option */
export function completeOptions(options: SqliteStoreOptions): CompleteOptions {
  const given: Partial<SqliteStoreOptions> = options ?? {}
  const { path, durability = 'power-loss', lockTimeoutMs = 5_000, clock = systemClock } = given
  const file = checkText('path', path)
  if (file.includes('\0')) throw invalid('path', 'the name of a file')
  if (!durabilities.includes(durability)) throw invalid('durability', `one of ${durabilities.join(', ')}`)
  if (typeof clock?.now !== 'function' || typeof clock.setTimeout !== 'function')
    throw invalid('clock', 'a clock')
  return {
    // Whole, so that SQLite takes no name for a URI, and a change of folder changes nothing.
    path: file === inMemory ? file : resolve(file),
    durability,
    lockTimeoutMs: checkMs('lockTimeoutMs', lockTimeoutMs),
    clock,
  }
}
