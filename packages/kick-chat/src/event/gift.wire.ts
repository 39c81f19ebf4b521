/** `KicksGifted`. Most of it is optional. */
export interface KicksGiftedWire {
  readonly gift_transaction_id?: unknown
  readonly message?: unknown
  readonly sender?: unknown
  readonly gift?: unknown
  readonly created_at?: unknown
  readonly expires_at?: unknown
}

export interface GiftWire {
  readonly gift_id?: unknown
  readonly name?: unknown
  readonly amount?: unknown
  readonly type?: unknown
  readonly tier?: unknown
  readonly character_limit?: unknown
  /** Seconds. */
  readonly pinned_time?: unknown
}

/** `RewardRedeemedEvent`. */
export interface RewardRedeemedWire {
  readonly reward_title?: unknown
  readonly user_id?: unknown
  readonly channel_id?: unknown
  readonly username?: unknown
  readonly user_input?: unknown
  readonly reward_background_color?: unknown
}

/** `GiftsLeaderboardUpdated` and `KicksLeaderboardUpdated`. */
export interface LeaderboardWire {
  readonly leaderboard?: unknown
  readonly weekly_leaderboard?: unknown
  readonly monthly_leaderboard?: unknown
  readonly gifter_id?: unknown
  readonly gifter_username?: unknown
  readonly gifted_quantity?: unknown
}

export interface LeaderboardEntryWire {
  readonly user_id?: unknown
  readonly username?: unknown
  readonly quantity?: unknown
}
