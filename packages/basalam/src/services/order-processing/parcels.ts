import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Parcel,
  ParcelConfirmation,
  ParcelSummary,
  ParcelsGetInput,
  ParcelsListInput,
  ParcelsSetPostedInput,
  ParcelsSetPreparationInput,
} from '../../generated/order-processing.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type ByCursor, cursorPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ParcelSummary, ByCursor>> = {
  method: 'GET',
  path: '/v1/vendor-parcels',
  query: [
    'ids',
    'items.customer_ids',
    'items.vendor_ids',
    'items.product_ids',
    'items.order_ids',
    'statuses',
    'estimate_send_at[gte]',
    'estimate_send_at[lte]',
    'created_at[gte]',
    'created_at[lte]',
    'sort',
    'per_page',
    'cursor',
  ],
  lists: 'commas',
  limits: { perPage: [1, 30] },
  scopes: ['vendor.parcel.read'],
  decode: cursorPage,
}

const get: Operation<Parcel> = {
  method: 'GET',
  path: '/v1/vendor-parcels/{parcel_id}',
  scopes: ['vendor.parcel.read'],
  decode: one,
}

const setPosted: Operation<ParcelConfirmation> = {
  method: 'POST',
  path: '/v1/vendor-parcels/{parcel_id}/set-posted',
  body: 'json',
  decode: one,
}

const setPreparation: Operation<ParcelConfirmation> = {
  method: 'POST',
  path: '/v1/vendor-parcels/{parcel_id}/set-preparation',
  decode: one,
}

/** What vendors have to send. */
export class ParcelsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The parcels that a vendor has to send. Scope `vendor.parcel.read`. (`GET /v1/vendor-parcels`) */
  list(input?: ParcelsListInput, options?: CallOptions): ListCall<ParcelSummary, ByCursor> {
    return this.#client.list(listAll, input, options)
  }

  /** One parcel of a vendor. Scope `vendor.parcel.read`. (`GET /v1/vendor-parcels/{parcel_id}`) */
  get(input: ParcelsGetInput, options?: CallOptions): Call<Parcel> {
    return this.#client.call(get, input, options)
  }

  /** Says that a parcel is on its way. (`POST /v1/vendor-parcels/{parcel_id}/set-posted`) */
  setPosted(input: ParcelsSetPostedInput, options?: CallOptions): Call<ParcelConfirmation> {
    return this.#client.call(setPosted, input, options)
  }

  /**
   * Accepts a parcel's order, which is then being prepared.
   * (`POST /v1/vendor-parcels/{parcel_id}/set-preparation`)
   */
  setPreparation(input: ParcelsSetPreparationInput, options?: CallOptions): Call<ParcelConfirmation> {
    return this.#client.call(setPreparation, input, options)
  }
}
