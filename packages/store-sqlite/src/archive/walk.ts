import type { Database, Row } from '../database/database.js'

/** How many rows one write looks at, and how many it changes at most, so that none holds the loop for long. */
const looksAt = 2_000
const changesAtMost = 100

/** Which rows a walk stops at: a condition on `event` and `room`, and its values. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * Goes through all events there are, from the first on, a portion to each write.
 *
 * @param visit what to do with a row that meets the condition
 */
export async function walkEvents(
  database: Database,
  operation: string,
  { sql, values }: Condition,
  visit: (row: Row) => void,
): Promise<void> {
  const select = `
    select event.*, room.key as room_key, room.platform from event left join room on room.id = event.room_id
    where event.id > ? and event.id <= ? and (${sql}) order by event.id limit ${changesAtMost}`
  const portionEnd = `select max(id) as id from (select id from event where id > ? order by id limit ${looksAt})`
  const step = (above: number): number | undefined => {
    const end = database.get(portionEnd, above)?.['id']
    if (typeof end !== 'number') return undefined
    const rows = database.all(select, above, end, ...values)
    for (const row of rows) visit(row)
    return rows.length < changesAtMost ? end : Number(rows.at(-1)?.['id'])
  }
  let position: number | undefined = 0
  do {
    const above: number = position
    // oxlint-disable-next-line no-await-in-loop -- portion after portion
    position = await database.write(operation, () => step(above))
  } while (position !== undefined)
}
