import type { KeptChat, KeptMessage } from './chat/chat-book.js'
import { toTime } from './chat/chat-wire.js'
import { parcelStatuses, type KeptOrder } from './shop/order-book.js'
import type { KeptProduct } from './shop/product-book.js'
import type { BasalamWebhooksSandbox } from './webhooks/webhooks.js'

/** Tells webhooks of what happens. */
export interface Storyteller {
  readonly tellMessage: (message: KeptMessage, chat: KeptChat) => void
  readonly tellProduct: (product: KeptProduct) => void
  readonly tellOrder: (order: KeptOrder) => void
}

/**
 * What is delivered of each thing. That of messages is documented; of all else it is not, and what is sent here is the
 * least that one would need: ids, the status and a time.
 */
export function createStoryteller(
  { send }: Pick<BasalamWebhooksSandbox, 'send'>,
  ownerId: number,
): Storyteller {
  return {
    tellMessage(message, { members }) {
      const body = toMessageDelivery(message)
      for (const { id } of members) {
        send(id === message.senderId ? 'CHAT_SEND_MESSAGE' : 'CHAT_RECEIVED_MESSAGE', body, id)
      }
    },
    tellProduct({ id, vendorId, updatedAtMs }) {
      send('PRODUCT_CREATE_CHANGES', { id, vendor_id: vendorId, updated_at: toTime(updatedAtMs) }, ownerId)
    },
    tellOrder({ id, parcelId, itemId, status, customer, createdAtMs, updatedAtMs }) {
      const facts = { order_id: id, status: { id: status }, updated_at: toTime(updatedAtMs) }
      if (status === parcelStatuses.new) {
        const order = { id, created_at: toTime(createdAtMs) }
        send('NEW_ORDER', order, customer.id)
        send('VENDOR_NEW_ORDER', { ...order, parcel_id: parcelId }, ownerId)
        return
      }
      send('ORDER_ITEM_CHANGES', { id: itemId, ...facts }, customer.id)
      send('VENDOR_ORDER_ITEM_CHANGES', { id: itemId, ...facts }, ownerId)
      send('VENDOR_PARCEL_CHANGES', { id: parcelId, ...facts }, ownerId)
    },
  }
}

/** In other words than a REST answer: `message` for `content`, the sender's id alone, links as an object. */
function toMessageDelivery(message: KeptMessage): object {
  const { id, chatId, senderId, type, content, createdAtMs, updatedAtMs, seenAtMs } = message
  return {
    id,
    chat_id: chatId,
    message: {
      text: content['text'] ?? null,
      files: content['files'] ?? [],
      links: {},
      entity_id: content['entity_id'] ?? null,
    },
    seen_at: seenAtMs === undefined ? null : toTime(seenAtMs),
    sender_id: senderId,
    created_at: toTime(createdAtMs),
    updated_at: toTime(updatedAtMs),
    message_type: type,
    message_source: 'sandbox',
  }
}
