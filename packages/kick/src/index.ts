export { memoryTokenStore, TokenSession } from '@wireloom/http-core'
export { KickOauth } from './auth/oauth.js'
export { AppSession, UserSession } from './auth/sessions.js'
export { kickScopes } from './auth/scopes.js'
export { kickEventNames } from './event-names.js'
export { Kick } from './kick.js'
export { isKickError, KickError } from './kick-error.js'

export type {
  Answered,
  ApiErrorCode as KickErrorCode,
  ApiErrorDetails as KickErrorDetails,
  ApiErrorReason as KickErrorReason,
  Call,
  CallOptions,
  Clock,
  HttpHooks,
  Logger,
  Page,
  Paged,
  Token,
  TokenSessionOptions,
  TokenSource,
  TokenStore,
} from '@wireloom/http-core'
export type { AdBreak, AdsApi, AdStatus, NewAdBreak, StartedAdBreak } from './api/ads.js'
export type { CategoriesApi, Category, CategoryDetails, CategoryFilter } from './api/categories.js'
export type { CategoryName } from './api/category.js'
export type {
  Channel,
  ChannelChanges,
  ChannelName,
  ChannelNames,
  ChannelsApi,
  ChannelStream,
} from './api/channels.js'
export type { BotMessage, ChatApi, MessageToSend, SentMessage, UserMessage } from './api/chat.js'
export type { DropClaim, DropClaimChange, DropClaimFilter, DropsApi } from './api/drops.js'
export type {
  EventSubscription,
  EventSubscriptionsApi,
  NewEventSubscriptions,
  SubscriptionResult,
} from './api/event-subscriptions.js'
export type { KicksApi, KicksLeaderboard, KicksRank } from './api/kicks.js'
export type {
  Livestream,
  LivestreamFilter,
  LivestreamFilterV1,
  LivestreamsApi,
  LivestreamV1,
} from './api/livestreams.js'
export type { Ban, BanTarget, ModerationApi } from './api/moderation.js'
export type { PublicKeyApi } from './api/public-key.js'
export type {
  RedeemedReward,
  Redemption,
  RedemptionFailure,
  RedemptionFilter,
  RedemptionsApi,
  RedemptionStatus,
  RewardRedemptions,
} from './api/redemptions.js'
export type { NewReward, Reward, RewardChanges, RewardsApi } from './api/rewards.js'
export type { User, UsersApi } from './api/users.js'
export type { TokenFacts } from './auth/decode-token.js'
export type { LoginRequest, PendingLogin } from './auth/login.js'
export type { CodeGrant, KickOauthOptions } from './auth/oauth.js'
export type { AppSessionOptions, UserSessionOptions } from './auth/sessions.js'
export type { KickScope, KnownKickScope } from './auth/scopes.js'
export type { AppToken, UserToken } from './auth/token.js'
export type { KickEventName, KnownKickEventName } from './event-names.js'
export type { KickOptions } from './kick.js'
