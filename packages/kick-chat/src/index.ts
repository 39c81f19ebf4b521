export { kickAdapter } from './adapter/kick-adapter.js'
export { bookLookup, ChatroomBook } from './chatroom/book.js'
export { cacheLookup } from './chatroom/cache.js'
export { chainLookups } from './chatroom/chain.js'
export { KickError, isKickError } from './errors.js'
export { decodeEvent } from './event/decode-event.js'
export { parseContent, renderContent } from './event/emotes.js'
export { fromWebhook } from './event/from-webhook.js'
export { toChatEvent } from './event/to-chat-event.js'
export { toChannelId, toChatroomId, toUserId } from './ids.js'
export { KickChat } from './kick-chat.js'
export { KickChatApi } from './seed/kick-chat-api.js'
export { siteHistory } from './site/site-history.js'
export { siteLookup } from './site/site-lookup.js'
export { negotiatedSocket } from './transport/negotiated-socket.js'
export { pusherSocket } from './transport/pusher-socket.js'

export type { WaitOptions } from './abort.js'
export type { KickAdapter, KickRoomName } from './adapter/kick-adapter.js'
export type { KickAdapterOptions, KickClient, KickWebhookOptions } from './adapter/options.js'
export type { LookupCacheOptions } from './chatroom/cache.js'
export type { ChatroomInfo, ChatroomLookup } from './chatroom/lookup.js'
export type { Clock, TimerClock } from './clock.js'
export type { KickChatError, KickChatErrorCode } from './errors.js'
export type { KickChatroomUpdatedEvent, KickMode, KickModes } from './event/chatroom.js'
export type { KickFollowersUpdatedEvent, KickGoalEvent, KickPointsUpdatedEvent } from './event/community.js'
export type { KickGift, KickKicksGiftedEvent, KickRewardRedeemedEvent } from './event/gift.js'
export type { KickHostedEvent, KickHostingEvent, KickHostTarget } from './event/host.js'
export type { KickEvent, KickLegacyEvent, KickMalformedEvent, KickUnknownEvent } from './event/kick-event.js'
export type { KickLeaderboardEntry, KickLeaderboardEvent } from './event/leaderboard.js'
export type {
  KickLegacyFeedEvent,
  KickLegacyGiftEvent,
  KickLegacyHostedEvent,
  KickLegacyMessageEvent,
  KickLegacySubscriptionEvent,
} from './event/legacy.js'
export type {
  KickStreamStartedEvent,
  KickStreamStoppedEvent,
  KickStreamUpdatedEvent,
} from './event/livestream.js'
export type {
  KickCelebration,
  KickMessage,
  KickMessageDeletedEvent,
  KickMessageEvent,
  KickMessagePinnedEvent,
  KickMessageUnpinnedEvent,
  KickReply,
} from './event/message.js'
export type { KickChatClearedEvent, KickUserBannedEvent, KickUserUnbannedEvent } from './event/moderation.js'
export type { KickPollDeletedEvent, KickPollOption, KickPollUpdatedEvent } from './event/poll.js'
export type { KickOutcome, KickPredictionEvent } from './event/prediction.js'
export type { KickSource } from './event/source.js'
export type { KickChunk, KickSubscriptionEvent, KickSubscriptionsGiftedEvent } from './event/subscription.js'
export type { EventContext } from './event/event-context.js'
export type { KickBadge, KickCosmeticBadge, KickUser } from './event/user.js'
export type { ChannelId, ChatroomId, UserId } from './ids.js'
export type { JoinTarget, KickChatOptions } from './kick-chat.js'
export type { ChatStats } from './room/counters.js'
export type { EventStream, OverflowPolicy, StreamEvent, StreamOptions } from './room/event-stream.js'
export type { ChatHistory, HistoryPage, HistoryQuestion } from './room/history.js'
export type { KickRoom } from './room/kick-room.js'
export type { HandlerOptions, Handlers, Undo } from './room/outlet.js'
export type { Person } from './room/check-action.js'
export type { BanOptions, KickActions, SendOptions } from './room/room-actions.js'
export type { SeenIdsOptions } from './room/seen-ids.js'
export type { ChatroomName, KickChatApiOptions, KnownChatroom } from './seed/kick-chat-api.js'
export type { SeedMessage } from './seed/seed-message.js'
export type { SiteFetch, SiteOptions } from './site/site-client.js'
export type { SiteLookupOptions } from './site/site-lookup.js'
export type { ProviderName } from './realtime/read-offer.js'
export type { CentrifugoOptions } from './transport/centrifugo-line.js'
export type { WebSocketClass } from './transport/hearing-socket.js'
export type { NegotiatedSocketOptions } from './transport/negotiated-socket.js'
export type { PusherSocketOptions } from './transport/pusher-socket.js'
export type {
  Feed,
  FeedListener,
  FeedRequest,
  KickSocket,
  Transport,
  TransportListener,
} from './transport/transport.js'
