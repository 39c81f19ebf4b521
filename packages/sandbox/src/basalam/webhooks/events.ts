/** The events of which webhooks are told, by name. */
export type BasalamEventName =
  | 'CHAT_RECEIVED_MESSAGE'
  | 'ORDER_ITEM_CHANGES'
  | 'VENDOR_ORDER_ITEM_CHANGES'
  | 'CHAT_SEND_MESSAGE'
  | 'VENDOR_NEW_ORDER'
  | 'NEW_ORDER'
  | 'VENDOR_PARCEL_CHANGES'
  | 'PRODUCT_CREATE_CHANGES'
  | 'REVIEW_CREATE_CHANGES'

interface BasalamEvent {
  /** The number that the API knows it by. */
  readonly id: number
  readonly name: BasalamEventName
  readonly scope: string
}

/** All that are known. */
export const basalamEvents: readonly BasalamEvent[] = [
  { id: 1, name: 'CHAT_RECEIVED_MESSAGE', scope: 'customer.chat.read' },
  { id: 2, name: 'ORDER_ITEM_CHANGES', scope: 'customer.order.read' },
  { id: 3, name: 'VENDOR_ORDER_ITEM_CHANGES', scope: 'vendor.parcel.read' },
  { id: 4, name: 'CHAT_SEND_MESSAGE', scope: 'customer.chat.read' },
  { id: 5, name: 'VENDOR_NEW_ORDER', scope: 'vendor.parcel.read' },
  { id: 6, name: 'NEW_ORDER', scope: 'customer.order.read' },
  { id: 7, name: 'VENDOR_PARCEL_CHANGES', scope: 'vendor.parcel.read' },
  { id: 8, name: 'PRODUCT_CREATE_CHANGES', scope: 'vendor.product.read' },
  { id: 9, name: 'REVIEW_CREATE_CHANGES', scope: 'vendor.parcel.read' },
]

export function eventIdOf(name: BasalamEventName): number {
  return basalamEvents.find((event) => event.name === name)?.id ?? 0
}
