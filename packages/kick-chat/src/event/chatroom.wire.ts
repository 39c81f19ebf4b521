/** `ChatroomUpdatedEvent` and `ChatSettingsChanged`: the modes themselves, or nested under `settings` with two renamed. */
export interface ChatroomWire {
  readonly id?: unknown
  readonly settings?: unknown
  readonly slow_mode?: unknown
  readonly subscribers_mode?: unknown
  readonly subscribers_only_mode?: unknown
  readonly followers_mode?: unknown
  readonly emotes_mode?: unknown
  readonly emotes_only_mode?: unknown
  readonly advanced_bot_protection?: unknown
  readonly account_age?: unknown
}

export interface ModeWire {
  readonly enabled?: unknown
  /** Seconds. */
  readonly message_interval?: unknown
  /** Minutes for followers; of unknown unit for account age. */
  readonly min_duration?: unknown
  readonly remaining_time?: unknown
}
