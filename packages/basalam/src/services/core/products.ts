import type { Call, CallOptions } from '@wireloom/http-core'
import { list, one } from '../../decode.js'
import type {
  Confirmation,
  ListedProduct,
  PriceChange,
  Product,
  ProductUpdateResult,
  ProductsCreateInput,
  ProductsCreateReminderInput,
  ProductsDeleteReminderInput,
  ProductsGetInput,
  ProductsGetPriceHistoryInput,
  ProductsListByVendorInput,
  ProductsListInput,
  ProductsListShelvesInput,
  ProductsUpdateInput,
  ProductsUpdateManyInput,
  ProductsUpdateVariationInput,
  Shelf,
  VendorProduct,
} from '../../generated/core.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<ListedProduct, Numbered>> = {
  method: 'GET',
  path: '/v1/products',
  query: [
    'ids',
    'vendor_ids',
    'price',
    'product_title',
    'vendor_title',
    'vendor_mobile',
    'category_id',
    'status',
    'created_at',
    'page',
    'per_page',
    'sort',
  ],
  headers: { prefer: 'Prefer' },
  decode: numberedPage,
}

const get: Operation<Product> = {
  method: 'GET',
  path: '/v1/products/{product_id}',
  headers: { prefer: 'Prefer' },
  decode: one,
}

const create: Operation<Product> = {
  method: 'POST',
  path: '/v1/vendors/{vendor_id}/products',
  body: 'json',
  decode: one,
}

const update: Operation<Product> = {
  method: 'PATCH',
  path: '/v1/products/{product_id}',
  body: 'json',
  decode: one,
}

const updateVariation: Operation<Product> = {
  method: 'PATCH',
  path: '/v1/products/{product_id}/variations/{variation_id}',
  body: 'json',
  decode: one,
}

const listShelves: Operation<readonly Shelf[]> = {
  method: 'GET',
  path: '/v1/products/{product_id}/shelves',
  decode: list,
}

const listByVendor: Operation<ListPage<VendorProduct, Numbered>> = {
  method: 'GET',
  path: '/v1/vendors/{vendor_id}/products',
  query: [
    'title',
    'category',
    'statuses',
    'stock[gte]',
    'stock[lte]',
    'preparation_day[gte]',
    'preparation_day[lte]',
    'price[gte]',
    'price[lte]',
    'ids',
    'without_tags',
    'skus',
    'illegal_free_shipping_for_iran',
    'illegal_free_shipping_for_same_city',
    'page',
    'per_page',
    'variants_flatting',
    'is_wholesale',
    'sort',
  ],
  limits: { page: [1], perPage: [1] },
  decode: numberedPage,
}

const updateMany: Operation<readonly ProductUpdateResult[]> = {
  method: 'PATCH',
  path: '/v1/vendors/{vendor_id}/products/batch-updates',
  query: ['continue_on_error'],
  body: 'json',
  decode: list,
}

const getPriceHistory: Operation<readonly PriceChange[]> = {
  method: 'GET',
  path: '/v1/products/{product_id}/price-history',
  query: ['start_time', 'end_time'],
  decode: list,
}

const createReminder: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/products/{product_id}/reminders',
  decode: one,
}

const deleteReminder: Operation<Confirmation> = {
  method: 'DELETE',
  path: '/v1/products/{product_id}/reminders',
  decode: one,
}

/** Products. */
export class ProductsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Products by id, vendor, category and the like. (`GET /v1/products`) */
  list(input?: ProductsListInput, options?: CallOptions): ListCall<ListedProduct, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /** One product; all of it with `prefer: 'full'`. (`GET /v1/products/{product_id}`) */
  get(input: ProductsGetInput, options?: CallOptions): Call<Product> {
    return this.#client.call(get, input, options)
  }

  /**
   * Adds a product to a vendor. Photos and the video are ids of uploaded files.
   * (`POST /v1/vendors/{vendor_id}/products`)
   */
  create(input: ProductsCreateInput, options?: CallOptions): Call<Product> {
    return this.#client.call(create, input, options)
  }

  /** Changes a product. Photos and the video are ids of uploaded files. (`PATCH /v1/products/{product_id}`) */
  update(input: ProductsUpdateInput, options?: CallOptions): Call<Product> {
    return this.#client.call(update, input, options)
  }

  /**
   * Changes price, stock or stock-keeping unit of one variation.
   * (`PATCH /v1/products/{product_id}/variations/{variation_id}`)
   */
  updateVariation(input: ProductsUpdateVariationInput, options?: CallOptions): Call<Product> {
    return this.#client.call(updateVariation, input, options)
  }

  /** The shelves that a product stands on. (`GET /v1/products/{product_id}/shelves`) */
  listShelves(input: ProductsListShelvesInput, options?: CallOptions): Call<readonly Shelf[]> {
    return this.#client.call(listShelves, input, options)
  }

  /** A vendor's products, as the vendor sees them. (`GET /v1/vendors/{vendor_id}/products`) */
  listByVendor(input: ProductsListByVendorInput, options?: CallOptions): ListCall<VendorProduct, Numbered> {
    return this.#client.list(listByVendor, input, options)
  }

  /**
   * Changes several products of a vendor, each in its own way.
   * (`PATCH /v1/vendors/{vendor_id}/products/batch-updates`)
   */
  updateMany(input: ProductsUpdateManyInput, options?: CallOptions): Call<readonly ProductUpdateResult[]> {
    return this.#client.call(updateMany, input, options)
  }

  /** What a product cost when. (`GET /v1/products/{product_id}/price-history`) */
  getPriceHistory(input: ProductsGetPriceHistoryInput, options?: CallOptions): Call<readonly PriceChange[]> {
    return this.#client.call(getPriceHistory, input, options)
  }

  /** Asks to be told when a product is available again. (`POST /v1/products/{product_id}/reminders`) */
  createReminder(input: ProductsCreateReminderInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(createReminder, input, options)
  }

  /** Takes the request to be told back. (`DELETE /v1/products/{product_id}/reminders`) */
  deleteReminder(input: ProductsDeleteReminderInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(deleteReminder, input, options)
  }
}
