import type { Cursor } from '@wireloom/chat-core'
import { invalid } from '../check.js'

/** The row that a cursor of the archive names. */
export function readCursor(name: string, cursor: Cursor): number {
  if (typeof cursor === 'string' && /^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw invalid(name, 'a cursor that this archive gave')
}
