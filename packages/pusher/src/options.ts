import { defaultSocket } from '#default-socket'
import { type Clock, systemClock } from './clock.js'
import type { ReconnectSettings } from './connection/backoff.js'
import type { ConnectionSettings } from './connection/connection.js'
import { platformNetwork } from './connection/network.js'
import type { Authorize } from './channel/authorization.js'
import type { ChannelMeans } from './channel/create-channel.js'
import type { ChannelEncryption } from './channel/encryption.js'
import {
  checkDelay,
  checkHost,
  checkMethods,
  checkOptional,
  checkPath,
  checkPort,
  checkType,
  invalid,
} from './check-option.js'
import type { SocketFactory } from './socket/socket.js'
import type { AuthenticateUser } from './user/user.js'

/** Where to connect, and how. Options it does not know are ignored. */
export interface PusherOptions {
  /** The application's public key. */
  readonly key: string
  /** One of Pusher's clusters, such as `eu` or `us2`. Wanted unless `host` is given. */
  readonly cluster?: string | undefined
  /** A server of one's own, name or address alone; it replaces the cluster's. */
  readonly host?: string | undefined
  /** Default 443 with TLS, 80 without. */
  readonly port?: number | undefined
  /** The port with TLS, where a connection begun without it is told to change. Default `port`, else 443. */
  readonly tlsPort?: number | undefined
  /** Put before `/app`, for servers behind a path. Default none. */
  readonly path?: string | undefined
  /** Default `true`. */
  readonly tls?: boolean | undefined
  /** Silence after which the server is pinged, unless the server asks for a shorter one. Default 120,000. */
  readonly activityTimeoutMs?: number | undefined
  /** How long any frame may take after a ping before the connection is given up. Default 30,000. */
  readonly pongTimeoutMs?: number | undefined
  /** How long to be `connecting` before the status says `unavailable`. Default 10,000. */
  readonly unavailableAfterMs?: number | undefined
  /** How long one attempt may take, handshake included. Default 15,000. */
  readonly connectTimeoutMs?: number | undefined
  /** How attempts are spread; see {@link ReconnectSettings}. Defaults: 100, 30,000 and 2,000 milliseconds. */
  readonly reconnect?: Partial<ReconnectSettings> | undefined
  /** Opens the sockets. Default: `ws` in Node, the platform's WebSocket elsewhere. */
  readonly socket?: SocketFactory | undefined
  /** Leave `data` as the server sent it, not decoded. Default `false`. */
  readonly raw?: boolean | undefined
  /** Lets this client into private, presence and encrypted channels; see `fetchAuthorizer` of `@wireloom/pusher/authorize`. */
  readonly authorize?: Authorize | undefined
  /** Says who the user is, for `signIn()`; see `fetchAuthenticator` there. */
  readonly authenticateUser?: AuthenticateUser | undefined
  /** Opens the events of encrypted channels: `encryption` of `@wireloom/pusher/encrypted`. */
  readonly encryption?: ChannelEncryption | undefined
  /** Disconnects when it aborts; the client cannot be connected again then. */
  readonly signal?: AbortSignal | undefined
  /** Default: the platform's. */
  readonly clock?: Clock | undefined
  /** From 0 up to, not including, 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Where `online` and `offline` events come from. Default: the window or worker scope; none in Node. */
  readonly network?: EventTarget | undefined
}

/** Everything a client needs, complete. */
export interface ClientSettings extends ConnectionSettings, ChannelMeans {
  readonly authenticate: AuthenticateUser | undefined
  readonly signal: AbortSignal | undefined
}

const clockMethods = ['now', 'setTimeout', 'clearTimeout'] as const
const targetMethods = ['addEventListener', 'removeEventListener'] as const

const defaults = {
  tls: true,
  path: '',
  raw: false,
  activityTimeoutMs: 120_000,
  pongTimeoutMs: 30_000,
  unavailableAfterMs: 10_000,
  connectTimeoutMs: 15_000,
  reconnect: { firstDelayMs: 100, maxDelayMs: 30_000, stableAfterMs: 2_000 },
} as const satisfies Partial<PusherOptions>

/**
 * Options made complete.
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function completeOptions(options: PusherOptions): ClientSettings {
  if (typeof options !== 'object' || options === null)
    throw invalid('options', options, 'an object with a `key`')
  const { key, port, tlsPort } = options
  if (typeof key !== 'string' || key.trim() === '') throw invalid('key', key, "the application's key")
  return {
    address: {
      key,
      host: checkHost(options.host, options.cluster),
      port: checkPort('port', port ?? 80),
      tlsPort: tlsPort === undefined ? checkPort('port', port ?? 443) : checkPort('tlsPort', tlsPort),
      path: checkPath(options.path ?? defaults.path),
    },
    tls: checkType('tls', 'boolean', options.tls ?? defaults.tls),
    raw: checkType('raw', 'boolean', options.raw ?? defaults.raw),
    activityTimeoutMs: checkDelay(
      'activityTimeoutMs',
      options.activityTimeoutMs ?? defaults.activityTimeoutMs,
    ),
    pongTimeoutMs: checkDelay('pongTimeoutMs', options.pongTimeoutMs ?? defaults.pongTimeoutMs),
    unavailableAfterMs: checkDelay(
      'unavailableAfterMs',
      options.unavailableAfterMs ?? defaults.unavailableAfterMs,
    ),
    connectTimeoutMs: checkDelay('connectTimeoutMs', options.connectTimeoutMs ?? defaults.connectTimeoutMs),
    reconnect: options.reconnect === undefined ? defaults.reconnect : completeReconnect(options.reconnect),
    socket: checkType('socket', 'function', options.socket ?? defaultSocket),
    clock: checkMethods('clock', clockMethods, options.clock === undefined ? systemClock : options.clock),
    random: checkType('random', 'function', options.random ?? Math.random),
    network:
      checkOptional(options.network, (network) => checkMethods('network', targetMethods, network)) ??
      platformNetwork(),
    signal: checkOptional(options.signal, (signal) => checkMethods('signal', targetMethods, signal)),
    authorize: checkOptional(options.authorize, (ask) => checkType('authorize', 'function', ask)),
    authenticate: checkOptional(options.authenticateUser, (ask) =>
      checkType('authenticateUser', 'function', ask),
    ),
    encryption: checkOptional(options.encryption, (cipher) =>
      checkMethods('encryption', ['createUnsealer'], cipher),
    ),
  }
}

function completeReconnect(given: Partial<ReconnectSettings>): ReconnectSettings {
  checkType('reconnect', 'object', given)
  const { firstDelayMs, maxDelayMs, stableAfterMs } = defaults.reconnect
  return {
    firstDelayMs: checkDelay('reconnect.firstDelayMs', given.firstDelayMs ?? firstDelayMs, 0),
    maxDelayMs: checkDelay('reconnect.maxDelayMs', given.maxDelayMs ?? maxDelayMs),
    stableAfterMs: checkDelay('reconnect.stableAfterMs', given.stableAfterMs ?? stableAfterMs, 0),
  }
}
