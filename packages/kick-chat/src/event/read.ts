/** A JSON object of which nothing is known yet. */
export type Wire = Readonly<Record<string, unknown>>

/** Whether a value is a JSON object, and neither null nor a list. */
export function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text that is not empty. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Text, or digits that arrived as a number: the socket's ids are either. */
export function readKey(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : readText(value)
}

/** A finite number, or one written as text. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** A boolean, or one written as 0 or 1. */
export function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 1) return true
  return value === 0 ? false : undefined
}

/**
 * A moment, in milliseconds since 1970.
 *
 * Kick writes ISO 8601 with zero to nine fractional digits; some older payloads leave the zone out and mean UTC, or
 * write seconds since 1970 as a number.
 */
export function readTimeMs(value: unknown): number | undefined {
  if (typeof value === 'number') {
    // Seconds until the year 5138, milliseconds since 1973: no moment of Kick's can be meant by both.
    return Number.isFinite(value) ? (Math.abs(value) < 1e11 ? value * 1_000 : value) : undefined
  }
  if (typeof value !== 'string' || value.length < 10) return undefined
  if (value === lastText) return lastTimeMs
  const timeMs = Date.parse(hasZone(value) ? value : `${value.replace(' ', 'T')}Z`)
  lastText = value
  lastTimeMs = Number.isNaN(timeMs) ? undefined : timeMs
  return lastTimeMs
}

/** The last time that was read: Kick stamps whole seconds, and in a busy second all messages say the same. */
let lastText: string | undefined
let lastTimeMs: number | undefined

function hasZone(text: string): boolean {
  if (text.endsWith('Z')) return true
  const sign = text.charAt(text.length - 6)
  return text.length > 19 && (sign === '+' || sign === '-')
}

/** A list's items that can be read; those that cannot are left out. Anything but a list is an empty one. */
export function readList<Item>(value: unknown, read: (item: unknown) => Item | undefined): readonly Item[] {
  if (!Array.isArray(value)) return []
  const items: Item[] = []
  for (const element of value) {
    const item = read(element)
    if (item !== undefined) items.push(item)
  }
  return items
}

/** An object, or one that arrived as a JSON string inside JSON. */
export function readWire(value: unknown): Wire | undefined {
  if (isWire(value)) return value
  if (typeof value !== 'string') return undefined
  const parsed = parseJson(value)
  return isWire(parsed) ? parsed : undefined
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
