/** Every event that can be subscribed to; all have version 1. {@link https://docs.kick.com/events/event-types} */
export const kickEventNames = [
  'chat.message.sent',
  'channel.followed',
  'channel.subscription.new',
  'channel.subscription.renewal',
  'channel.subscription.gifts',
  'channel.reward.redemption.updated',
  'livestream.status.updated',
  'livestream.metadata.updated',
  'moderation.banned',
  'kicks.gifted',
] as const

/** An event that is known. */
export type KnownKickEventName = (typeof kickEventNames)[number]

/** An event: one of the known, or what Kick adds next. */
export type KickEventName = KnownKickEventName | (string & {})
