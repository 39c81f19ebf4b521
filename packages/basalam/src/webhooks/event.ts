import type { Message } from '../services/chat/message.js'
import type { WebhookEventName } from '../services/webhook/event-ids.js'

/** What was delivered to a webhook. `type` tells the events apart. */
export type BasalamWebhookEvent =
  | ChatMessageDelivered
  | ChangeDelivered
  | UnknownDelivered
  | MalformedDelivered

/** What every delivery has. */
export interface Delivered {
  /**
   * What it is told apart by from others: the same for the same delivery that comes again. Basalam gives its deliveries
   * no id, so it is made of event, message and last change, or of the whole body.
   */
  readonly deliveryKey: string
  /** The body as it came, parsed. */
  readonly raw: unknown
}

/** A message, in the form that REST answers have too, though it is delivered in another. */
export interface ChatMessageDelivered extends Delivered {
  /** Whether somebody wrote to the user, or the user to somebody. */
  readonly type: 'CHAT_RECEIVED_MESSAGE' | 'CHAT_SEND_MESSAGE'
  /** Of the sender, a delivery names the id alone. */
  readonly message: Message
  /** The server's word for where it was written. */
  readonly messageSource?: string | undefined
}

/**
 * An order, a parcel, a product or a review. No document says what is in these: take the ids that are there, and ask the
 * API for the rest.
 */
export interface ChangeDelivered extends Delivered {
  readonly type: Exclude<WebhookEventName, ChatMessageDelivered['type']>
  /** With our names, all the way down. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** An event of which nobody said which one it is, or one that came later. */
export interface UnknownDelivered extends Delivered {
  readonly type: 'unknown'
  /** The number in the address, where one was there. */
  readonly eventId?: number | undefined
}

/** An event that is known, with something in it that it was not to have. */
export interface MalformedDelivered extends Delivered {
  readonly type: 'malformed'
  readonly name: WebhookEventName
  /** What is wrong; it holds nothing of the body. */
  readonly reason: string
}
