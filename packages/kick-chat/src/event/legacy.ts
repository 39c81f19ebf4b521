import { readChannelId, readUserId, type ChannelId, type UserId } from '../ids.js'
import type {
  ChannelSubscriptionWire,
  ChatMessageSentWire,
  HostedMessageWire,
  LuckyUsersWire,
  SentMessageWire,
  StreamHostedWire,
} from './legacy.wire.js'
import { isWire, readKey, readList, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { readNamedUser, readUser, type KickUser } from './user.js'

/** `ChannelSubscriptionEvent`: the older form of `subscription`, fired beside it. */
export interface KickLegacySubscriptionEvent {
  readonly type: 'legacy_subscription'
  readonly source: KickSource
  readonly userIds: readonly UserId[]
  /** Undefined where the subscription was a gift. */
  readonly user: KickUser | undefined
  readonly channelId: ChannelId | undefined
}

/** `LuckyUsersWhoGotGiftSubscriptionsEvent`: the older form of `subscriptions_gifted`, fired beside it. */
export interface KickLegacyGiftEvent {
  readonly type: 'legacy_gift'
  readonly source: KickSource
  readonly gifter: KickUser | undefined
  readonly recipients: readonly KickUser[]
}

/** `ChatMessageSentEvent`: what the first version of chat fired for subscriptions and gifts. */
export interface KickLegacyMessageEvent {
  readonly type: 'legacy_message'
  readonly source: KickSource
  readonly id: string | undefined
  /** Such as `gift`. */
  readonly action: string | undefined
  readonly user: KickUser | undefined
  readonly subscriptions: number | undefined
  readonly recipients: readonly KickUser[]
}

/** `StreamHostedEvent`: the older form of `hosted`, fired beside it. */
export interface KickLegacyHostedEvent {
  readonly type: 'legacy_hosted'
  readonly source: KickSource
  readonly id: string | undefined
  readonly host: KickUser | undefined
  readonly viewers: number | undefined
  readonly message: string | undefined
  readonly createdAtMs: number | undefined
}

/** `NewSubscriberUpdatedEvent` or `NewActivityFeedEvent`: the site's own feed, fired beside `subscription`. */
export interface KickLegacyFeedEvent {
  readonly type: 'legacy_feed'
  readonly source: KickSource
}

export function decodeChannelSubscription(value: Wire, source: KickSource): KickLegacySubscriptionEvent {
  const wire: ChannelSubscriptionWire = value
  return {
    type: 'legacy_subscription',
    source,
    userIds: readList(wire.user_ids, readUserId),
    user: readNamedUser(wire.username),
    channelId: readChannelId(wire.channel_id),
  }
}

export function decodeLuckyUsers(value: Wire, source: KickSource): KickLegacyGiftEvent {
  const wire: LuckyUsersWire = value
  return {
    type: 'legacy_gift',
    source,
    gifter: readNamedUser(wire.gifter_username),
    recipients: readList(wire.usernames, readNamedUser),
  }
}

export function decodeChatMessageSent(value: Wire, source: KickSource): KickLegacyMessageEvent {
  const wire: ChatMessageSentWire = value
  const message: SentMessageWire = isWire(wire.message) ? wire.message : {}
  return {
    type: 'legacy_message',
    source,
    id: readKey(message.id),
    action: readText(message.action),
    user: readUser(wire.user),
    subscriptions: readNumber(message.subscriptions_count),
    recipients: readList(message.giftedUsers, (user) => readUser(user) ?? readNamedUser(user)),
  }
}

export function decodeStreamHosted(value: Wire, source: KickSource): KickLegacyHostedEvent {
  const wire: StreamHostedWire = value
  const message: HostedMessageWire = isWire(wire.message) ? wire.message : {}
  return {
    type: 'legacy_hosted',
    source,
    id: readKey(message.id),
    host: readUser(wire.user),
    viewers: readNumber(message.numberOfViewers),
    message: readText(message.optionalMessage),
    createdAtMs: readTimeMs(message.createdAt),
  }
}

export function decodeLegacyFeed(_: Wire, source: KickSource): KickLegacyFeedEvent {
  return { type: 'legacy_feed', source }
}
