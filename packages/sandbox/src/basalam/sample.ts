import type { ApiDocuments, Schema } from './documents.js'

/**
 * How much an answer holds: every member that the document knows (`full`), those alone that it demands, with null
 * wherever it may stand (`sparse`), or all of them and some that nobody has heard of (`extra`).
 */
export type AnswerStyle = 'full' | 'sparse' | 'extra'

/** What the API's document allows, made up. The same schema gives the same value. */
export function sampleOf(
  documents: ApiDocuments,
  service: string,
  schema: Schema,
  style: AnswerStyle,
  depth: number = 0,
): unknown {
  const known = documents.resolve(service, schema)
  const more = (part: Schema): unknown => sampleOf(documents, service, part, style, depth + 1)
  if (known.anyOf !== undefined) return more(chosenOf(known.anyOf, style, depth))
  if (known.enum !== undefined) return known.enum[0]
  switch (known.type) {
    case 'integer':
    case 'number':
      return Math.max(known.minimum ?? 0, 7)
    case 'boolean':
      return true
    case 'null':
      return null
    case 'string':
      return known.format === 'date-time' ? '2026-06-01T10:00:00Z' : 'نمونه'.padEnd(known.minLength ?? 0, '.')
    case 'array':
      return depth > deepest ? [] : Array.from({ length: known.minItems ?? 2 }, () => more(known.items ?? {}))
    default:
      return sampleObject(known, style, depth, more)
  }
}

/** Trees are cut off here. */
const deepest = 7

function chosenOf(parts: readonly Schema[], style: AnswerStyle, depth: number): Schema {
  const nothing = parts.find(({ type }) => type === 'null')
  if (nothing !== undefined && (style === 'sparse' || depth > deepest)) return nothing
  // An object of which nothing is said tells nothing.
  return parts.find(({ $ref }) => $ref !== undefined) ?? parts.find(({ type }) => type !== 'null') ?? {}
}

function sampleObject(
  { properties, required = [], additionalProperties }: Schema,
  style: AnswerStyle,
  depth: number,
  more: (part: Schema) => unknown,
): unknown {
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? more(additionalProperties) : 'any'
    return style === 'sparse' ? {} : { some_key: value }
  }
  const wanted = Object.entries(properties).filter(
    ([name]) => required.includes(name) || (style !== 'sparse' && depth <= deepest),
  )
  const members = Object.fromEntries(wanted.map(([name, part]) => [name, more(part)]))
  return style === 'extra' ? { ...members, of_next_year: { is_new: true } } : members
}
