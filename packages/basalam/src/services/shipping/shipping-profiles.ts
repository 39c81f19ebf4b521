import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Confirmation,
  ShippingProfile,
  ShippingProfilesCreateInput,
  ShippingProfilesDeleteInput,
  ShippingProfilesGetInput,
  ShippingProfilesListInput,
  ShippingProfilesUpdateInput,
} from '../../generated/shipping.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ShippingProfile, Numbered>> = {
  method: 'GET',
  path: '/v1/shipping/profiles',
  query: ['page', 'per_page', 'vendor_id'],
  limits: { page: [1], perPage: [1, 100], vendorId: [0] },
  decode: numberedPage,
}

const get: Operation<ShippingProfile> = {
  method: 'GET',
  path: '/v1/shipping/profiles/{profile_id}',
  decode: one,
}

const create: Operation<ShippingProfile> = {
  method: 'POST',
  path: '/v1/shipping/profiles',
  body: 'json',
  decode: one,
}

const update: Operation<ShippingProfile> = {
  method: 'PATCH',
  path: '/v1/shipping/profiles/{profile_id}',
  body: 'json',
  decode: one,
}

const remove: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/shipping/profiles/{profile_id}',
  decode: one,
}

/** Shipping profiles: sets of zones and rates that products follow. */
export class ShippingProfilesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** A vendor's shipping profiles. (`GET /v1/shipping/profiles`) */
  list(input?: ShippingProfilesListInput, options?: CallOptions): ListCall<ShippingProfile, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /** One shipping profile. (`GET /v1/shipping/profiles/{profile_id}`) */
  get(input: ShippingProfilesGetInput, options?: CallOptions): Call<ShippingProfile> {
    return this.#client.call(get, input, options)
  }

  /** Adds a shipping profile. (`POST /v1/shipping/profiles`) */
  create(input: ShippingProfilesCreateInput, options?: CallOptions): Call<ShippingProfile> {
    return this.#client.call(create, input, options)
  }

  /** Changes a shipping profile. (`PATCH /v1/shipping/profiles/{profile_id}`) */
  update(input: ShippingProfilesUpdateInput, options?: CallOptions): Call<ShippingProfile> {
    return this.#client.call(update, input, options)
  }

  /** Removes a shipping profile. (`DELETE /v1/shipping/profiles/{profile_id}`) */
  delete(input: ShippingProfilesDeleteInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(remove, input, options)
  }
}
