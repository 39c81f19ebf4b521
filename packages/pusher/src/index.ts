export { Pusher } from './pusher.js'
export { isPusherError, PusherError } from './errors.js'
export { nativeSocket } from './socket/native.js'

export type { AuthorizationRequest, Authorize, ChannelAuthorization } from './channel/authorization.js'
export type {
  Channel,
  ChannelEvents,
  ChannelStatus,
  EventFrame,
  EventMap,
  EventName,
  MemberEvents,
  PresenceChannel,
  PrivateChannel,
} from './channel/channel.js'
export type { ChannelEncryption, Unsealer, UnsealerOwner } from './channel/encryption.js'
export type { EventStream, OverflowPolicy, StreamOptions } from './channel/event-stream.js'
export type { Gap } from './channel/gaps.js'
export type { Member, Members } from './channel/members.js'
export type { FrameCounts } from './client.js'
export type { Clock } from './clock.js'
export type { ReconnectSettings } from './connection/backoff.js'
export type { ConnectionStatus } from './connection/state.js'
export type { PusherErrorCode, PusherErrorDetails } from './errors.js'
export type { ListenerResult, ListenOptions, Undo } from './listeners.js'
export type { PusherOptions } from './options.js'
export type { Envelope, Frame } from './protocol/frame.js'
export type { PusherEvents, SubscribeOptions } from './pusher.js'
export type { WaitOptions } from './wait-for.js'
export type { Socket, SocketClose, SocketFactory, SocketHandlers } from './socket/socket.js'
export type { SigninStatus } from './user/signin-status.js'
export type { Signin, SigninOwner, SigninSession } from './user/signin.js'
export type { User, WatchlistChange } from './user/user.js'
