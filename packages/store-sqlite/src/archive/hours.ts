import { checkMs } from '../check.js'
import type { Database } from '../database/database.js'

/** What the table of hours counts in. */
export const hourMs = 3_600_000

/** Rows from one to another. */
export interface Rows {
  readonly first: number
  readonly last: number
}

/** The rows among which everything sent in a span of time is. Within a read. @throws ChatError `invalid` */
export function rowsBetween(database: Database, fromMs: number | undefined, toMs: number | undefined): Rows {
  const widest = { first: 0, last: Number.MAX_SAFE_INTEGER }
  if (fromMs === undefined && toMs === undefined) return widest
  const from = fromMs === undefined ? -widest.last : Math.floor(checkMs('fromMs', fromMs) / hourMs)
  const to = toMs === undefined ? widest.last : Math.floor(checkMs('toMs', toMs) / hourMs)
  const row = database.get(
    'select min(first_id) as first, max(last_id) as last from hour where hour between ? and ?',
    from,
    to,
  )
  // No such hour: no such row.
  return { first: Number(row?.['first'] ?? 0), last: Number(row?.['last'] ?? 0) }
}
