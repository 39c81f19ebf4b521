// oxlint-disable-next-line import/no-default-export -- it is how pusher-js is imported, and what `require()` gives
export { Pusher as default, Pusher as 'module.exports' } from './compat/pusher.js'

export type { AjaxAuthorizationOptions } from './compat/ajax-authorization.js'
export type {
  AuthorizationFailure,
  ChannelAuthorizationCallback,
  ChannelAuthorizationCallback as AuthorizerCallback,
  ChannelAuthorizationData,
  ChannelAuthorizationHandler,
  ChannelAuthorizationRequestParams,
  UserAuthenticationCallback,
  UserAuthenticationData,
  UserAuthenticationHandler,
  UserAuthenticationRequestParams,
} from './compat/authorization.js'
export type { Channel, PusherEvent } from './compat/channel.js'
export type { Channels } from './compat/channels.js'
export type { ConnectionError, ServerFailure } from './compat/connection-error.js'
export type { ConnectionManager, ConnectionState, StateChange } from './compat/connection-manager.js'
export type {
  ChannelAuthorizerGenerator,
  ChannelAuthorizerGenerator as AuthorizerGenerator,
  DeprecatedAuthOptions,
  DeprecatedAuthOptions as AuthOptions,
  DeprecatedAuthorizerOptions,
  DeprecatedChannelAuthorizer,
  DeprecatedChannelAuthorizer as Authorizer,
} from './compat/deprecated-authorizer.js'
export type { Callback, Emitter, GlobalCallback, Metadata } from './compat/emitter.js'
export type { EncryptedChannel } from './compat/encrypted-channel.js'
export type { Member, MemberId, Members } from './compat/members.js'
export type { Nacl } from './compat/nacl.js'
export type {
  ChannelAuthorizationOptions,
  Options,
  Transport,
  UserAuthenticationOptions,
} from './compat/options.js'
export type { PresenceChannel } from './compat/presence-channel.js'
export type { PrivateChannel } from './compat/private-channel.js'
export type { ClusterOptions, Config } from './compat/pusher.js'
export type { User, UserData, Watchlist } from './compat/user.js'
