import { fromWire, isPlain } from './case.js'
import { itemsOf, list } from './decode.js'
import type { ListPage } from './list-call.js'
import type { Input } from './operation.js'

/** The number by which the next page is asked for. */
export interface Numbered {
  readonly page?: number | undefined
  readonly perPage?: number | undefined
}

/** The mark by which the next page is asked for. */
export interface ByCursor {
  readonly cursor?: string | undefined
}

/** Pages by number; the envelope says how many there are, or leaves it out. */
export function numberedPage<Item>(body: unknown, input: Input): ListPage<Item, Numbered> {
  const items = list<Item>(body)
  const envelope = isPlain(body) ? body : {}
  const page = numberOf(envelope['page'], envelope['current_page'], input['page']) ?? 1
  const last = numberOf(envelope['total_page'], envelope['last_page'])
  const perPage = numberOf(envelope['per_page'], input['perPage'])
  const isLast = last === undefined ? isShort(items, perPage) : items.length === 0 || page >= last
  return {
    items,
    ...(!isLast && { next: { page: page + 1 } }),
    totalCount: numberOf(envelope['total_count'], envelope['total']),
  }
}

/** Pages by number, of which no document says what is in them: the items come as they are. */
export function openPage(body: unknown, { page, perPage }: Input): ListPage<unknown, Numbered> {
  const items = itemsOf(body)
  const isLast = isShort(items, numberOf(perPage))
  return { items, ...(!isLast && { next: { page: (numberOf(page) ?? 1) + 1 } }) }
}

/** Where nobody says how many pages there are, one that is not full is the last. */
function isShort({ length }: readonly unknown[], perPage: number | undefined): boolean {
  return length === 0 || (perPage !== undefined && length < perPage)
}

/** Pages by a mark that means something to the server alone. */
export function cursorPage<Item>(body: unknown): ListPage<Item, ByCursor> {
  const items = list<Item>(body)
  const { next_cursor: cursor, total_count: total } = isPlain(body) ? body : {}
  return {
    items,
    ...(typeof cursor === 'string' && cursor !== '' && { next: { cursor } }),
    totalCount: numberOf(total),
  }
}

/** The id below which the next page begins. */
export interface BelowId {
  readonly lastId?: number | undefined
}

/** The place below which the next page begins. */
export interface BelowIndex {
  readonly lastIdx?: number | undefined
}

/** The place at which the next page begins. */
export interface FromIndex {
  readonly nextIdx?: number | undefined
}

/** Pages that begin below the id of the last item; what is in them no document says. */
export function pageBelowId(body: unknown): ListPage<unknown, BelowId> {
  const items = itemsOf(body)
  const lastId = numberOf(membersOf(items.at(-1))['id'])
  return { items, ...(lastId !== undefined && { next: { lastId } }) }
}

/** Pages by a place in the list, which the answer or its last item names. What is in them no document says. */
export function pageBelowIndex(body: unknown): ListPage<unknown, BelowIndex> {
  const items = itemsOf(body)
  const lastIdx = numberOf(membersOf(body)['lastIdx'], membersOf(items.at(-1))['idx'])
  return { items, ...(items.length > 0 && lastIdx !== undefined && { next: { lastIdx } }) }
}

/** Pages that begin at the place that the page before names. What is in them no document says. */
export function pageFromIndex(body: unknown): ListPage<unknown, FromIndex> {
  const items = itemsOf(body)
  const nextIdx = numberOf(membersOf(body)['nextIdx'])
  return { items, ...(items.length > 0 && nextIdx !== undefined && { next: { nextIdx } }) }
}

/** The first of some values that is a number. */
export function numberOf(...values: readonly unknown[]): number | undefined {
  return values.find((value): value is number => typeof value === 'number')
}

/** An object with our names, whatever comes in. */
export function membersOf(value: unknown): Input {
  return isPlain(value) ? (fromWire(value) as Input) : {}
}
