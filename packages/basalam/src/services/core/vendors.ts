import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Confirmation,
  PublicVendor,
  Vendor,
  VendorStatus,
  VendorsConfirmMobileChangeInput,
  VendorsCreateInput,
  VendorsGetInput,
  VendorsRequestMobileChangeInput,
  VendorsUpdateInput,
  VendorsUpdateStatusInput,
} from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const get: Operation<Vendor> = {
  method: 'GET',
  path: '/v1/vendors/{vendor_id}',
  headers: { prefer: 'Prefer' },
  decode: one,
}

const create: Operation<PublicVendor> = {
  method: 'POST',
  path: '/v1/users/{user_id}/vendors',
  body: 'json',
  decode: one,
}

const update: Operation<PublicVendor> = {
  method: 'PATCH',
  path: '/v1/vendors/{vendor_id}',
  body: 'json',
  decode: one,
}

const updateStatus: Operation<VendorStatus> = {
  method: 'PATCH',
  path: '/v1/vendors/{vendor_id}/status',
  body: 'json',
  decode: one,
}

const requestMobileChange: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/vendors/{vendor_id}/mobile-change-requests',
  body: 'json',
  decode: one,
}

const confirmMobileChange: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/vendors/{vendor_id}/mobile-change-confirmations',
  body: 'json',
  decode: one,
}

/** Vendors: the booths that sell. */
export class VendorsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** One vendor; with `prefer: 'full'` what only its owner may see. (`GET /v1/vendors/{vendor_id}`) */
  get(input: VendorsGetInput, options?: CallOptions): Call<Vendor> {
    return this.#client.call(get, input, options)
  }

  /** Opens a user's vendor (booth). (`POST /v1/users/{user_id}/vendors`) */
  create(input: VendorsCreateInput, options?: CallOptions): Call<PublicVendor> {
    return this.#client.call(create, input, options)
  }

  /** Changes a vendor's details. (`PATCH /v1/vendors/{vendor_id}`) */
  update(input: VendorsUpdateInput, options?: CallOptions): Call<PublicVendor> {
    return this.#client.call(update, input, options)
  }

  /** Opens or closes a vendor. (`PATCH /v1/vendors/{vendor_id}/status`) */
  updateStatus(input: VendorsUpdateStatusInput, options?: CallOptions): Call<VendorStatus> {
    return this.#client.call(updateStatus, input, options)
  }

  /**
   * Sends a code to a mobile that is to become the vendor's.
   * (`POST /v1/vendors/{vendor_id}/mobile-change-requests`)
   */
  requestMobileChange(input: VendorsRequestMobileChangeInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(requestMobileChange, input, options)
  }

  /**
   * Changes the vendor's mobile by the code that was sent.
   * (`POST /v1/vendors/{vendor_id}/mobile-change-confirmations`)
   */
  confirmMobileChange(input: VendorsConfirmMobileChangeInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(confirmMobileChange, input, options)
  }
}
