import type { ChannelAuthorizationCallback } from './authorization.js'
import type { Channel } from './channel.js'

/** Further fields and headers of the request. */
export interface DeprecatedAuthOptions {
  params?: Readonly<Record<string, unknown>> | undefined
  headers?: Readonly<Record<string, unknown>> | undefined
}

/** What an {@link ChannelAuthorizerGenerator} is told. */
export interface DeprecatedAuthorizerOptions {
  authTransport: 'ajax'
  authEndpoint: string
  auth?: DeprecatedAuthOptions
}

/** Authorizes one channel. */
export interface DeprecatedChannelAuthorizer {
  authorize(socketId: string, callback: ChannelAuthorizationCallback): void
}

/** Makes what authorizes a channel. */
export type ChannelAuthorizerGenerator = (
  channel: Channel,
  options: DeprecatedAuthorizerOptions,
) => DeprecatedChannelAuthorizer
