import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Order,
  OrderHints,
  OrderItem,
  OrderItemSummary,
  OrderStats,
  OrderSummary,
  OrdersGetInput,
  OrdersGetItemInput,
  OrdersGetParcelHintsInput,
  OrdersGetStatsInput,
  OrdersListInput,
  OrdersListItemsInput,
} from '../../generated/order-processing.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type ByCursor, cursorPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<OrderSummary, ByCursor>> = {
  method: 'GET',
  path: '/v1/customer-orders',
  query: [
    'ids',
    'customer_ids',
    'vendor_ids',
    'product_ids',
    'coupon_code',
    'items.title[like]',
    'parcels.statuses',
    'customer_name[like]',
    'paid_at[gte]',
    'paid_at[lte]',
    'parcels.estimate_send_at[lte]',
    'parcels.estimate_send_at[gte]',
    'sort',
    'per_page',
    'cursor',
  ],
  lists: 'commas',
  limits: { perPage: [1, 30] },
  scopes: ['customer.order.read'],
  decode: cursorPage,
}

const get: Operation<Order> = {
  method: 'GET',
  path: '/v1/customer-orders/{order_id}',
  scopes: ['customer.order.read'],
  decode: one,
}

const listItems: Operation<ListPage<OrderItemSummary, ByCursor>> = {
  method: 'GET',
  path: '/v1/customer-orders/items',
  query: [
    'ids',
    'order_ids',
    'customer_ids',
    'product_ids',
    'vendor_ids',
    'created_at[gte]',
    'created_at[lte]',
    'sort',
    'per_page',
    'cursor',
  ],
  lists: 'commas',
  limits: { perPage: [1, 30] },
  scopes: ['customer.order.read'],
  decode: cursorPage,
}

const getItem: Operation<OrderItem> = {
  method: 'GET',
  path: '/v1/customer-orders/items/{item_id}',
  scopes: ['customer.order.read'],
  decode: one,
}

const getStats: Operation<OrderStats> = {
  method: 'GET',
  path: '/v1/orders/stats',
  query: ['resource_count', 'vendor_id', 'product_id', 'customer_id', 'coupon_code'],
  decode: one,
}

const getParcelHints: Operation<OrderHints> = {
  method: 'GET',
  path: '/v1/customer-orders/{order_id}/parcel-hints',
  scopes: ['customer.order.read'],
  decode: one,
}

/** What customers have ordered. */
export class OrdersApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** What the token's user has ordered. Scope `customer.order.read`. (`GET /v1/customer-orders`) */
  list(input?: OrdersListInput, options?: CallOptions): ListCall<OrderSummary, ByCursor> {
    return this.#client.list(listAll, input, options)
  }

  /** One order of a customer. Scope `customer.order.read`. (`GET /v1/customer-orders/{order_id}`) */
  get(input: OrdersGetInput, options?: CallOptions): Call<Order> {
    return this.#client.call(get, input, options)
  }

  /** Single items of what was ordered. Scope `customer.order.read`. (`GET /v1/customer-orders/items`) */
  listItems(input?: OrdersListItemsInput, options?: CallOptions): ListCall<OrderItemSummary, ByCursor> {
    return this.#client.list(listItems, input, options)
  }

  /** One ordered item. Scope `customer.order.read`. (`GET /v1/customer-orders/items/{item_id}`) */
  getItem(input: OrdersGetItemInput, options?: CallOptions): Call<OrderItem> {
    return this.#client.call(getItem, input, options)
  }

  /**
   * One number about orders: which, says `resourceCount`, which also decides what id it needs.
   * (`GET /v1/orders/stats`)
   */
  getStats(input: OrdersGetStatsInput, options?: CallOptions): Call<OrderStats> {
    return this.#client.call(getStats, input, options)
  }

  /**
   * What the customer is told of the parcels of an order. Scope `customer.order.read`.
   * (`GET /v1/customer-orders/{order_id}/parcel-hints`)
   */
  getParcelHints(input: OrdersGetParcelHintsInput, options?: CallOptions): Call<OrderHints> {
    return this.#client.call(getParcelHints, input, options)
  }
}
