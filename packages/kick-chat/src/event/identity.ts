import type { KickEvent } from './kick-event.js'

/**
 * What makes two events the same one told twice; undefined for events of which each telling counts.
 *
 * Only ids that name the thing itself are used. An event that may be told twice without harm, such as a ban or a
 * clear, has none: dropping a real one would be worse.
 */
export function eventIdentity(event: KickEvent): string | undefined {
  switch (event.type) {
    case 'message':
      return event.id
    case 'message_deleted':
      return `delete ${event.messageId}`
    case 'subscriptions_gifted':
      return event.correlationId === undefined
        ? undefined
        : `gift ${event.correlationId} ${event.chunk?.index ?? ''}`
    case 'kicks_gifted':
      return event.transactionId === undefined ? undefined : `kicks ${event.transactionId}`
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest has no identity, and new ones have none
    default:
      return undefined
  }
}
