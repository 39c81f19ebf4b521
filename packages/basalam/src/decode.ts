import { fromWire, isPlain } from './case.js'

/** One object. @throws TypeError where the answer is none */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- which it is, says the operation
export function one<Value>(body: unknown): Value {
  if (!isPlain(body)) throw new TypeError('The answer is no object.')
  return fromWire(body) as Value
}

/** A list: an array, or an object that holds one. @throws TypeError where there is none */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- of which items, says the operation
export function list<Item>(body: unknown): readonly Item[] {
  return itemsOf(body).map((item) => fromWire(item) as Item)
}

/** What no document describes, as it came. */
export function open(body: unknown): unknown {
  return body
}

const envelopeMembers: ReadonlySet<string> = new Set([
  'result_count',
  'total_count',
  'total_page',
  'page',
  'per_page',
  'next_cursor',
  'previous_cursor',
])

/**
 * The items of an answer. The gateway has wrapped plain lists in objects of one member, under names that changed.
 *
 * @throws TypeError
 */
export function itemsOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  if (isPlain(body)) {
    const { data } = body
    if (Array.isArray(data)) return data
    // An envelope may leave out what is not there, and nothing but a list is in one of these.
    const others = Object.keys(body).filter((name) => name !== 'data')
    if ((data === null || data === undefined) && others.every((name) => envelopeMembers.has(name))) return []
    const lists = Object.values(body).filter((member) => Array.isArray(member))
    if (lists.length === 1) return lists[0] ?? []
  }
  throw new TypeError('The answer holds no list.')
}
