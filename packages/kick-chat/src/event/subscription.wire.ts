/** `SubscriptionEvent`. */
export interface SubscriptionWire {
  readonly chatroom_id?: unknown
  readonly username?: unknown
  readonly months?: unknown
}

/** `GiftedSubscriptionsEvent`. */
export interface GiftedSubscriptionsWire {
  readonly chatroom_id?: unknown
  readonly gifter_username?: unknown
  readonly gifted_usernames?: unknown
  /** Lifetime gifts of the giver. */
  readonly gifter_total?: unknown
  /** Size of the whole drop. */
  readonly gifted_total?: unknown
  readonly correlation_id?: unknown
  /** Null where the drop was not split. */
  readonly chunk_details?: unknown
}

export interface ChunkDetailsWire {
  readonly correlation_id?: unknown
  readonly chunk_index?: unknown
  readonly total_chunks?: unknown
}

/** `SubscriptionGifted`, a newer shape of the same. */
export interface SubscriptionGiftedWire {
  readonly id?: unknown
  readonly user?: unknown
  readonly gift?: unknown
  readonly gifted_users?: unknown
  readonly created_at?: unknown
}
