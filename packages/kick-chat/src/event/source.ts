/** Where an event came from, as the socket gave it. Every Kick event carries one. */
export interface KickSource {
  /** The event's name without its `App\Events\` prefix. */
  readonly name: string
  /** The socket's channel, such as `chatrooms.1001.v2`. */
  readonly channel: string
  /** The payload as Kick sent it, decoded from JSON and otherwise untouched. */
  readonly payload: unknown
}
