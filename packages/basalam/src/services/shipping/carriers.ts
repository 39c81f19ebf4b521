import type { Call, CallOptions } from '@wireloom/http-core'
import { list } from '../../decode.js'
import type { Carrier, CarriersListByVendorInput, VendorCarrier } from '../../generated/shipping.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<readonly Carrier[]> = { method: 'GET', path: '/v1/shipping/carriers', decode: list }

const listByVendor: Operation<readonly VendorCarrier[]> = {
  method: 'GET',
  path: '/v1/shipping/vendor-carriers',
  query: ['status', 'vendor_id'],
  limits: { status: [0], vendorId: [0] },
  headers: { prefer: 'Prefer' },
  decode: list,
}

/** Carriers, and those that a vendor works with. */
export class CarriersApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The carriers there are. (`GET /v1/shipping/carriers`) */
  list(options?: CallOptions): Call<readonly Carrier[]> {
    return this.#client.call(listAll, undefined, options)
  }

  /** The carriers that a vendor works with. Status 1 is active, 2 is not. (`GET /v1/shipping/vendor-carriers`) */
  listByVendor(input?: CarriersListByVendorInput, options?: CallOptions): Call<readonly VendorCarrier[]> {
    return this.#client.call(listByVendor, input, options)
  }
}
