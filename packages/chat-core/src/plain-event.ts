import { isChatError } from './error.js'
import type { ChatEvent } from './event.js'

/** Anything that JSON can say. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue }

/** How an event is made plain. */
export interface PlainOptions {
  /** Whether the platform's own form goes along, as far as JSON can say it. Default false. */
  readonly raw?: boolean
}

/**
 * An event as plain data that survives JSON: roles are a list, an error is its code and words, and what is undefined is
 * left out.
 */
export function toPlainEvent(event: ChatEvent, { raw = false }: PlainOptions = {}): PlainValue {
  return toPlain(event, raw, new Set())
}

function toPlain(value: unknown, raw: boolean, above: ReadonlySet<object>): PlainValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : toPlainObject(value, raw, above)
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      return null
  }
}

function toPlainObject(value: object, raw: boolean, above: ReadonlySet<object>): PlainValue {
  // A platform's own form may lead back to itself.
  if (above.has(value)) return null
  const within = new Set(above).add(value)
  if (Array.isArray(value) || value instanceof Set)
    return [...value].map((each) => toPlain(each, raw, within))
  if (value instanceof Date) return toPlain(value.getTime(), raw, within)
  if (isChatError(value)) {
    const { code, message, retryAfterMs, retryable } = value
    return { code, message, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  const entries = Object.entries(value)
    .filter(([name, each]) => each !== undefined && typeof each !== 'function' && (raw || name !== 'raw'))
    .map(([name, each]): [string, PlainValue] => [name, toPlain(each, raw, within)])
  return Object.fromEntries(entries)
}
