import type { Call, CallOptions } from '@wireloom/http-core'
import { list, one } from '../../decode.js'
import type {
  AttributeGroup,
  CategoriesGetInput,
  CategoriesListAttributesInput,
  CategoryTree,
} from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<readonly CategoryTree[]> = { method: 'GET', path: '/v1/categories', decode: list }

const get: Operation<CategoryTree> = { method: 'GET', path: '/v1/categories/{category_id}', decode: one }

const listAttributes: Operation<readonly AttributeGroup[]> = {
  method: 'GET',
  path: '/v1/categories/{category_id}/attributes',
  query: ['product_id', 'vendor_id', 'exclude_multi_selects'],
  decode: list,
}

/** Categories of products, and the attributes they ask for. */
export class CategoriesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** All categories, as a tree. (`GET /v1/categories`) */
  list(options?: CallOptions): Call<readonly CategoryTree[]> {
    return this.#client.call(listAll, undefined, options)
  }

  /** One category with those below it. (`GET /v1/categories/{category_id}`) */
  get(input: CategoriesGetInput, options?: CallOptions): Call<CategoryTree> {
    return this.#client.call(get, input, options)
  }

  /**
   * The attributes that products of a category may have, in groups.
   * (`GET /v1/categories/{category_id}/attributes`)
   */
  listAttributes(
    input: CategoriesListAttributesInput,
    options?: CallOptions,
  ): Call<readonly AttributeGroup[]> {
    return this.#client.call(listAttributes, input, options)
  }
}
