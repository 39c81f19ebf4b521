import { describeStore } from '@wireloom/chat-core/testing'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createSqliteStore, type SqliteStore } from '../src/index.js'

let folder: string
let made = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireloom-contract-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describeStore(
  { describe, it },
  {
    name: 'sqlite',
    create: async (clock) => createSqliteStore({ path: join(folder, `${(made += 1)}.db`), clock }),
    reopen: async (store, clock) => createSqliteStore({ path: (store as SqliteStore).path, clock }),
    close: (store) => (store as SqliteStore).close(),
  },
)

describeStore(
  { describe, it },
  {
    name: 'sqlite in memory',
    create: async (clock) => createSqliteStore({ path: ':memory:', clock }),
    close: (store) => (store as SqliteStore).close(),
  },
)
