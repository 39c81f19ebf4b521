/** What the headers of a delivery say. Only id and time are signed. */
export interface DeliveryHeaders {
  readonly messageId: string
  readonly timestamp: string
  readonly sentAtMs: number
  readonly signature: string
  /** None with drops. */
  readonly name: string | undefined
  readonly version: number
  readonly subscriptionId: string | undefined
}

/** The headers of a delivery; a text says which is missing. Drops have others than events. Never throws. */
export function readHeaders(headers: Headers): DeliveryHeaders | string {
  const read = (name: string): string | undefined => headers.get(name)?.trim() || undefined
  const messageId = read('kick-event-message-id')
  const timestamp = read('kick-event-message-timestamp') ?? read('kick-event-timestamp')
  const signature = read('kick-event-signature')
  if (messageId === undefined) return 'Kick-Event-Message-Id is missing'
  if (timestamp === undefined) return 'Kick-Event-Message-Timestamp is missing'
  if (signature === undefined) return 'Kick-Event-Signature is missing'
  const sentAtMs = /^\d{4}-\d\d-\d\dT/.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  if (Number.isNaN(sentAtMs)) return 'Kick-Event-Message-Timestamp is no time'
  const name = read('kick-event-type')
  const isDrop = read('kick-event-message-timestamp') === undefined
  if (name === undefined && !isDrop) return 'Kick-Event-Type is missing'
  return {
    messageId,
    timestamp,
    sentAtMs,
    signature,
    name,
    version: Number(read('kick-event-version') ?? 1),
    subscriptionId: read('kick-event-subscription-id'),
  }
}
