import { roomKey, type HistoryPage, type HistoryQuery, type Message, type RoomRef } from '@wireloom/chat-core'
import { checkCount, checkMs } from '../check.js'
import type { Database, Row } from '../database/database.js'
import { readCursor } from './cursor.js'
import { decode } from './encode.js'
import { rowsBetween } from './hours.js'

const pageSize = 50

/** Messages of a room as they stand now, in the order they were heard. */
const messages = `
  select event.id, coalesce(current.body, event.body) as body
  from event left join event as current on current.id = event.current_id
  where event.type = 'message' and event.state = 'shown' and event.room_id = ?
    and event.id > ? and event.id < ? and coalesce(event.sent_at, event.received_at) >= ?`
const newest = `${messages} order by event.id desc limit ?`
const oldest = `${messages} order by event.id limit ?`

/** Pages through the messages of a room, oldest first in each page. Within a read. */
export function readHistory(database: Database, room: RoomRef, query: HistoryQuery): HistoryPage {
  const { before, after, sinceMs, limit = pageSize } = query
  checkCount('limit', limit)
  const from = after === undefined ? 0 : readCursor('after', after)
  const to = before === undefined ? Number.MAX_SAFE_INTEGER : readCursor('before', before)
  const since = sinceMs === undefined ? Number.MIN_SAFE_INTEGER : checkMs('sinceMs', sinceMs)
  // Nothing sent since then is in an earlier row: with a long history behind it, those need not be looked at.
  const { first: lowest, last: highest } = rowsBetween(database, sinceMs, undefined)
  const roomId = database.get('select id from room where key = ?', roomKey(room))?.['id']
  if (roomId === undefined) return { messages: [], complete: 'unknown' }

  const select = (sql: string, above: number, below: number, most: number): readonly Row[] =>
    database.all(sql, roomId, Math.max(above, lowest - 1), Math.min(below, highest + 1), since, most)
  const rows =
    after === undefined ? select(newest, from, to, limit).toReversed() : select(oldest, from, to, limit)
  const [first] = rows
  const last = rows.at(-1)
  if (first === undefined || last === undefined) return { messages: [], complete: 'unknown' }
  const hasOlder = select(newest, 0, Number(first['id']), 1).length > 0
  const hasNewer = select(oldest, Number(last['id']), Number.MAX_SAFE_INTEGER, 1).length > 0
  return {
    messages: rows.map(({ body }) => (decode(String(body)) as { readonly message: Message }).message),
    ...(hasOlder && { before: String(first['id']) }),
    ...(hasNewer && { after: String(last['id']) }),
    complete: 'unknown',
  }
}
