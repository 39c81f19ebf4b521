import type { Call, CallOptions } from '@wireloom/http-core'
import { one, open } from '../../decode.js'
import type {
  CarrierRate,
  CarrierRatesCreateInput,
  CarrierRatesDeleteInput,
  CarrierRatesGetInput,
  CarrierRatesListInput,
  CarrierRatesReplaceAllInput,
  CarrierRatesUpdateInput,
  Confirmation,
  ListedCarrierRate,
} from '../../generated/shipping.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ListedCarrierRate, Numbered>> = {
  method: 'GET',
  path: '/v1/shipping/zones/{zone_id}/carrier-rates',
  query: ['page', 'per_page'],
  limits: { page: [1], perPage: [1, 100] },
  decode: numberedPage,
}

const get: Operation<CarrierRate> = {
  method: 'GET',
  path: '/v1/shipping/carrier-rates/{carrier_rate_id}',
  decode: one,
}

const create: Operation<unknown> = {
  method: 'POST',
  path: '/v1/shipping/zones/{zone_id}/carrier-rates',
  body: 'json',
  decode: open,
}

const update: Operation<CarrierRate> = {
  method: 'PATCH',
  path: '/v1/shipping/carrier-rates/{carrier_rate_id}',
  body: 'json',
  decode: one,
}

const remove: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/shipping/carrier-rates/{carrier_rate_id}',
  decode: one,
}

const replaceAll: Operation<unknown> = {
  method: 'PUT',
  path: '/v1/shipping/zones/{zone_id}/carrier-rates',
  body: 'json',
  decode: open,
}

/** Rates of carriers in zones. Amounts are in toman. */
export class CarrierRatesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The carriers' rates of a zone. (`GET /v1/shipping/zones/{zone_id}/carrier-rates`) */
  list(input: CarrierRatesListInput, options?: CallOptions): ListCall<ListedCarrierRate, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /** One rate of a carrier. (`GET /v1/shipping/carrier-rates/{carrier_rate_id}`) */
  get(input: CarrierRatesGetInput, options?: CallOptions): Call<CarrierRate> {
    return this.#client.call(get, input, options)
  }

  /** Adds the rate of a carrier to a zone. (`POST /v1/shipping/zones/{zone_id}/carrier-rates`) */
  create(input: CarrierRatesCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** Changes the rate of a carrier. (`PATCH /v1/shipping/carrier-rates/{carrier_rate_id}`) */
  update(input: CarrierRatesUpdateInput, options?: CallOptions): Call<CarrierRate> {
    return this.#client.call(update, input, options)
  }

  /** Removes the rate of a carrier for good. (`DELETE /v1/shipping/carrier-rates/{carrier_rate_id}`) */
  delete(input: CarrierRatesDeleteInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(remove, input, options)
  }

  /**
   * Replaces all carriers of a zone; the new rates are the carriers' own.
   * (`PUT /v1/shipping/zones/{zone_id}/carrier-rates`)
   */
  replaceAll(input: CarrierRatesReplaceAllInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(replaceAll, input, options)
  }
}
