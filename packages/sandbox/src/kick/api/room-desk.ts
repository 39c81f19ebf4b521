/** What the API keeps of a room, beside what the site knows. */
export interface RoomDesk {
  title: string
  categoryId: number
  tags: readonly string[]
  rewards: RewardRecord[]
  redemptions: RedemptionRecord[]
  adBreaks: AdBreakRecord[]
  isEnrolledInAds: boolean
}

export interface RewardRecord {
  readonly id: string
  /** The app that made it, which alone may change it; none where the streamer did. */
  readonly appId: string | undefined
  title: string
  cost: number
  description: string
  background_color: string
  is_enabled: boolean
  is_paused: boolean
  is_user_input_required: boolean
  should_redemptions_skip_request_queue: boolean
}

export interface RedemptionRecord {
  readonly id: string
  readonly rewardId: string
  readonly userId: number
  readonly userInput: string
  readonly atMs: number
  status: 'pending' | 'accepted' | 'rejected'
}

export interface AdBreakRecord {
  readonly id: string
  readonly status: string
  readonly break_duration_seconds: number
  readonly created_at: string
  readonly source: string
}

export function createRoomDesk(): RoomDesk {
  return {
    title: 'Playing around',
    categoryId: 15,
    tags: [],
    rewards: [],
    redemptions: [],
    adBreaks: [],
    isEnrolledInAds: false,
  }
}
