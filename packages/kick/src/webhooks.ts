export { isKickError, KickError } from './kick-error.js'
export { kickEventNames } from './event-names.js'
export { decodeEvent } from './webhooks/decode-event.js'
export { createWebhookHandler } from './webhooks/handler.js'
export { builtInPublicKey, kickPublicKey } from './webhooks/public-key.js'
export { memoryReplayStore } from './webhooks/replay-store.js'
export { SubscriptionManager } from './webhooks/subscription-manager.js'
export { verifySignature } from './webhooks/verify-signature.js'

export type { CategoryName } from './api/category.js'
export type { KickEventName, KnownKickEventName } from './event-names.js'
export type {
  ChannelFollowed,
  ChannelSubscribed,
  ChannelSubscriptionsGifted,
  ChatMessageSent,
  Delivery,
  DropClaimed,
  KicksGifted,
  KickWebhookEvent,
  KnownWebhookEvent,
  LivestreamMetadata,
  LivestreamMetadataUpdated,
  LivestreamStatusUpdated,
  MalformedWebhook,
  ModerationBanned,
  RepliedMessage,
  RewardRedemptionUpdated,
  UnknownWebhook,
  WebhookEmote,
} from './webhooks/event.js'
export type { WebhookHandlerOptions, WebhookRefusal } from './webhooks/handler.js'
export type { WebhookBadge, WebhookIdentity, WebhookUser } from './webhooks/person.js'
export type { KickPublicKeyOptions, PublicKeySource } from './webhooks/public-key.js'
export type { Claim, ReplayStore } from './webhooks/replay-store.js'
export type { SignedParts } from './webhooks/verify-signature.js'
export type { EventSubscription } from './api/event-subscriptions.js'
export type {
  SubscriptionFailure,
  SubscriptionManagerOptions,
  SubscriptionReport,
  SubscriptionWatch,
} from './webhooks/subscription-manager.js'
export type { WantedEvent, WantedSubscriptions } from './webhooks/subscription-plan.js'
