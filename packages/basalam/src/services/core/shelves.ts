import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type {
  ShelvesCreateInput,
  ShelvesDeleteInput,
  ShelvesDeleteProductInput,
  ShelvesListProductsInput,
  ShelvesUpdateInput,
  ShelvesUpdateProductsInput,
} from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const create: Operation<unknown> = { method: 'POST', path: '/v1/shelves', body: 'json', decode: open }

const update: Operation<unknown> = {
  method: 'PUT',
  path: '/v1/shelves/{shelve_id}',
  body: 'json',
  decode: open,
}

const remove: Operation<unknown> = { method: 'DELETE', path: '/v1/shelves/{shelve_id}', decode: open }

const updateProducts: Operation<unknown> = {
  method: 'PUT',
  path: '/v1/shelves/{shelve_id}/products',
  body: 'json',
  decode: open,
}

const listProducts: Operation<unknown> = {
  method: 'GET',
  path: '/v1/shelves/{shelve_id}/products',
  query: ['title'],
  decode: open,
}

const deleteProduct: Operation<unknown> = {
  method: 'DELETE',
  path: '/v1/shelves/{shelve_id}/products/{product_id}',
  decode: open,
}

/** Shelves, on which vendors group their products. What most calls answer is in no document: it comes as it is. */
export class ShelvesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Puts up a shelf. (`POST /v1/shelves`) */
  create(input: ShelvesCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** Changes a shelf. (`PUT /v1/shelves/{shelve_id}`) */
  update(input: ShelvesUpdateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(update, input, options)
  }

  /** Takes a shelf down; its products stay. (`DELETE /v1/shelves/{shelve_id}`) */
  delete(input: ShelvesDeleteInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(remove, input, options)
  }

  /** Adds products to a shelf, or takes some away. (`PUT /v1/shelves/{shelve_id}/products`) */
  updateProducts(input: ShelvesUpdateProductsInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(updateProducts, input, options)
  }

  /** The products on a shelf. (`GET /v1/shelves/{shelve_id}/products`) */
  listProducts(input: ShelvesListProductsInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(listProducts, input, options)
  }

  /** Takes one product off a shelf. (`DELETE /v1/shelves/{shelve_id}/products/{product_id}`) */
  deleteProduct(input: ShelvesDeleteProductInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(deleteProduct, input, options)
  }
}
