/** `FollowersUpdated`. */
export interface FollowersUpdatedWire {
  /** A number or a string of digits. */
  readonly followersCount?: unknown
  readonly channel_id?: unknown
  readonly username?: unknown
  /** Seconds since 1970. */
  readonly created_at?: unknown
  readonly followed?: unknown
}

/** `GoalProgressUpdateEvent`, `GoalUpdatedEvent`, `GoalAchievedEvent`, `GoalCanceledEvent`. */
export interface GoalWire {
  readonly id?: unknown
  /** Such as `followers`. */
  readonly type?: unknown
  readonly current_value?: unknown
  readonly target_value?: unknown
}
