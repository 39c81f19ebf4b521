import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  ShippingStrategy,
  ShippingStrategyGetInput,
  ShippingStrategyUpdateInput,
} from '../../generated/shipping.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const get: Operation<ShippingStrategy> = {
  method: 'GET',
  path: '/v1/shipping/profile-strategy',
  query: ['vendor_id'],
  limits: { vendorId: [0] },
  decode: one,
}

const update: Operation<ShippingStrategy> = {
  method: 'PUT',
  path: '/v1/shipping/profile-strategy',
  body: 'json',
  decode: one,
}

/** How several profiles in one basket are combined. */
export class ShippingStrategyApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /**
   * How the profiles of one basket are combined: 1 the cheapest, 2 the most expensive, 3 by priority.
   * (`GET /v1/shipping/profile-strategy`)
   */
  get(input?: ShippingStrategyGetInput, options?: CallOptions): Call<ShippingStrategy> {
    return this.#client.call(get, input, options)
  }

  /**
   * Changes how the profiles of one basket are combined; members left out stay.
   * (`PUT /v1/shipping/profile-strategy`)
   */
  update(input?: ShippingStrategyUpdateInput, options?: CallOptions): Call<ShippingStrategy> {
    return this.#client.call(update, input, options)
  }
}
