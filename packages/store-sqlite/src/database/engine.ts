import type { DatabaseSync } from 'node:sqlite'
import { ChatError } from '@wireloom/chat-core'

/**
 * SQLite as Node brings it.
 *
 * Asked for when a store is made and not on import: an older Node, or one started with `--no-experimental-sqlite`, can
 * then say so in one sentence.
 *
 * @throws ChatError `unsupported` where this Node has none
 */
export function loadEngine(): typeof import('node:sqlite') {
  // Missing itself before Node 20.16.
  const canAsk = (process as Partial<NodeJS.Process>).getBuiltinModule !== undefined
  const engine = canAsk ? process.getBuiltinModule('node:sqlite') : undefined
  if (engine !== undefined) return engine
  throw unsupported('no node:sqlite')
}

/** Node has SQLite without a flag from 22.13 on, and full-text search in it from 22.16. @throws ChatError `unsupported` */
export function demandFullText(connection: DatabaseSync): void {
  const row = connection.prepare(`select sqlite_compileoption_used('ENABLE_FTS5') as used`).get()
  if (row?.['used'] !== 1) throw unsupported('a node:sqlite without full-text search')
}

function unsupported(what: string): ChatError {
  return new ChatError(
    'unsupported',
    `This Node, ${process.version}, has ${what}; @wireloom/store-sqlite needs Node 22.16 or newer.`,
  )
}
