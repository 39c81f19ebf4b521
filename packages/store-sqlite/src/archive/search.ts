import { roomKey, type ArchivedEvent, type ChatEvent, type Cursor, type RoomRef } from '@wireloom/chat-core'
import { checkCount, checkText, invalid } from '../check.js'
import type { Database, Row } from '../database/database.js'
import { queryTerms } from '../normalize-text.js'
import { readCursor } from './cursor.js'
import { decode } from './encode.js'
import { rowsBetween } from './hours.js'
import { tagOf } from './search-index.js'

/** What has words that can be found. */
export type SearchableType = 'message' | 'activity'

/** What is looked for. At least one of `text`, `room` and `authorId` is given. */
export interface SearchQuery {
  /** Words, all of which have to be there; any text is allowed. One shorter than three characters has to be a whole word. */
  readonly text?: string
  readonly room?: RoomRef
  /** The platform's id of who wrote it. */
  readonly authorId?: string
  /** Nothing sent before then, in milliseconds since 1970. */
  readonly fromMs?: number
  /** Nothing sent then or later, in milliseconds since 1970. */
  readonly toMs?: number
  /** Default: both. */
  readonly types?: readonly SearchableType[]
  /** How many at most. Default 50. */
  readonly limit?: number
  /** Where the page before ended: `older` of that page. */
  readonly cursor?: Cursor
}

/** What was found, newest first. */
export interface SearchPage {
  /** Messages are as they stand now, whatever they said at first. */
  readonly events: readonly ArchivedEvent[]
  /** Where the next page begins; absent where there is none. */
  readonly older?: Cursor
}

const pageSize = 50
const longestText = 500
/** More would find no fewer rows, and each row is looked at anyway. */
const mostTrigrams = 64
const types: readonly SearchableType[] = ['message', 'activity']
/** One text however many terms there are, so that few statements are ever prepared. */
const hasAllTerms = 'not exists (select 1 from json_each(?) as term where instr(event.words, term.value) = 0)'

/** Finds what was said, newest first. Within a read. @throws ChatError `invalid`, by the name of what is wrong */
export function search(database: Database, query: SearchQuery): SearchPage {
  const { limit = pageSize } = query
  checkCount('limit', limit)
  const { sql, values } = toSql(database, query)
  const rows = database.all(sql, ...values, limit + 1)
  const page = rows.slice(0, limit)
  return {
    events: page.map(toEvent),
    ...(rows.length > limit && { older: String(page.at(-1)?.['id']) }),
  }
}

function toSql(
  database: Database,
  query: SearchQuery,
): { readonly sql: string; readonly values: readonly (string | number)[] } {
  const { text, room, authorId, fromMs, toMs, types: wanted = types, cursor } = query
  if (text !== undefined && checkText('text', text).length > longestText) {
    throw invalid('text', `no longer than ${longestText} characters`)
  }
  if (authorId !== undefined) checkText('authorId', authorId)
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.some((type) => !types.includes(type))) {
    throw invalid('types', `a list of ${types.join(', ')}`)
  }
  const terms = text === undefined ? [] : queryTerms(text)
  if (text !== undefined && terms.length === 0) throw invalid('text', 'something that can be seen')
  if (text === undefined && room === undefined && authorId === undefined) {
    throw invalid('text, room or authorId', 'given')
  }
  const candidates = [
    ...terms.flatMap(trigramsOf).slice(0, mostTrigrams),
    ...(room === undefined ? [] : [tagOf('room', roomKey(room))]),
    ...(authorId === undefined ? [] : [tagOf('author', authorId)]),
    ...(wanted.includes('message') ? [] : [tagOf('kind', 'activity')]),
  ]
  const { first, last } = rowsBetween(database, fromMs, toMs)
  const below = cursor === undefined ? last : Math.min(last, readCursor('cursor', cursor) - 1)
  const conditions: readonly (readonly [string, readonly (string | number)[]])[] = [
    ['search match ?', [[...new Set(candidates)].map(quote).join(' AND ')]],
    ['search.rowid between ? and ?', [first, below]],
    ...(terms.length === 0 ? [] : [[hasAllTerms, [JSON.stringify(terms)]] as const]),
    ...(room === undefined ? [] : [['room.key = ?', [roomKey(room)]] as const]),
    ...(authorId === undefined ? [] : [['event.author_id = ?', [authorId]] as const]),
    ...(wanted.length === types.length
      ? []
      : [['event.type = ?', [...new Set(wanted)].slice(0, 1)] as const]),
    ...(fromMs === undefined ? [] : [['coalesce(event.sent_at, event.received_at) >= ?', [fromMs]] as const]),
    ...(toMs === undefined ? [] : [['coalesce(event.sent_at, event.received_at) < ?', [toMs]] as const]),
  ]
  return {
    // A cross join: the index leads, in its order, and what it names is looked at until the page is full.
    sql: `select event.id, event.key, event.received_at, event.type, coalesce(current.body, event.body) as body
      from search cross join event on event.id = search.rowid
        left join event as current on current.id = event.current_id
        left join room on room.id = event.room_id
      where ${conditions.map(([sql]) => sql).join(' and ')}
      order by search.rowid desc limit ?`,
    values: conditions.flatMap(([, values]) => values),
  }
}

function trigramsOf(term: string): readonly string[] {
  const characters = Array.from(term)
  return characters.slice(2).map((_, index) => characters.slice(index, index + 3).join(''))
}

/** A text as the query language of the index has it: nothing in it is a word of that language. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function toEvent({ key, received_at, type, body }: Row): ArchivedEvent {
  const event = decode(String(body)) as ChatEvent
  return {
    key: String(key),
    receivedAt: Number(received_at),
    // A message that was edited stands there as its edit says.
    event: type === 'message' && event.type === 'edit' ? { type: 'message', message: event.message } : event,
  }
}
