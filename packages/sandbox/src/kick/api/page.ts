/** One page of a list, by a cursor that means nothing to clients. */
export function cutPage<Item>(
  items: readonly Item[],
  cursor: string | null,
  limit: number,
): { readonly items: readonly Item[]; readonly nextCursor: string } {
  const start = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) || 0 : 0
  const end = start + limit
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? Buffer.from(String(end)).toString('base64url') : '',
  }
}

/** A number of the query between two bounds, or undefined where it is none. */
export function readLimit(query: URLSearchParams, fallback: number, highest: number): number | undefined {
  const text = query.get('limit')
  if (text === null) return fallback
  const limit = Number(text)
  return Number.isInteger(limit) && limit >= 1 && limit <= highest ? limit : undefined
}

/** The ids of a repeated parameter; undefined where one of them is no id. */
export function readIds(query: URLSearchParams, name: string): readonly number[] | undefined {
  const ids = query.getAll(name).map(Number)
  return ids.every((id) => Number.isSafeInteger(id) && id > 0) ? ids : undefined
}
