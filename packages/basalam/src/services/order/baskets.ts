import type { Call, CallOptions } from '@wireloom/http-core'
import { one, open } from '../../decode.js'
import type { BasketsGetInput, BasketsGetProductStatusInput } from '../../generated/order.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'
import type { Basket } from './basket.js'

const get: Operation<Basket> = {
  method: 'GET',
  path: '/v1/baskets',
  query: ['refresh', 'source_page'],
  decode: one,
}

const getProductStatus: Operation<unknown> = {
  method: 'GET',
  path: '/v1/baskets/products/{product_id}/status',
  decode: open,
}

/** Baskets. */
export class BasketsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The basket of the token's user. (`GET /v1/baskets`) */
  get(input?: BasketsGetInput, options?: CallOptions): Call<Basket> {
    return this.#client.call(get, input, options)
  }

  /**
   * Whether a product can be bought, and which variations of it. What is answered is in no document, and comes as it
   * is. (`GET /v1/baskets/products/{product_id}/status`)
   */
  getProductStatus(input: BasketsGetProductStatusInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(getProductStatus, input, options)
  }
}
