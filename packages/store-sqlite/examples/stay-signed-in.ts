import { TokenSession, type Token } from '@wireloom/http-core'
import type { SqliteStore } from '@wireloom/store-sqlite'

/** A session whose token outlives the process, and is renewed by one process at a time. */
export function openSession(store: SqliteStore, refresh: (last?: Token) => Promise<Token>): TokenSession {
  return new TokenSession({ store: store.tokens('kick/1234'), refresh: (last) => refresh(last) })
}
