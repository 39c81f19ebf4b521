/** The limits of the protocol, as the service documents them. */
export const pusherLimits = {
  /** Characters of a channel name, prefix included; the server libraries accept 200, the service 164. */
  channelNameLength: 200,
  eventNameLength: 200,
  /** Bytes of one event's data. */
  eventDataBytes: 10_240,
  channelsPerPublish: 100,
  eventsPerBatch: 10,
  presenceMembers: 100,
  /** Characters of a presence user id. */
  presenceUserIdLength: 128,
  /** Bytes of a presence member's `user_info` as JSON. */
  presenceUserInfoBytes: 1024,
  clientEventsPerSecond: 10,
  /** Seconds an HTTP request's `auth_timestamp` may lie from the server's clock. */
  timestampWindowSeconds: 600,
  /** Bytes of an HTTP body: a full batch of the largest events and room for their names. */
  httpBodyBytes: 262_144,
} as const
