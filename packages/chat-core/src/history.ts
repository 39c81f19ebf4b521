import type { Message } from './message.js'

/** An opaque place in a history or a source, as the adapter writes it. May be stored. */
export type Cursor = string

/** Which part of a history is asked for. At most one of `before` and `after` is given; neither: the newest. */
export interface HistoryQuery {
  /** What lies before this place. */
  readonly before?: Cursor
  /** What lies after this place. */
  readonly after?: Cursor
  /** Nothing sent before then, in milliseconds since 1970. Adapters that cannot ask so leave out what is older. */
  readonly sinceMs?: number
  /** How many at most. Default: as the platform likes. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

/** A page of history: always oldest first, whichever way was asked. */
export interface HistoryPage<Raw = unknown> {
  readonly messages: readonly Message<Raw>[]
  /** Where the page before this one ends; absent where there is none. */
  readonly before?: Cursor
  /** Where the page after this one begins; absent where there is none yet. */
  readonly after?: Cursor
  /** Whether the page holds everything between its ends, as far as the platform tells. */
  readonly complete: boolean | 'unknown'
}
