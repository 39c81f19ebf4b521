/** What stands in the place of a socket's channel for what came by webhook. */
export const webhookChannel = 'webhook'

/** Where an event came from. Every Kick event carries one. */
export interface KickSource {
  /** The event's name, on the socket without its `App\Events\` prefix. */
  readonly name: string
  /** The socket's channel, such as `chatrooms.1001.v2`; `webhook` for a delivery. */
  readonly channel: string
  /** The payload as Kick sent it, decoded from JSON and otherwise untouched. */
  readonly payload: unknown
}
