import type { ChatModesWire } from './chat.wire.js'

/** Who may write in a room, and how often. */
export type ChatModes = {
  /** Seconds between two messages of one chatter; 0 is off. */
  slowSeconds: number
  subscribersOnly: boolean
  followersOnly: boolean
  /** Minutes one must have followed, where `followersOnly` is on. */
  followersMinutes: number
  emotesOnly: boolean
}

export const openModes: ChatModes = {
  slowSeconds: 0,
  subscribersOnly: false,
  followersOnly: false,
  followersMinutes: 0,
  emotesOnly: false,
}

/** The modes as the feed and the site write them. */
export function toModesWire(modes: ChatModes): ChatModesWire {
  return {
    slow_mode: { enabled: modes.slowSeconds > 0, message_interval: modes.slowSeconds },
    subscribers_mode: { enabled: modes.subscribersOnly },
    followers_mode: { enabled: modes.followersOnly, min_duration: modes.followersMinutes },
    emotes_mode: { enabled: modes.emotesOnly },
    advanced_bot_protection: { enabled: false, remaining_time: 0 },
    account_age: { enabled: false, min_duration: 0 },
  }
}
