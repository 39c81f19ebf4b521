import type { ApiDocuments, Schema } from './documents.js'
import type { AnswerStyle } from './sample.js'

type Members = Readonly<Record<string, unknown>>

/** What is known put over what was made up: members that the made-up answer does not have are left out. */
export function overlay(madeUp: unknown, known: unknown): unknown {
  if (Array.isArray(known)) {
    const [model] = Array.isArray(madeUp) ? (madeUp as readonly unknown[]) : []
    return known.map((item) => (model === undefined ? item : overlay(model, item)))
  }
  if (!isObject(known) || !isObject(madeUp)) return known
  const members = Object.entries(madeUp).map(
    ([name, value]) => [name, name in known ? overlay(value, known[name]) : value] as const,
  )
  return Object.fromEntries(members)
}

/**
 * A remembered answer in another style: without the plain members that its document does not demand, or with members
 * that it does not know.
 */
export function restyle(
  documents: ApiDocuments,
  service: string,
  schema: Schema,
  value: unknown,
  style: AnswerStyle,
): unknown {
  if (style === 'full') return value
  const parts = [documents.resolve(service, schema)].flatMap((known) => known.anyOf ?? [known])
  const resolved = parts.map((part) => documents.resolve(service, part))
  if (Array.isArray(value)) {
    const items = resolved.find(({ type }) => type === 'array')?.items ?? {}
    return value.map((item) => restyle(documents, service, items, item, style))
  }
  if (!isObject(value)) return value
  const { properties = {}, required = [] } = resolved.find((part) => part.properties !== undefined) ?? {}
  const members = Object.entries(value).flatMap(([name, member]) => {
    const part = properties[name]
    if (part === undefined) return [[name, member] as const]
    const isPlain = typeof member !== 'object' || member === null
    if (style === 'sparse' && isPlain && !required.includes(name)) return []
    return [[name, restyle(documents, service, part, member, style)] as const]
  })
  const isOpen = Object.keys(properties).length === 0
  return Object.fromEntries(
    style === 'extra' && !isOpen ? [...members, ['of_next_year', { is_new: true }]] : members,
  )
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
