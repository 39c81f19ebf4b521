import { createSqliteStore, type SqliteStore } from '@wireloom/store-sqlite'

/** Opens a store on Node 22 without the one warning that SQLite is experimental there. All others are heard. */
export function openQuietly(path: string): SqliteStore {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return
    Reflect.apply(emitWarning, undefined, [warning, ...rest])
  }
  try {
    return createSqliteStore({ path })
  } finally {
    process.emitWarning = emitWarning
  }
}
