import type { KickChatroomUpdatedEvent } from './chatroom.js'
import type { KickFollowersUpdatedEvent, KickGoalEvent, KickPointsUpdatedEvent } from './community.js'
import type { KickKicksGiftedEvent, KickRewardRedeemedEvent } from './gift.js'
import type { KickHostedEvent, KickHostingEvent } from './host.js'
import type { KickLeaderboardEvent } from './leaderboard.js'
import type {
  KickLegacyFeedEvent,
  KickLegacyGiftEvent,
  KickLegacyHostedEvent,
  KickLegacyMessageEvent,
  KickLegacySubscriptionEvent,
} from './legacy.js'
import type { KickStreamStartedEvent, KickStreamStoppedEvent, KickStreamUpdatedEvent } from './livestream.js'
import type {
  KickMessageDeletedEvent,
  KickMessageEvent,
  KickMessagePinnedEvent,
  KickMessageUnpinnedEvent,
} from './message.js'
import type { KickChatClearedEvent, KickUserBannedEvent, KickUserUnbannedEvent } from './moderation.js'
import type { KickPollDeletedEvent, KickPollUpdatedEvent } from './poll.js'
import type { KickPredictionEvent } from './prediction.js'
import type { KickSource } from './source.js'
import type { KickSubscriptionEvent, KickSubscriptionsGiftedEvent } from './subscription.js'

/** An event of a name that this version does not know. Drift is data: read `source.payload`. */
export interface KickUnknownEvent {
  readonly type: 'unknown'
  readonly source: KickSource
}

/** An event of a known name that lacks what makes it one. The payload is in `source`. */
export interface KickMalformedEvent {
  readonly type: 'malformed'
  readonly source: KickSource
  /** What is wrong with it. Names fields, never values. */
  readonly reason: string
}

/** Events that Kick fires beside another one that says the same and more. */
export type KickLegacyEvent =
  | KickLegacySubscriptionEvent
  | KickLegacyGiftEvent
  | KickLegacyMessageEvent
  | KickLegacyHostedEvent
  | KickLegacyFeedEvent

/** Everything Kick's socket and its webhooks say, joined by `type`. */
export type KickEvent =
  | KickMessageEvent
  | KickMessageDeletedEvent
  | KickMessagePinnedEvent
  | KickMessageUnpinnedEvent
  | KickUserBannedEvent
  | KickUserUnbannedEvent
  | KickChatClearedEvent
  | KickChatroomUpdatedEvent
  | KickSubscriptionEvent
  | KickSubscriptionsGiftedEvent
  | KickHostedEvent
  | KickHostingEvent
  | KickPollUpdatedEvent
  | KickPollDeletedEvent
  | KickPredictionEvent
  | KickRewardRedeemedEvent
  | KickKicksGiftedEvent
  | KickLeaderboardEvent
  | KickStreamStartedEvent
  | KickStreamStoppedEvent
  | KickStreamUpdatedEvent
  | KickFollowersUpdatedEvent
  | KickGoalEvent
  | KickPointsUpdatedEvent
  | KickLegacyEvent
  | KickUnknownEvent
  | KickMalformedEvent
