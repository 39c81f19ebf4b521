import type { ApiAnswer, ApiCall } from '../answer-api.js'
import { toTime } from '../chat/chat-wire.js'
import { toUserWire } from '../chat/people.js'
import { cursorPage } from '../paging.js'
import type { KeptOrder, OrderBook } from './order-book.js'

type Members = Readonly<Record<string, unknown>>

/** Orders and parcels: what was ordered here can be read; where nothing was, something is made up. */
export function answerOrders(call: ApiCall, book: OrderBook, ownerId: number): ApiAnswer | undefined {
  const { operation, parameters, grant, body } = call
  const bought = book.orders.filter(({ customer }) => customer.id === grant?.userId)
  const sold = grant?.userId === ownerId ? book.orders : []
  const visible = new Set([...bought, ...sold])
  const find = (is: (order: KeptOrder) => boolean): KeptOrder | undefined => [...visible].find(is)
  const parcel = find(({ parcelId }) => parcelId === Number(parameters['parcel_id']))

  switch (`${operation.method} ${operation.path}`) {
    case 'GET /v1/customer-orders':
      return list(bought.filter(has('ids', parameters, ({ id }) => id)), parameters, toOrderFacts)
    case 'GET /v1/customer-orders/{order_id}':
      return single(
        find(({ id }) => id === Number(parameters['order_id'])),
        toOrderFacts,
      )
    case 'GET /v1/customer-orders/items':
      return list(bought.filter(has('order_ids', parameters, ({ id }) => id)), parameters, toItemFacts)
    case 'GET /v1/customer-orders/items/{item_id}':
      return single(
        find(({ itemId }) => itemId === Number(parameters['item_id'])),
        toItemFacts,
      )
    case 'GET /v1/vendor-parcels': {
      const found = sold
        .filter(has('ids', parameters, ({ parcelId }) => parcelId))
        .filter(has('statuses', parameters, ({ status }) => status))
        .filter(has('items.order_ids', parameters, ({ id }) => id))
      return sold.length === 0
        ? undefined
        : { facts: cursorPage(found.toReversed().map(toParcelFacts), parameters) }
    }
    case 'GET /v1/vendor-parcels/{parcel_id}':
      return single(parcel, toParcelFacts)
    case 'POST /v1/vendor-parcels/{parcel_id}/set-preparation':
      if (parcel === undefined) return undefined
      book.prepare(parcel)
      return { value: { result: true } }
    case 'POST /v1/vendor-parcels/{parcel_id}/set-posted': {
      if (parcel === undefined) return undefined
      const { shipping_method: method, tracking_code: code } = (body ?? {}) as Members
      book.post(parcel, Number(method), typeof code === 'string' ? code : undefined)
      return { value: { result: true } }
    }
    default:
      return undefined
  }
}

/** Whether an order is among those that a list with commas names; where none is given, it is. */
function has(
  name: string,
  parameters: Members,
  of: (order: KeptOrder) => number,
): (order: KeptOrder) => boolean {
  const words = parameters[name]
  if (typeof words !== 'string' && typeof words !== 'number') return () => true
  const wanted = new Set(String(words).split(','))
  return (order) => wanted.has(String(of(order)))
}

function list(
  orders: readonly KeptOrder[],
  query: Members,
  toFacts: (order: KeptOrder) => object,
): ApiAnswer | undefined {
  return orders.length === 0 ? undefined : { facts: cursorPage(orders.toReversed().map(toFacts), query) }
}

function single(order: KeptOrder | undefined, toFacts: (order: KeptOrder) => object): ApiAnswer | undefined {
  return order && { facts: toFacts(order) }
}

function itemOf({ itemId, title, quantity, price, productId }: KeptOrder): Members {
  return { id: itemId, title, quantity, price, product: { id: productId, name: title } }
}

function shellOf({ id, customer, createdAtMs }: KeptOrder): Members {
  const at = toTime(createdAtMs)
  return {
    id,
    paid_at: at,
    created_at: at,
    customer: { user: toUserWire(customer), recipient: { name: customer.name } },
  }
}

function parcelOf(order: KeptOrder): Members {
  const { parcelId, quantity, price, createdAtMs, updatedAtMs, status, isConfirmed } = order
  return {
    id: parcelId,
    total_items_price: quantity * price,
    created_at: toTime(createdAtMs),
    updated_at: toTime(updatedAtMs),
    is_confirmed: isConfirmed,
    is_delivered: false,
    status: { id: status, title: String(status) },
    ...(order.shippingMethod !== undefined && { shipping_method: { current: { id: order.shippingMethod } } }),
    ...(order.trackingCode !== undefined && { post_receipt: { tracking_code: order.trackingCode } }),
  }
}

function toOrderFacts(order: KeptOrder): Members {
  return {
    ...shellOf(order),
    amount: order.quantity * order.price,
    parcels: [{ ...parcelOf(order), items: [itemOf(order)] }],
  }
}

function toItemFacts(order: KeptOrder): Members {
  return { ...itemOf(order), order: shellOf(order), parcel: parcelOf(order) }
}

function toParcelFacts(order: KeptOrder): Members {
  return { ...parcelOf(order), order: shellOf(order), items: [itemOf(order)] }
}
