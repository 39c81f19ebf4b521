import { invalidArgument } from '../../basalam-error.js'

/**
 * The events that webhooks are told of, by the numbers that the API knows them by. `webhooks.listEvents` tells whether
 * more have come.
 */
export const webhookEventIds = {
  /** Somebody wrote to the user. Needs `customer.chat.read`. */
  CHAT_RECEIVED_MESSAGE: 1,
  /** Needs `customer.order.read`. */
  ORDER_ITEM_CHANGES: 2,
  /** Needs `vendor.parcel.read`. */
  VENDOR_ORDER_ITEM_CHANGES: 3,
  /** The user wrote to somebody. Needs `customer.chat.read`. */
  CHAT_SEND_MESSAGE: 4,
  /** Needs `vendor.parcel.read`. */
  VENDOR_NEW_ORDER: 5,
  /** Needs `customer.order.read`. */
  NEW_ORDER: 6,
  /** Needs `vendor.parcel.read`. */
  VENDOR_PARCEL_CHANGES: 7,
  /** Needs `vendor.product.read`. */
  PRODUCT_CREATE_CHANGES: 8,
  /** Needs `vendor.parcel.read`. */
  REVIEW_CREATE_CHANGES: 9,
} as const

/** An event by its name; one that came later goes by its number. */
export type WebhookEventName = keyof typeof webhookEventIds

const namesById: ReadonlyMap<number, WebhookEventName> = new Map(
  Object.entries(webhookEventIds).map(([name, id]) => [id, name as WebhookEventName]),
)

/** The name of an event; `undefined` for one that came later. */
export function eventNameOf(id: number): WebhookEventName | undefined {
  return namesById.get(id)
}

/** The numbers of events that were given by name or number. @throws BasalamError `invalid_argument` */
export function toEventIds(events: readonly (number | WebhookEventName)[], member: string): number[] {
  if (!Array.isArray(events) || events.length === 0) {
    throw invalidArgument(`${member} is empty: the events that the webhook is told of.`)
  }
  return events.map((event) => toEventId(event, member))
}

function toEventId(event: unknown, member: string): number {
  if (typeof event === 'number' && Number.isSafeInteger(event)) return event
  if (typeof event === 'string' && Object.hasOwn(webhookEventIds, event)) {
    return webhookEventIds[event as WebhookEventName]
  }
  throw invalidArgument(
    `${member} may hold numbers and ${Object.keys(webhookEventIds).join(', ')}, not ${JSON.stringify(event)}.`,
  )
}
