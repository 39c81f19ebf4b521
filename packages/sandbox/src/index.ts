export { SandboxError, isSandboxError } from './errors.js'
export { startSandbox } from './sandbox.js'
export { systemClock } from './clock.js'

export type { KeptFile } from './basalam/answer-files.js'
export type { BasalamSandbox } from './basalam/basalam.js'
export type { BasalamFault } from './basalam/faults.js'
export type { BasalamRequest, ReceivedFile } from './basalam/requests.js'
export type { AnswerStyle } from './basalam/sample.js'
export type { BasalamApp, TokenPair as BasalamTokenPair } from './basalam/tokens.js'
export type {
  BasalamWorld,
  Notice,
  ReceivedMessage,
  StandingMessage,
  WrittenMessage,
} from './basalam/world.js'
export type { Booth, Person } from './basalam/chat/people.js'
export type { KeptOrder, NewOrder } from './basalam/shop/order-book.js'
export type { KeptProduct } from './basalam/shop/product-book.js'
export type { BasalamDeliveryFault } from './basalam/webhooks/delivery-faults.js'
export type { BasalamEventName } from './basalam/webhooks/events.js'
export type { BasalamDelivery, BasalamWebhooksSandbox } from './basalam/webhooks/webhooks.js'
export type { CentrifugoSandbox } from './centrifugo/centrifugo-sandbox.js'
export type { DataStyle } from './centrifugo/lines.js'
export type { CentrifugoTimes } from './centrifugo/times.js'
export type { Clock } from './clock.js'
export type { SandboxErrorCode } from './errors.js'
export type { SandboxFaults } from './faults.js'
export type { RequestFault } from './request-fault.js'
export type { Fault, FaultAim, FaultOdds, FaultSpan } from './standing-fault.js'
export type { AccessTokenOptions } from './kick/api/access-token.js'
export type { DropClaimRecord } from './kick/api/drop-book.js'
export type { KickRequest } from './kick/api/kick-api.js'
export type { Cast } from './kick/cast.js'
export type { KickChannelNames } from './kick/channel-names.js'
export type { Line, SaidMessage } from './kick/chat-actions.js'
export type { Chatter } from './kick/chatter.js'
export type { KickSandbox } from './kick/kick.js'
export type { ChatModes } from './kick/modes.js'
export type { KickAppOptions } from './kick/oauth/app.js'
export type { KickOauthSandbox } from './kick/oauth/oauth.js'
export type { OfferScope, RealtimeOffer, RealtimeProvider } from './kick/realtime/offers.js'
export type { KickRealtimeSandbox, RealtimeRequest } from './kick/realtime/realtime.js'
export type { KickRoom } from './kick/room.js'
export type { Goal, Poll, Prediction } from './kick/engagement-actions.js'
export type { KicksGift } from './kick/support-actions.js'
export type { Traffic } from './kick/traffic.js'
export type { DeliveryFault } from './kick/webhooks/delivery-faults.js'
export type { SubscriptionRecord } from './kick/webhooks/subscription-book.js'
export type {
  DeliveryOptions,
  KickWebhooksSandbox,
  SignedDelivery,
  WebhookDelivery,
} from './kick/webhooks/webhooks.js'
export type { RealtimeOptions, RoomOptions, SandboxOptions } from './options.js'
export type { Publication } from './publisher.js'
export type { Transport } from './socket/connections.js'
export type { DripPace, RefusableCommand } from './socket/wire-rules.js'
export type {
  EventFilter,
  FrameFate,
  FrameFilter,
  RecordedEvent,
  RecordedFrame,
  RecordLimits,
  SandboxRecord,
} from './record.js'
export type { PusherSandbox, Sandbox } from './sandbox.js'
export type { SandboxConnection } from './sandbox-connection.js'
