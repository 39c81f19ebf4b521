import type { Call, CallOptions, Paged } from '@wireloom/http-core'
import { categoryName, type CategoryName } from './category.js'
import { checkId, checkKey, checkList, checkText, checkWhole, given, invalid } from './check.js'
import { integer, list, object, optional, optionalList, text, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'
import { paged } from './paged.js'

/** A category with its tags. */
export interface Category extends CategoryName {
  readonly tags: readonly string[]
}

/** A category as only version 1 tells it. */
export interface CategoryDetails extends Category {
  readonly viewerCount: number
}

/** Which categories to list; all of them where nothing is named. */
export interface CategoryFilter {
  readonly ids?: readonly number[] | undefined
  /** Each of 1 to 100 characters. With several, none may hold a comma: Kick joins them by it. */
  readonly names?: readonly string[] | undefined
  /** As `names`. */
  readonly tags?: readonly string[] | undefined
  /** How many in one page, 1 to 1000. Default 25, Kick's own. */
  readonly pageSize?: number | undefined
}

const category: Decoder<Category> = object<Category>({
  id: integer,
  name: text,
  thumbnail: optional(text),
  tags: optionalList(text),
})

const categoryDetails: Decoder<CategoryDetails> = object<CategoryDetails>({
  id: integer,
  name: text,
  thumbnail: optional(text),
  tags: optionalList(text),
  viewerCount: integer,
})

/** What streams are about. Any token will do. */
export class CategoriesApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /**
   * Lists categories, page by page (`GET /public/v2/categories`).
   * {@link https://docs.kick.com/apis/categories}
   */
  list(filter: CategoryFilter = {}, options?: CallOptions): Paged<Category> {
    return this.#client.list((cursor) => {
      const { ids, names, tags, pageSize } = filter ?? {}
      return {
        method: 'GET',
        path: '/public/v2/categories',
        query: {
          cursor,
          limit: given(pageSize, (size) => checkWhole('pageSize', size, 1, 1000)),
          id: given(ids, (values) => checkList('ids', values, Infinity, checkId))?.join(','),
          name: joinWords('names', names),
          tag: joinWords('tags', tags),
        },
        needs: 'either',
        data: list(category),
      }
    }, options)
  }

  /**
   * Searches by a part of the name, page by page (`GET /public/v1/categories`).
   *
   * @deprecated Kick has called it so since 2026-01-15; use `list({ names: [text] })`.
   */
  searchV1(query: string, options: CallOptions = {}): Paged<CategoryName, number> {
    return paged(async (page = 1) => {
      const items = await this.#client.call(
        () => ({
          method: 'GET',
          path: '/public/v1/categories',
          query: { q: checkText('query', query, 1, 100), page },
          needs: 'either',
          data: list(categoryName),
        }),
        options,
      )
      // It tells neither how many there are nor how many make a page.
      return { items, next: items.length === 0 ? undefined : page + 1 }
    }, options)
  }

  /**
   * One category, with how many watch it (`GET /public/v1/categories/{category_id}`). Rejects with `not_found` where
   * there is none.
   *
   * @deprecated Kick has called it so since 2026-01-15; use `list({ ids: [id] })`, which tells no viewers.
   */
  getV1(categoryId: number, options?: CallOptions): Call<CategoryDetails> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/categories/{category_id}',
        parameters: { category_id: checkId('categoryId', categoryId) },
        needs: 'either',
        data: categoryDetails,
      }),
      options,
    )
  }
}

function joinWords(name: string, words: readonly string[] | undefined): string | undefined {
  if (words === undefined) return undefined
  const checked = checkList(name, words, Infinity, (which, word) =>
    checkText(which, checkKey(which, word), 1, 100),
  )
  const torn = checked.find((word) => checked.length > 1 && word.includes(','))
  if (torn !== undefined) throw invalid(name, 'texts without commas, or a single one', torn)
  return checked.join(',')
}
