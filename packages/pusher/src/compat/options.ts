import type { ChannelEncryption } from '../channel/encryption.js'
import type { Clock } from '../clock.js'
import type { ReconnectSettings } from '../connection/backoff.js'
import { invalid } from '../check-option.js'
import { PusherError } from '../errors.js'
import { completeOptions, type PusherOptions } from '../options.js'
import type { SocketFactory } from '../socket/socket.js'
import type { AjaxAuthorizationOptions } from './ajax-authorization.js'
import type { ChannelAuthorizationHandler, UserAuthenticationHandler } from './authorization.js'
import type { ConnectionPlan } from './connection-manager.js'
import type { ChannelAuthorizerGenerator, DeprecatedAuthOptions } from './deprecated-authorizer.js'
import { type Nacl, naclEncryption } from './nacl.js'

/** Ways to connect by name. WebSocket is the one there is: asking for the others alone gives `failed`. */
export type Transport = 'ws' | 'wss' | 'xhr_streaming' | 'xhr_polling' | 'sockjs'

/** How to be let into channels: over HTTP, or by a function. */
export interface ChannelAuthorizationOptions extends AjaxAuthorizationOptions {
  /** Asked in place of the endpoint. */
  customHandler?: ChannelAuthorizationHandler | undefined
}

/** How to say who the user is: over HTTP, or by a function. */
export interface UserAuthenticationOptions extends AjaxAuthorizationOptions {
  /** Asked in place of the endpoint. */
  customHandler?: UserAuthenticationHandler | undefined
}

/** The options of pusher-js, and a few of our own at the end. Those it does not know are ignored. */
export interface Options {
  /** One of Pusher's clusters; with `wsHost`, anything, the empty text too. */
  cluster: string
  /** Default `true`. */
  forceTLS?: boolean | undefined
  /** A server of one's own; it replaces the cluster's. */
  wsHost?: string | undefined
  /** The port without TLS; a text of digits will do. Default 80. */
  wsPort?: number | string | undefined
  /** The port with TLS; a text of digits will do. Default 443. */
  wssPort?: number | string | undefined
  /** Put before `/app`. Default none. */
  wsPath?: string | undefined
  enabledTransports?: readonly Transport[] | undefined
  disabledTransports?: readonly Transport[] | undefined
  /** Silence after which the server is pinged, in milliseconds. Default 120,000. */
  activityTimeout?: number | undefined
  /** How long any frame may take after a ping, in milliseconds. Default 30,000. */
  pongTimeout?: number | undefined
  /** How long to be `connecting` before the state is `unavailable`, in milliseconds. Default 10,000. */
  unavailableTimeout?: number | undefined
  /** Default: POST to `/pusher/auth`. */
  channelAuthorization?: ChannelAuthorizationOptions | undefined
  /** Default: POST to `/pusher/user-auth`. */
  userAuthentication?: UserAuthenticationOptions | undefined
  /** @deprecated Use `channelAuthorization`. */
  auth?: DeprecatedAuthOptions | undefined
  /** @deprecated Use `channelAuthorization`. */
  authEndpoint?: string | undefined
  /** @deprecated Use `channelAuthorization`. */
  authTransport?: 'ajax' | undefined
  /** @deprecated Use `channelAuthorization`. */
  authorizer?: ChannelAuthorizerGenerator | undefined
  /** The cipher of encrypted channels: the library tweetnacl, or what looks like it. */
  nacl?: Nacl | undefined
  /** Ignored: there are no HTTP fallbacks. */
  httpHost?: string | undefined
  /** Ignored: there are no HTTP fallbacks. */
  httpPort?: number | undefined
  /** Ignored: there are no HTTP fallbacks. */
  httpsPort?: number | undefined
  /** Ignored: there are no HTTP fallbacks. */
  httpPath?: string | undefined
  /** Ignored: there are no HTTP fallbacks. */
  ignoreNullOrigin?: boolean | undefined
  /** Ignored: nothing is ever sent to anybody but the server. */
  enableStats?: boolean | undefined
  /** Ignored: nothing is ever sent to anybody but the server. */
  disableStats?: boolean | undefined
  /** Ignored: nothing is ever sent to anybody but the server. */
  statsHost?: string | undefined
  /** Ignored: nothing is ever sent to anybody but the server. */
  timelineParams?: unknown

  /** The cipher of encrypted channels: the one of `@wireloom/pusher/encrypted`. */
  encryption?: ChannelEncryption | undefined
  /** How attempts are spread. Defaults: 100, 30,000 and 2,000 milliseconds. */
  reconnect?: Partial<ReconnectSettings> | undefined
  /** Opens the sockets. Default: `ws` in Node, the platform's WebSocket elsewhere. */
  socket?: SocketFactory | undefined
  /** Default: the platform's. */
  clock?: Clock | undefined
  /** From 0 up to, not including, 1. Default `Math.random`. */
  random?: (() => number) | undefined
}

/** Looks at the options themselves, as far as the constructor cannot go on without. @throws PusherError `invalid_options` */
export function checkOptions(key: unknown, options: Partial<Options> | null | undefined): void {
  if (typeof options !== 'object' || options === null)
    throw invalid('options', options, 'an object with a `cluster`')
  if (typeof key !== 'string' || key === '') {
    throw new PusherError('invalid_options', "The first argument must be the application's key, a text.")
  }
  if (options.cluster === undefined || options.cluster === null) {
    throw invalid(
      'cluster',
      options.cluster,
      'the name of a cluster, such as eu, or empty where `wsHost` is given',
    )
  }
}

/** Where to connect to, and how. @throws PusherError `invalid_options`, naming the option */
export function planConnection(key: string, options: Options): ConnectionPlan {
  const { socket, clock, random, reconnect } = options
  const ours: PusherOptions = {
    key,
    tls: shouldUseTls(options),
    port: toPort('wsPort', options.wsPort, 80),
    tlsPort: toPort('wssPort', options.wssPort, 443),
    path: options.wsPath || undefined,
    // 0 counts as unset.
    activityTimeoutMs: options.activityTimeout || undefined,
    pongTimeoutMs: options.pongTimeout || undefined,
    unavailableAfterMs: options.unavailableTimeout || undefined,
    ...(options.wsHost ? { host: options.wsHost } : { cluster: options.cluster }),
    socket,
    clock,
    random,
    reconnect,
  }
  return { settings: completeOptions(ours), canConnect: allowsSockets(options) }
}

/** The cipher of encrypted channels, where one was given. */
export function findEncryption({ encryption, nacl }: Options): ChannelEncryption | undefined {
  return encryption ?? (nacl ? naclEncryption(nacl) : undefined)
}

/** Without TLS only where that was asked for, and never from a page that came with it. */
export function shouldUseTls({ forceTLS, enabledTransports }: Options): boolean {
  const { location } = globalThis as { location?: { protocol?: string } }
  if (location?.protocol === 'https:' || forceTLS !== false) return true
  return enabledTransports?.includes('wss') === true && !enabledTransports.includes('ws')
}

function allowsSockets({ enabledTransports, disabledTransports }: Options): boolean {
  const isEnabled = enabledTransports?.some((name) => name === 'ws' || name === 'wss') ?? true
  return isEnabled && disabledTransports?.includes('ws') !== true
}

/** Build tools hand ports over as texts. */
function toPort(name: string, port: number | string | undefined, fallback: number): number {
  if (!port) return fallback
  const number = Number(port)
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number
  throw invalid(name, port, 'a whole number from 1 to 65535')
}
