import type { ApiDocuments, ApiOperation } from './documents.js'
import { sampleOf, type AnswerStyle } from './sample.js'

const secondCursor = 'second-page'

/**
 * An answer of which nothing is remembered: what the document allows. Lists have two pages, whatever way they are
 * paged; where the document says nothing, it is what was seen or as little as can be.
 */
export function makeUpAnswer(
  documents: ApiDocuments,
  operation: ApiOperation,
  query: URLSearchParams,
  body: unknown,
  style: AnswerStyle,
): unknown {
  const { service, answer } = operation
  if (Object.keys(answer).length === 0) return makeUpUndocumented(operation, query, body)
  const value = sampleOf(documents, service, answer, style)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return pageOf(value as Readonly<Record<string, unknown>>, query)
}

function pageOf(envelope: Readonly<Record<string, unknown>>, query: URLSearchParams): unknown {
  const { data } = envelope
  if (!Array.isArray(data)) return envelope
  const page = Number(query.get('page') ?? 1)
  const isFirst = page < 2 && query.get('cursor') === null
  const paging = {
    total_page: 2,
    last_page: 2,
    page,
    current_page: page,
    per_page: data.length,
    total_count: data.length * 2,
    total: data.length * 2,
    result_count: data.length,
    next_cursor: isFirst ? secondCursor : null,
    previous_cursor: isFirst ? null : 'first-page',
  }
  const known = Object.entries(paging).filter(([name]) => name in envelope)
  return { ...envelope, data: isFirst ? data : differing(data), ...Object.fromEntries(known) }
}

/** The items of a second page have ids of their own. */
function differing(items: readonly unknown[]): readonly unknown[] {
  return items.map((item) =>
    typeof item === 'object' && item !== null && 'id' in item ? { ...item, id: Number(item.id) + 100 } : item,
  )
}

function makeUpUndocumented({ path, method }: ApiOperation, query: URLSearchParams, body: unknown): unknown {
  if (path === '/v1/products/search') return search(body)
  if (/\/(stories|reels|hashtags|discovery)$/.test(path) && method === 'GET') return feed(query)
  if (path.startsWith('/v1/invoices/') && method === 'GET') {
    const rows = Number(query.get('per_page') ?? 20)
    const page = Number(query.get('page') ?? 1)
    return { data: idsFrom((page - 1) * rows + 1, page === 1 ? rows : 1).map((id) => ({ id })) }
  }
  if (path === '/v1/baskets') {
    return {
      id: 1,
      item_count: 1,
      vendors: [{ id: 77, title: 'Honey House', items: [{ id: 5, product: { id: 9 } }] }],
    }
  }
  return { data: { some_key: 'any' } }
}

/** As it was seen. */
function search(body: unknown): unknown {
  const { rows = 12, start = 0 } = (body ?? {}) as { rows?: number | null; start?: number | null }
  const count = (start ?? 0) === 0 ? Math.min(rows ?? 12, 100) : 1
  return {
    meta: { count },
    facets: {},
    products: idsFrom((start ?? 0) + 1, count).map((id) => ({
      id,
      name: 'عسل',
      price: 1_250_000.5,
      primaryPrice: 1_500_000,
      photo: { MEDIUM: 'https://cdn.invalid/m.jpg', SMALL: 'https://cdn.invalid/s.jpg' },
      IsAvailable: true,
      new_categoryId: 7,
      vendor: { id: 77, identifier: 'honeyhouse', name: 'Honey House' },
      rating: { average: 4.5, count: 2 },
    })),
  }
}

function feed(query: URLSearchParams): unknown {
  const isFirst = !['last_id', 'last_idx', 'next_idx'].some((name) => Number(query.get(name) ?? 0) > 0)
  const items = isFirst ? [3, 2].map((id) => ({ id, idx: id })) : []
  return { data: items, next_idx: 2 }
}

function idsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}
