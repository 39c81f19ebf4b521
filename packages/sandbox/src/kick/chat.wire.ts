export type UserWire = { id: number; username: string; slug: string }

export type BadgeWire = { type: string; text: string; count?: number; active?: boolean }

export type BadgeV2Wire = {
  name: string
  badge_type: string
  image_url: string
  metadata: { level: number }
  sort_order: number
  selected: boolean
}

export type SenderWire = UserWire & {
  identity: { color: string; badges: readonly BadgeWire[]; badges_v2?: readonly BadgeV2Wire[] }
}

export type MessageMetadataWire = {
  message_ref?: string
  original_sender?: { id: number | string; username: string }
  original_message?: { id: string; content: string }
  celebration?: { id: string; type: string; total_months: number; created_at: string }
}

/** `data` of `ChatMessageEvent`. */
export type ChatMessageWire = {
  id: string
  chatroom_id: number
  content: string
  type: 'message' | 'reply' | 'celebration'
  created_at: string
  sender: SenderWire
  metadata?: MessageMetadataWire
  thread_parent_id?: string
}

/** The mode objects of a chat room, in `ChatroomUpdatedEvent` and at the site. */
export type ChatModesWire = {
  slow_mode: { enabled: boolean; message_interval: number }
  subscribers_mode: { enabled: boolean }
  followers_mode: { enabled: boolean; min_duration: number }
  emotes_mode: { enabled: boolean }
  advanced_bot_protection: { enabled: boolean; remaining_time: number }
  account_age: { enabled: boolean; min_duration: number }
}
