import type { CallOptions } from '@wireloom/http-core'
import type { SearchProductsInput } from '../../generated/search.js'
import { isPlain } from '../../case.js'
import { itemsOf } from '../../decode.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Input, Operation } from '../../operation.js'
import { numberOf } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

/**
 * A product as the search engine has it. No document describes it: these are members that were seen, spelled as they
 * were, and any other may be there.
 */
export interface FoundProduct {
  readonly id: number
  readonly name?: string | null | undefined
  /** What the buyer pays, in rial; may have a fraction. */
  readonly price?: number | null | undefined
  /** In rial, before a discount. */
  readonly primaryPrice?: number | null | undefined
  readonly photo?: { readonly MEDIUM?: string; readonly SMALL?: string } | null | undefined
  readonly stock?: number | null | undefined
  readonly IsAvailable?: boolean | null | undefined
  readonly vendor?:
    | { readonly id?: number; readonly identifier?: string; readonly name?: string }
    | null
    | undefined
  readonly categoryTitle?: string | null | undefined
  readonly rating?: { readonly average?: number; readonly count?: number } | null | undefined
  readonly [member: string]: unknown
}

/** The place at which the next page begins. */
export interface FromStart {
  readonly start?: number | null | undefined
}

const products: Operation<ListPage<FoundProduct, FromStart>> = {
  method: 'POST',
  path: '/v1/products/search',
  body: 'as-is',
  effect: 'read',
  decode: toPage,
}

const rowsByDefault = 12

function toPage(body: unknown, { start, rows }: Input): ListPage<FoundProduct, FromStart> {
  const items = itemsOf(isPlain(body) ? body['products'] : body) as readonly FoundProduct[]
  const isLast = items.length < (numberOf(rows) ?? rowsByDefault)
  return {
    items,
    ...(!isLast && items.length > 0 && { next: { start: (numberOf(start) ?? 0) + items.length } }),
  }
}

/** The search for products. */
export class SearchApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /**
   * Searches products; 12 a page (`rows`) unless another number is given. No token goes with it unless the call names
   * one. The facets are in the raw answer. (`POST /v1/products/search`)
   */
  products(input?: SearchProductsInput, options?: CallOptions): ListCall<FoundProduct, FromStart> {
    return this.#client.list({ ...products, authenticated: options?.token !== undefined }, input, options)
  }
}
