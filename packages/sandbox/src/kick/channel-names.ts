/** The realtime channels of one Kick room. */
export type KickChannelNames = {
  /** Messages, moderation, modes, subscriptions, hosts, pins, polls. */
  readonly chat: string
  /** Gift drops and reward redemptions. */
  readonly gifts: string
  /** Older doubles of subscriptions and hosts. */
  readonly legacyChat: string
  /** Stream start and stop, outgoing hosts, older doubles. */
  readonly channel: string
  /** KICKs, leaderboards, goals. */
  readonly extras: string
  readonly predictions: string
}

/** The names the site subscribes to, from the two ids that appear in them. */
export function kickChannelNames(ids: { chatroomId: number; channelId: number }): KickChannelNames {
  return {
    chat: `chatrooms.${ids.chatroomId}.v2`,
    gifts: `chatroom_${ids.chatroomId}`,
    legacyChat: `chatrooms.${ids.chatroomId}`,
    channel: `channel.${ids.channelId}`,
    extras: `channel_${ids.channelId}`,
    predictions: `predictions-channel-${ids.channelId}`,
  }
}
