import { camel } from './inputs.js'
import { resolve, type Documented, type Schema } from './documents.js'

/** Members whose own names are data. */
const open = new Set([
  'config',
  'extra_data',
  'limitations',
  'meta_data',
  'other_drivers_detail',
  'reply_markup',
  'request',
  'request_headers',
  'resized',
  'response',
  'sample_data',
  'urls',
])

/** An answer as our types promise it: by the names that the document has, and by the same rule for those it has not. */
export function expectedOf(value: unknown, schema: Schema, schemas: Documented['schemas']): unknown {
  const known = resolve(schema, schemas)
  const parts = (known.anyOf ?? [known]).map((part) => resolve(part, schemas))
  if (Array.isArray(value)) {
    const items = parts.find(({ type }) => type === 'array')?.items ?? {}
    return value.map((item) => expectedOf(item, items, schemas))
  }
  if (typeof value !== 'object' || value === null) return value
  const described = parts.find(({ properties }) => properties !== undefined)?.properties
  if (described === undefined) return renamed(value)
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const part = described[name]
      if (open.has(name)) return [camel(name), member]
      return [camel(name), part === undefined ? renamed(member) : expectedOf(member, part, schemas)]
    }),
  )
}

function renamed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [camel(name), member]))
}
