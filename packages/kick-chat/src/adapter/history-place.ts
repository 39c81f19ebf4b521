import { parseJson, readKey } from '../event/read.js'

/** Where a page of history ends. */
export interface HistoryPlace {
  /** Which page of Kick's is asked; undefined for its newest. */
  readonly cursor: string | undefined
  /** The message of it that comes after; undefined for the whole page. */
  readonly last: { readonly id: string; readonly sentAt: number } | undefined
}

/** A place as a text that may be kept. */
export function writePlace({ cursor, last }: HistoryPlace): string {
  return JSON.stringify([cursor ?? null, last?.id ?? null, last?.sentAt ?? null])
}

/** The place in a text; undefined where it is none. */
export function readPlace(text: string): HistoryPlace | undefined {
  const value = parseJson(text)
  if (!Array.isArray(value) || value.length !== 3) return undefined
  const [cursor, id, sentAt] = value as readonly unknown[]
  const last = typeof id === 'string' && typeof sentAt === 'number' ? { id, sentAt } : undefined
  return { cursor: readKey(cursor), last }
}
