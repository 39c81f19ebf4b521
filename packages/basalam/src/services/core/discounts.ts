import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type { DiscountsCreateInput, DiscountsDeleteInput } from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const create: Operation<unknown> = {
  method: 'POST',
  path: '/v1/vendors/{vendor_id}/discounts',
  body: 'json',
  decode: open,
}

const remove: Operation<unknown> = {
  method: 'DELETE',
  path: '/v1/vendors/{vendor_id}/discounts',
  body: 'json',
  decode: open,
}

/** Discounts on a vendor's products. */
export class DiscountsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Puts a discount on products of a vendor. (`POST /v1/vendors/{vendor_id}/discounts`) */
  create(input: DiscountsCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** Takes the discount off products of a vendor. (`DELETE /v1/vendors/{vendor_id}/discounts`) */
  delete(input: DiscountsDeleteInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(remove, input, options)
  }
}
