/** `ChannelSubscriptionEvent`. */
export interface ChannelSubscriptionWire {
  readonly user_ids?: unknown
  /** Empty where the subscription was a gift. */
  readonly username?: unknown
  readonly channel_id?: unknown
}

/** `LuckyUsersWhoGotGiftSubscriptionsEvent`. */
export interface LuckyUsersWire {
  readonly usernames?: unknown
  readonly gifter_username?: unknown
}

/** `ChatMessageSentEvent`. */
export interface ChatMessageSentWire {
  readonly message?: unknown
  readonly user?: unknown
}

export interface SentMessageWire {
  readonly id?: unknown
  readonly action?: unknown
  readonly subscriptions_count?: unknown
  readonly giftedUsers?: unknown
}

/** `StreamHostedEvent`. */
export interface StreamHostedWire {
  readonly message?: unknown
  readonly user?: unknown
}

export interface HostedMessageWire {
  readonly id?: unknown
  readonly numberOfViewers?: unknown
  readonly optionalMessage?: unknown
  readonly createdAt?: unknown
}
