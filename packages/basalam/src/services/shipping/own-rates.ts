import type { Call, CallOptions } from '@wireloom/http-core'
import { list, one, open } from '../../decode.js'
import type {
  Confirmation,
  DeliveryEstimate,
  OwnRate,
  OwnRatesCreateInput,
  OwnRatesDeleteInput,
  OwnRatesGetInput,
  OwnRatesListDeliveryEstimatesInput,
  OwnRatesListInput,
  OwnRatesUpdateInput,
} from '../../generated/shipping.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<OwnRate, Numbered>> = {
  method: 'GET',
  path: '/v1/shipping/zones/{zone_id}/own-rates',
  query: ['page', 'per_page'],
  limits: { page: [1], perPage: [1, 100] },
  decode: numberedPage,
}

const get: Operation<OwnRate> = { method: 'GET', path: '/v1/shipping/own-rates/{own_rate_id}', decode: one }

const create: Operation<unknown> = {
  method: 'POST',
  path: '/v1/shipping/zones/{zone_id}/own-rates',
  body: 'json',
  decode: open,
}

const update: Operation<unknown> = {
  method: 'PUT',
  path: '/v1/shipping/own-rates/{own_rate_id}',
  body: 'json',
  decode: open,
}

const remove: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/shipping/own-rates/{own_rate_id}',
  decode: one,
}

const listDeliveryEstimates: Operation<readonly DeliveryEstimate[]> = {
  method: 'GET',
  path: '/v1/shipping/own-rates/delivery-estimates',
  query: ['vendor_id'],
  limits: { vendorId: [0] },
  decode: list,
}

/** Rates of the vendor's own in zones. Amounts are in toman. */
export class OwnRatesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The vendor's own rates of a zone. (`GET /v1/shipping/zones/{zone_id}/own-rates`) */
  list(input: OwnRatesListInput, options?: CallOptions): ListCall<OwnRate, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /** One rate of the vendor's own. (`GET /v1/shipping/own-rates/{own_rate_id}`) */
  get(input: OwnRatesGetInput, options?: CallOptions): Call<OwnRate> {
    return this.#client.call(get, input, options)
  }

  /**
   * Adds a rate of the vendor's own to a zone. Rates of one zone must not overlap.
   * (`POST /v1/shipping/zones/{zone_id}/own-rates`)
   */
  create(input: OwnRatesCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** Replaces a rate of the vendor's own. (`PUT /v1/shipping/own-rates/{own_rate_id}`) */
  update(input: OwnRatesUpdateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(update, input, options)
  }

  /** Removes a rate of the vendor's own for good. (`DELETE /v1/shipping/own-rates/{own_rate_id}`) */
  delete(input: OwnRatesDeleteInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(remove, input, options)
  }

  /** The times of delivery that a rate may promise. (`GET /v1/shipping/own-rates/delivery-estimates`) */
  listDeliveryEstimates(
    input?: OwnRatesListDeliveryEstimatesInput,
    options?: CallOptions,
  ): Call<readonly DeliveryEstimate[]> {
    return this.#client.call(listDeliveryEstimates, input, options)
  }
}
