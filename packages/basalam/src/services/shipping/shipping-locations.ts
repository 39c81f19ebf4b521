import type { Call, CallOptions } from '@wireloom/http-core'
import { list } from '../../decode.js'
import type { ShippingLocation } from '../../generated/shipping.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<readonly ShippingLocation[]> = {
  method: 'GET',
  path: '/v1/shipping/locations',
  decode: list,
}

/** Places that zones are made of. */
export class ShippingLocationsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The places that zones are made of, as a tree. (`GET /v1/shipping/locations`) */
  list(options?: CallOptions): Call<readonly ShippingLocation[]> {
    return this.#client.call(listAll, undefined, options)
  }
}
