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
  throw new ChatError(
    'unsupported',
    `This Node, ${process.version}, has no node:sqlite; @wireloom/store-sqlite needs Node 22.13 or newer.`,
  )
}
