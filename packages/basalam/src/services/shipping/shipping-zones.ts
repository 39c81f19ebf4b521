import type { Call, CallOptions } from '@wireloom/http-core'
import { list, one } from '../../decode.js'
import type {
  Confirmation,
  ListedZone,
  ShippingLocation,
  ShippingZonesCreateInput,
  ShippingZonesDeleteInput,
  ShippingZonesGetInput,
  ShippingZonesListInput,
  ShippingZonesListUncoveredLocationsInput,
  ShippingZonesUpdateInput,
  Zone,
} from '../../generated/shipping.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ListedZone, Numbered>> = {
  method: 'GET',
  path: '/v1/shipping/profiles/{profile_id}/zones',
  query: ['page', 'per_page'],
  limits: { page: [1], perPage: [1, 100] },
  decode: numberedPage,
}

const get: Operation<Zone> = { method: 'GET', path: '/v1/shipping/zones/{zone_id}', decode: one }

const create: Operation<Zone> = {
  method: 'POST',
  path: '/v1/shipping/profiles/{profile_id}/zones',
  body: 'json',
  decode: one,
}

const update: Operation<Zone> = {
  method: 'PATCH',
  path: '/v1/shipping/zones/{zone_id}',
  body: 'json',
  decode: one,
}

const remove: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/shipping/zones/{zone_id}',
  decode: one,
}

const listUncoveredLocations: Operation<readonly ShippingLocation[]> = {
  method: 'GET',
  path: '/v1/shipping/profiles/{profile_id}/zones/unrecovered-locations',
  decode: list,
}

/** Zones of shipping profiles: places with the same rates. */
export class ShippingZonesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The zones of a shipping profile. (`GET /v1/shipping/profiles/{profile_id}/zones`) */
  list(input: ShippingZonesListInput, options?: CallOptions): ListCall<ListedZone, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /** One zone. (`GET /v1/shipping/zones/{zone_id}`) */
  get(input: ShippingZonesGetInput, options?: CallOptions): Call<Zone> {
    return this.#client.call(get, input, options)
  }

  /**
   * Adds a zone to a shipping profile. Zones of one profile must not share a place.
   * (`POST /v1/shipping/profiles/{profile_id}/zones`)
   */
  create(input: ShippingZonesCreateInput, options?: CallOptions): Call<Zone> {
    return this.#client.call(create, input, options)
  }

  /** Changes a zone. (`PATCH /v1/shipping/zones/{zone_id}`) */
  update(input: ShippingZonesUpdateInput, options?: CallOptions): Call<Zone> {
    return this.#client.call(update, input, options)
  }

  /** Removes a zone with its rates; there is no way back. (`DELETE /v1/shipping/zones/{zone_id}`) */
  delete(input: ShippingZonesDeleteInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(remove, input, options)
  }

  /**
   * The places that no zone of a profile covers.
   * (`GET /v1/shipping/profiles/{profile_id}/zones/unrecovered-locations`)
   */
  listUncoveredLocations(
    input: ShippingZonesListUncoveredLocationsInput,
    options?: CallOptions,
  ): Call<readonly ShippingLocation[]> {
    return this.#client.call(listUncoveredLocations, input, options)
  }
}
