import { systemClock, type Clock } from '../clock.js'
import type { StoreParts } from '../store.js'
import { defineStore, type Store } from './define-store.js'
import { MemoryArchive } from './memory-archive.js'
import { MemoryClaims } from './memory-claims.js'
import { MemoryCursors } from './memory-cursors.js'
import { MemoryDeadLetters } from './memory-dead-letters.js'
import { MemoryKeyValues } from './memory-key-values.js'
import { MemoryLeases } from './memory-leases.js'
import { MemoryOutbox } from './memory-outbox.js'

/** A store in memory, with every part. */
export type MemoryStore = Required<StoreParts> & Store

/** How a memory store works. */
export interface MemoryStoreOptions {
  /** Default: the platform's own. */
  readonly clock?: Pick<Clock, 'now'>
  /** How many events the archive keeps, the newest; past that it forgets. Default 10,000. */
  readonly archiveLimit?: number
}

/**
 * Makes a store that lasts as long as the process: for tests, and for programs that need an archive, dead letters or
 * several hubs at one, and no more. Claims are forgotten when their window is over.
 */
export function createMemoryStore({
  clock = systemClock,
  archiveLimit = 10_000,
}: MemoryStoreOptions = {}): MemoryStore {
  return defineStore({
    durable: false,
    cursors: new MemoryCursors(),
    claims: new MemoryClaims(clock),
    archive: new MemoryArchive(archiveLimit),
    leases: new MemoryLeases(clock),
    outbox: new MemoryOutbox(),
    deadLetters: new MemoryDeadLetters(),
    kv: new MemoryKeyValues(clock),
  })
}
