import type { Person } from '../chat/people.js'

/** What of one order one vendor has to send: here all of it, with one item. */
export interface KeptOrder {
  readonly id: number
  readonly parcelId: number
  readonly itemId: number
  readonly customer: Person
  readonly productId: number
  readonly title: string
  readonly quantity: number
  /** In rial, of one. */
  readonly price: number
  readonly createdAtMs: number
  updatedAtMs: number
  /** One of the API's numbers for where a parcel stands. */
  status: number
  isConfirmed: boolean
  shippingMethod: number | undefined
  trackingCode: string | undefined
}

/** What somebody orders of the owner. */
export interface NewOrder {
  readonly by: Person
  /** Of one that was made here, or any. */
  readonly productId?: number
  /** @default the product's, else a Persian one */
  readonly title?: string
  /** @default 1 */
  readonly quantity?: number
  /** In rial, of one. @default the product's, else 1,000,000 */
  readonly price?: number
}

/** Where parcels stand, by the API's numbers. */
export const parcelStatuses = { new: 3739, preparing: 3237, posted: 3238 } as const

/** Orders, oldest first. */
export interface OrderBook {
  readonly orders: readonly KeptOrder[]
  add(order: Required<NewOrder>): KeptOrder
  prepare(order: KeptOrder): void
  post(order: KeptOrder, shippingMethod: number, trackingCode: string | undefined): void
}

export function createOrderBook(now: () => number, onChange: (order: KeptOrder) => void): OrderBook {
  let orders: readonly KeptOrder[] = []
  let nextId = 3_001

  function change(order: KeptOrder, facts: Partial<KeptOrder>): void {
    Object.assign(order, facts, { updatedAtMs: now() })
    onChange(order)
  }

  return {
    get orders() {
      return orders
    },
    add({ by, productId, title, quantity, price }) {
      const at = now()
      const order: KeptOrder = {
        id: nextId,
        parcelId: nextId + 1_000,
        itemId: nextId + 2_000,
        customer: by,
        productId,
        title,
        quantity,
        price,
        createdAtMs: at,
        updatedAtMs: at,
        status: parcelStatuses.new,
        isConfirmed: false,
        shippingMethod: undefined,
        trackingCode: undefined,
      }
      nextId += 1
      orders = [...orders, order]
      onChange(order)
      return order
    },
    prepare: (order) => change(order, { status: parcelStatuses.preparing, isConfirmed: true }),
    post(order, shippingMethod, trackingCode) {
      change(order, { status: parcelStatuses.posted, isConfirmed: true, shippingMethod, trackingCode })
    },
  }
}
