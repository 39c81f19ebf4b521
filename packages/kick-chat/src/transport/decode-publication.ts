import { readWire } from '../event/read.js'

/** An event as Kick packs it into a publication. */
export interface PublishedEvent {
  readonly name: string
  /** A JSON value, or a string that holds one. */
  readonly data: unknown
}

/**
 * The event in a publication's data: `{ event, data }`, or that as a JSON string. Undefined where there is none.
 *
 * Pure, and never throws.
 */
export function decodePublication(data: unknown): PublishedEvent | undefined {
  const wire = readWire(data)
  const name = wire?.['event']
  return typeof name === 'string' ? { name, data: wire?.['data'] } : undefined
}
