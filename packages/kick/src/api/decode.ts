/**
 * Reads one value of an answer. Throws a TypeError that names the place, never the value: a caller's error may be
 * logged, and an answer may hold an address or a key.
 */
export type Decoder<Value> = (value: unknown, place: string) => Value

/** A decoder for each member, or a decoder of a member that is spelled in another way than its name says. */
type Members<Value> = {
  readonly [Name in keyof Value]-?: Decoder<Value[Name]> | Spelled<Value[Name]>
}

interface Spelled<Value> {
  readonly wire: string
  readonly decode: Decoder<Value>
}

/** A text, empty or not. */
export const text: Decoder<string> = (value, place) =>
  typeof value === 'string' ? value : fail(place, 'a text')

/** An id that is a text. An empty one would be taken for an id. */
export const key: Decoder<string> = (value, place) =>
  typeof value === 'string' && value !== '' ? value : fail(place, 'a text that is not empty')

/** A whole number, or one written as text. */
export const integer: Decoder<number> = (value, place) => {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : fail(place, 'a whole number')
}

export const flag: Decoder<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : fail(place, 'true or false')

/** A moment as milliseconds since 1970. Kick writes up to nine digits of a second, and `Z` or an offset. */
export const time: Decoder<number> = (value, place) => {
  const atMs = typeof value === 'string' && value.length >= 10 ? Date.parse(value) : Number.NaN
  return Number.isNaN(atMs) ? fail(place, 'a time (RFC 3339)') : atMs
}

/** `undefined` for null, for nothing, for an empty text, and for the moment that stands for none in Go. */
export function optional<Value>(decode: Decoder<Value>): Decoder<Value | undefined> {
  return (value, place) =>
    value === null || value === undefined || value === '' || value === '0001-01-01T00:00:00Z'
      ? undefined
      : decode(value, place)
}

/** A list; null is one without items, as Go writes it. */
export function list<Item>(decode: Decoder<Item>): Decoder<readonly Item[]> {
  return (value, place) => {
    if (value === null) return []
    if (!Array.isArray(value)) return fail(place, 'a list')
    return value.map((item: unknown, index) => decode(item, `${place}[${index}]`))
  }
}

/** A list that may be left out where it is empty. */
export function optionalList<Item>(decode: Decoder<Item>): Decoder<readonly Item[]> {
  return (value, place) => list(decode)(value ?? null, place)
}

/** An object, whose members are spelled in snake case unless {@link spelled} says otherwise. Others are left alone. */
export function object<Value extends object>(members: Members<Value>): Decoder<Value> {
  const table = Object.entries<Decoder<unknown> | Spelled<unknown>>(members).map(([name, member]) =>
    typeof member === 'function'
      ? ([name, toSnakeCase(name), member] as const)
      : ([name, member.wire, member.decode] as const),
  )
  return (value, place) => {
    const given = isMembers(value) ? value : fail(place, 'an object')
    return Object.fromEntries(
      table.map(([name, wire, decode]) => [name, decode(given[wire], `${place}.${wire}`)]),
    ) as Value
  }
}

/** A member under a name of its own: `startedAtMs: spelled('started_at', time)`. */
export function spelled<Value>(wire: string, decode: Decoder<Value>): Spelled<Value> {
  return { wire, decode }
}

export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function fail(place: string, wanted: string): never {
  throw new TypeError(`${place} has to be ${wanted}.`)
}
