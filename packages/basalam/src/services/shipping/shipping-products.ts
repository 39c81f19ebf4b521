import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  AssignedProducts,
  Confirmation,
  FreeShippingRules,
  ProductShippingInfo,
  ProfileProduct,
  ShippedProduct,
  ShippingProductsAssignInput,
  ShippingProductsDeleteInput,
  ShippingProductsGetFreeShippingRulesInput,
  ShippingProductsGetShippingInfoInput,
  ShippingProductsListByProfileInput,
  ShippingProductsListInput,
  ShippingProductsUpdateFreeShippingRulesInput,
  UpdatedFreeShippingRules,
} from '../../generated/shipping.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type ByCursor, cursorPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ShippedProduct, ByCursor>> = {
  method: 'GET',
  path: '/v1/shipping/profile-products',
  query: [
    'profile_id[eq]',
    'profile_id[ne]',
    'product.title[like]',
    'sort',
    'per_page',
    'vendor_id',
    'cursor',
  ],
  limits: { perPage: [1, 100] },
  decode: cursorPage,
}

const remove: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/shipping/profile-products/{product_id}',
  decode: one,
}

const listByProfile: Operation<ListPage<ProfileProduct, ByCursor>> = {
  method: 'GET',
  path: '/v1/shipping/profiles/{profile_id}/products',
  query: ['product.title[like]', 'never_free_zone_ids', 'conditional_zone_ids', 'sort', 'per_page', 'cursor'],
  limits: { perPage: [1, 100] },
  decode: cursorPage,
}

const assign: Operation<AssignedProducts> = {
  method: 'POST',
  path: '/v1/shipping/profiles/{profile_id}/products',
  body: 'json',
  decode: one,
}

const getFreeShippingRules: Operation<FreeShippingRules> = {
  method: 'GET',
  path: '/v1/shipping/profile-products/{product_id}/free-shipping-rules',
  decode: one,
}

const updateFreeShippingRules: Operation<UpdatedFreeShippingRules> = {
  method: 'PATCH',
  path: '/v1/shipping/profile-products/free-shipping-rules',
  body: 'json',
  decode: one,
}

const getShippingInfo: Operation<ProductShippingInfo> = {
  method: 'GET',
  path: '/v1/shipping/profile-products/{product_id}/shipping-info',
  decode: one,
}

/** Products with the shipping profiles they follow. */
export class ShippingProductsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** A vendor's products, each with the shipping profile it follows. (`GET /v1/shipping/profile-products`) */
  list(input?: ShippingProductsListInput, options?: CallOptions): ListCall<ShippedProduct, ByCursor> {
    return this.#client.list(listAll, input, options)
  }

  /** Takes a product out of its shipping profile. (`DELETE /v1/shipping/profile-products/{product_id}`) */
  delete(input: ShippingProductsDeleteInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(remove, input, options)
  }

  /** The products that follow a shipping profile. (`GET /v1/shipping/profiles/{profile_id}/products`) */
  listByProfile(
    input: ShippingProductsListByProfileInput,
    options?: CallOptions,
  ): ListCall<ProfileProduct, ByCursor> {
    return this.#client.list(listByProfile, input, options)
  }

  /** Puts products under a shipping profile. (`POST /v1/shipping/profiles/{profile_id}/products`) */
  assign(input: ShippingProductsAssignInput, options?: CallOptions): Call<AssignedProducts> {
    return this.#client.call(assign, input, options)
  }

  /** When a product is sent for free. (`GET /v1/shipping/profile-products/{product_id}/free-shipping-rules`) */
  getFreeShippingRules(
    input: ShippingProductsGetFreeShippingRulesInput,
    options?: CallOptions,
  ): Call<FreeShippingRules> {
    return this.#client.call(getFreeShippingRules, input, options)
  }

  /**
   * Changes when products are sent for free. At most 100 at a time; unknown ones are named in the answer.
   * (`PATCH /v1/shipping/profile-products/free-shipping-rules`)
   */
  updateFreeShippingRules(
    input: ShippingProductsUpdateFreeShippingRulesInput,
    options?: CallOptions,
  ): Call<UpdatedFreeShippingRules> {
    return this.#client.call(updateFreeShippingRules, input, options)
  }

  /**
   * Where a product is sent to, and where for free, as everybody may see it.
   * (`GET /v1/shipping/profile-products/{product_id}/shipping-info`)
   */
  getShippingInfo(
    input: ShippingProductsGetShippingInfoInput,
    options?: CallOptions,
  ): Call<ProductShippingInfo> {
    return this.#client.call(getShippingInfo, input, options)
  }
}
