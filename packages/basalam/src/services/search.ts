import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { SearchApi } from './search/search.js'

export type { FoundProduct, FromStart, SearchApi } from './search/search.js'
export type { ProductSearchFilters, SearchProductsInput } from '../generated/search.js'

/** The search service alone, for programs that need no other. */
export class SearchClient {
  readonly search: SearchApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('search', options)
    this.search = new SearchApi(client)
  }
}
