import { ApiError, type ApiErrorClass } from './api-error.js'
import type { WaitOptions } from './token.js'

/** One page, and where the next begins. */
export interface Page<Item, Cursor = string> {
  readonly items: readonly Item[]
  /** What the next page is asked by; left out at the last page. */
  readonly next?: Cursor | undefined
}

/** Gets one page; the first one without a cursor. */
export type GetPage<Item, Cursor> = (
  cursor: Cursor | undefined,
  options: WaitOptions,
) => PromiseLike<Page<Item, Cursor>>

/** A list that is got page by page as it is read. Every reading begins anew at the first page. */
export interface Paged<Item, Cursor = string> extends AsyncIterable<Item> {
  /** Whole pages instead of single items. */
  pages(): AsyncIterableIterator<Page<Item, Cursor>>
  /**
   * The items in an array, at most `limit`: a list may be longer than memory. No page is got beyond the limit.
   * Rejects with `invalid_argument` without a limit from 0 up (`Infinity` for all).
   */
  toArray(options: { readonly limit: number }): Promise<Item[]>
}

/** Options of a list. */
export interface PaginateOptions extends WaitOptions {
  /** The class of what the list itself rejects with; what `getPage` rejects with is passed on. Default: ApiError. */
  readonly errorClass?: ApiErrorClass | undefined
}

/**
 * Reads a list by its pages. Nothing is asked before it is read, and never more than one page ahead of the reader.
 *
 * A server that gives the same cursor twice would be read for ever: `malformed`. A signal that aborts between two
 * pages or items ends the reading with `aborted`.
 */
export function paginate<Item, Cursor = string>(
  getPage: GetPage<Item, Cursor>,
  { signal, errorClass: ListError = ApiError }: PaginateOptions = {},
): Paged<Item, Cursor> {
  function checkSignal(): void {
    if (signal?.aborted) {
      throw new ListError('aborted', 'The reading of the list was aborted.', { cause: signal.reason })
    }
  }

  async function* pages(): AsyncGenerator<Page<Item, Cursor>, undefined> {
    const seen = new Set<string>()
    let cursor: Cursor | undefined
    do {
      checkSignal()
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const page = await getPage(cursor, { signal })
      yield page
      cursor = page.next
      const key = JSON.stringify(cursor)
      if (cursor !== undefined && seen.has(key)) {
        throw new ListError('malformed', 'The server named the same next page twice; the list has no end.', {
          reason: 'unexpected_shape',
        })
      }
      seen.add(key)
    } while (cursor !== undefined)
  }

  async function* items(): AsyncGenerator<Item, undefined> {
    for await (const page of pages()) {
      for (const item of page.items) {
        checkSignal()
        yield item
      }
    }
  }

  return {
    pages,
    [Symbol.asyncIterator]: items,
    async toArray({ limit }) {
      if (typeof limit !== 'number' || !(limit >= 0)) {
        throw new ListError('invalid_argument', 'toArray needs a limit from 0 up: toArray({ limit: 1000 }).')
      }
      const list: Item[] = []
      if (limit === 0) return list
      for await (const item of items()) {
        list.push(item)
        if (list.length >= limit) break
      }
      return list
    },
  }
}
