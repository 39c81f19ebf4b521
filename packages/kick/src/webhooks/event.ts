import type { CategoryName } from '../api/category.js'
import type { KickEventName } from '../event-names.js'
import type { WebhookUser } from './person.js'

/** How an event came. */
export interface Delivery {
  /** Kick's own id of it: the same for an event that comes twice. */
  readonly id: string
  /** None with drops. */
  readonly subscriptionId: string | undefined
  /** When Kick sent it, milliseconds since 1970. */
  readonly sentAtMs: number
  readonly version: number
}

interface Delivered {
  readonly delivery: Delivery
  /** The body as it came, parsed: what Kick adds is in here. */
  readonly raw: unknown
}

interface InChannel extends Delivered {
  readonly broadcaster: WebhookUser
}

/** A message that another one answers. */
export interface RepliedMessage {
  readonly messageId: string
  readonly content: string | undefined
  readonly sender: WebhookUser | undefined
}

/** Where an emote stands in a message. */
export interface WebhookEmote {
  readonly emoteId: string
  /** Both ends included. The unit is not told: rather look for `[emote:<id>:<name>]` in the content. */
  readonly positions: readonly { readonly s: number; readonly e: number }[]
}

export interface ChatMessageSent extends InChannel {
  readonly type: 'chat.message.sent'
  readonly messageId: string
  readonly repliesTo: RepliedMessage | undefined
  readonly sender: WebhookUser
  /** Emotes as `[emote:37226:KEKW]`. */
  readonly content: string
  readonly emotes: readonly WebhookEmote[]
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
}

export interface ChannelFollowed extends InChannel {
  readonly type: 'channel.followed'
  readonly follower: WebhookUser
}

export interface ChannelSubscribed extends InChannel {
  readonly type: 'channel.subscription.new' | 'channel.subscription.renewal'
  readonly subscriber: WebhookUser
  readonly durationMonths: number
  /** Milliseconds since 1970. Of a renewal: when the subscription first began. */
  readonly createdAtMs: number
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number | undefined
}

export interface ChannelSubscriptionsGifted extends InChannel {
  readonly type: 'channel.subscription.gifts'
  /** May be anonymous. */
  readonly gifter: WebhookUser
  readonly giftees: readonly WebhookUser[]
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number | undefined
}

export interface RewardRedemptionUpdated extends InChannel {
  readonly type: 'channel.reward.redemption.updated'
  readonly id: string
  readonly userInput: string | undefined
  readonly status: 'pending' | 'accepted' | 'rejected' | (string & {})
  /** Milliseconds since 1970. */
  readonly redeemedAtMs: number
  readonly reward: {
    readonly id: string
    readonly title: string
    readonly cost: number
    readonly description: string | undefined
  }
  readonly redeemer: WebhookUser
}

export interface LivestreamStatusUpdated extends InChannel {
  readonly type: 'livestream.status.updated'
  readonly isLive: boolean
  readonly title: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAtMs: number | undefined
  /** Milliseconds since 1970. None while it is live. */
  readonly endedAtMs: number | undefined
}

/** What a stream says of itself; everything, not what changed. */
export interface LivestreamMetadata {
  readonly title: string | undefined
  readonly language: string | undefined
  readonly hasMatureContent: boolean
  readonly category: CategoryName | undefined
}

export interface LivestreamMetadataUpdated extends InChannel {
  readonly type: 'livestream.metadata.updated'
  readonly metadata: LivestreamMetadata
}

export interface ModerationBanned extends InChannel {
  readonly type: 'moderation.banned'
  readonly moderator: WebhookUser
  readonly bannedUser: WebhookUser
  readonly metadata: {
    readonly reason: string | undefined
    /** Milliseconds since 1970. */
    readonly createdAtMs: number
    /** Milliseconds since 1970. None where it is for good. */
    readonly expiresAtMs: number | undefined
  }
}

export interface KicksGifted extends InChannel {
  readonly type: 'kicks.gifted'
  readonly sender: WebhookUser
  readonly gift: {
    /** In KICKs. */
    readonly amount: number
    readonly name: string
    /** Such as `BASIC`, `LEVEL_UP`. */
    readonly type: string | undefined
    /** Such as `BASIC`, `MID`. */
    readonly tier: string | undefined
    readonly message: string | undefined
    readonly pinnedTimeSeconds: number | undefined
  }
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
}

/** Somebody claimed a reward of a drop. It has headers of its own, and no name; this one is ours. */
export interface DropClaimed extends Delivered {
  readonly type: 'drops.claim'
  /** The same for a claim that comes twice. */
  readonly claimId: string
  readonly userId: number
  readonly campaignId: string
  readonly rewardId: string
  readonly externalId: string | undefined
}

/** An event of a name or a version that this version does not know. */
export interface UnknownWebhook extends Delivered {
  readonly type: 'unknown'
  readonly name: KickEventName
}

/**
 * An event of a known name whose body is another. Name and version are not signed: somebody on the way may have
 * changed them, or Kick the body.
 */
export interface MalformedWebhook extends Delivered {
  readonly type: 'malformed'
  readonly name: KickEventName
  /** Names fields, never values. */
  readonly reason: string
}

/** An event whose name and body are known. {@link https://docs.kick.com/events/event-types} */
export type KnownWebhookEvent =
  | ChatMessageSent
  | ChannelFollowed
  | ChannelSubscribed
  | ChannelSubscriptionsGifted
  | RewardRedemptionUpdated
  | LivestreamStatusUpdated
  | LivestreamMetadataUpdated
  | ModerationBanned
  | KicksGifted
  | DropClaimed

/** Everything a webhook is told, joined by `type`. */
export type KickWebhookEvent = KnownWebhookEvent | UnknownWebhook | MalformedWebhook
