import { roomKey, type RoomRef } from '@wireloom/chat-core'
import { checkMs, invalid } from '../check.js'
import type { Database } from '../database/database.js'
import type { SearchIndex } from './search-index.js'
import { walkEvents } from './walk.js'

/** What is to be forgotten; one of the two times is given. */
export interface PruneOptions {
  /** What is older than so many milliseconds. */
  readonly olderThanMs?: number
  /** What is older than then, in milliseconds since 1970. */
  readonly beforeMs?: number
  /** Only in these rooms. Default: everywhere. */
  readonly rooms?: readonly RoomRef[]
}

/** What was forgotten. */
export interface Pruned {
  /** Messages among them. */
  readonly messages: number
  readonly events: number
}

/** See `SqliteArchive.prune`. */
export async function prune(database: Database, index: SearchIndex, options: PruneOptions): Promise<Pruned> {
  const { olderThanMs, beforeMs, rooms } = options
  if ((olderThanMs === undefined) === (beforeMs === undefined)) {
    throw invalid('One of olderThanMs and beforeMs', 'given')
  }
  const before =
    beforeMs === undefined
      ? database.clock.now() - checkMs('olderThanMs', olderThanMs ?? 0)
      : checkMs('beforeMs', beforeMs)
  if (rooms !== undefined && !Array.isArray(rooms)) throw invalid('rooms', 'a list of rooms')
  const keys = rooms?.map(roomKey)
  const condition = {
    sql: `coalesce(event.sent_at, event.received_at) < ?${
      keys === undefined ? '' : ` and room.key in (select value from json_each(?))`
    }`,
    values: keys === undefined ? [before] : [before, JSON.stringify(keys)],
  }
  let events = 0
  let messages = 0
  await walkEvents(database, 'archive.prune', condition, (row) => {
    index.removeRow(row)
    database.run('delete from event where id = ?', Number(row['id']))
    events += 1
    if (row['type'] === 'message') messages += 1
  })
  return { events, messages }
}
