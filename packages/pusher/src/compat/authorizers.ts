import { invalid } from '../check-option.js'
import { PusherError } from '../errors.js'
import { ajaxHandler } from './ajax-authorization.js'
import type { ChannelAuthorizationHandler, UserAuthenticationHandler } from './authorization.js'
import type { Channel } from './channel.js'
import type { DeprecatedAuthOptions, DeprecatedAuthorizerOptions } from './deprecated-authorizer.js'
import type { ChannelAuthorizationOptions, Options, UserAuthenticationOptions } from './options.js'

/** Looks at how the endpoints are to be asked. @throws PusherError `invalid_options`: there is no JSONP */
export function checkTransports(options: Options): void {
  const isOld = !('channelAuthorization' in options) && options.authorizer !== undefined
  if (!isOld) checkTransport('channelAuthorization.transport', channelOptions(options))
  checkTransport('userAuthentication.transport', options.userAuthentication ?? {})
}

/** What authorizes channels, by the options. */
export function createChannelAuthorizer(
  options: Options,
  find: (name: string) => Channel | undefined,
): ChannelAuthorizationHandler {
  if (!('channelAuthorization' in options) && options.authorizer) {
    return oldAuthorizer(options, options.authorizer, find)
  }
  const given = channelOptions(options)
  if (given.customHandler) return given.customHandler
  return ajaxHandler('channel authorization', given.endpoint ?? '/pusher/auth', given, (params) => ({
    socket_id: params.socketId,
    channel_name: params.channelName,
  }))
}

/** What says who the user is, by the options. */
export function createUserAuthenticator({ userAuthentication }: Options): UserAuthenticationHandler {
  const given: UserAuthenticationOptions = userAuthentication ?? {}
  if (given.customHandler) return given.customHandler
  return ajaxHandler('user authentication', given.endpoint ?? '/pusher/user-auth', given, (params) => ({
    socket_id: params.socketId,
  }))
}

/** The old options count only where the new one is not there at all. */
function channelOptions(options: Options): ChannelAuthorizationOptions {
  if ('channelAuthorization' in options) return options.channelAuthorization ?? {}
  const { authEndpoint: endpoint, authTransport: transport, auth } = options
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(transport === undefined ? {} : { transport }),
    params: auth?.params,
    headers: auth?.headers,
  }
}

function oldAuthorizer(
  { auth, authEndpoint = '/pusher/auth' }: Options,
  generate: NonNullable<Options['authorizer']>,
  find: (name: string) => Channel | undefined,
): ChannelAuthorizationHandler {
  const { params, headers }: DeprecatedAuthOptions = auth ?? {}
  const told: DeprecatedAuthorizerOptions = { authTransport: 'ajax', authEndpoint, auth: { params, headers } }
  return ({ channelName, socketId }, callback) => {
    const channel = find(channelName)
    if (channel === undefined) {
      throw new PusherError('authorization_failed', `Channel ${channelName} was left.`, {
        channel: channelName,
      })
    }
    generate(channel, told).authorize(socketId, callback)
  }
}

function checkTransport(
  name: string,
  { customHandler, transport = 'ajax' }: ChannelAuthorizationOptions | UserAuthenticationOptions,
): void {
  if (!customHandler && transport !== 'ajax') throw invalid(name, transport, '`ajax`; there is no JSONP')
}
