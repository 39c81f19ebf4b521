import type { ApiDocuments, ApiOperation } from './documents.js'

type Members = Readonly<Record<string, unknown>>

/** A page by number, in the envelope that most services have. */
export function numberedPage(all: readonly object[], query: Members): Members {
  const page = Number(query['page'] ?? 1)
  const perPage = Number(query['per_page'] ?? 10)
  const data = all.slice((page - 1) * perPage, page * perPage)
  return {
    data,
    result_count: data.length,
    total_count: all.length,
    total_page: Math.max(1, Math.ceil(all.length / perPage)),
    page,
    per_page: perPage,
  }
}

/** A page by cursor, which here is the number of those before it. */
export function cursorPage(all: readonly object[], query: Members): Members {
  const start = Number(query['cursor'] ?? 0) || 0
  const perPage = Number(query['per_page'] ?? 10)
  const end = start + perPage
  return {
    data: all.slice(start, end),
    next_cursor: end < all.length ? String(end) : null,
    previous_cursor: start > 0 ? String(Math.max(0, start - perPage)) : null,
  }
}

/** An answer whose cursors that lead nowhere are null where its document allows that, and left out where it does not. */
export function settleCursors(
  documents: ApiDocuments,
  { service, answer }: ApiOperation,
  value: unknown,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { properties = {} } = documents.resolve(service, answer)
  const members = Object.entries(value).filter(([name, member]) => {
    const isEmpty = (name === 'next_cursor' || name === 'previous_cursor') && member === null
    return !isEmpty || properties[name]?.anyOf?.some(({ type }) => type === 'null') === true
  })
  return Object.fromEntries(members)
}
