import { defaultSocket } from '#default-socket'
import { type Clock, systemClock } from './clock.js'
import type { ReconnectSettings } from './connection/backoff.js'
import type { ConnectionSettings } from './connection/connection.js'
import { platformNetwork } from './connection/network.js'
import type { Authorize } from './channel/authorization.js'
import type { ChannelMeans } from './channel/create-channel.js'
import type { ChannelEncryption } from './channel/encryption.js'
import {
  aCluster,
  aDelay,
  aFlag,
  aFunction,
  aHost,
  anEventTarget,
  aPath,
  aPort,
  aText,
  check,
  readerOf,
  whatCan,
} from './check-option.js'
import { clusterHost, toPath } from './protocol/address.js'
import type { SocketFactory } from './socket/socket.js'
import type { Signin } from './user/signin.js'

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
  /** Signs users in: `userSignin` of `@wireloom/pusher/user`. */
  readonly signin?: Signin | undefined
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
  readonly signin: Signin | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * Options made complete.
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function completeOptions(options: PusherOptions): ClientSettings {
  const read = readerOf('options', options)
  const { key, cluster, host, port, reconnect = {} } = options
  const readReconnect = readerOf('reconnect', reconnect, 'reconnect.')
  return {
    address: {
      key: check('key', key, aText),
      host:
        host === undefined
          ? clusterHost(check('cluster', cluster ?? '', aCluster))
          : check('host', host, aHost),
      port: read('port', aPort, 80),
      tlsPort: read('tlsPort', aPort, port ?? 443),
      path: toPath(read('path', aPath, '')),
    },
    tls: read('tls', aFlag, true),
    raw: read('raw', aFlag, false),
    activityTimeoutMs: read('activityTimeoutMs', aDelay(), 120_000),
    pongTimeoutMs: read('pongTimeoutMs', aDelay(), 30_000),
    unavailableAfterMs: read('unavailableAfterMs', aDelay(), 10_000),
    connectTimeoutMs: read('connectTimeoutMs', aDelay(), 15_000),
    reconnect: {
      firstDelayMs: readReconnect('firstDelayMs', aDelay(0), 100),
      maxDelayMs: readReconnect('maxDelayMs', aDelay(), 30_000),
      stableAfterMs: readReconnect('stableAfterMs', aDelay(0), 2_000),
    },
    socket: read('socket', aFunction, defaultSocket),
    clock: read('clock', whatCan('now', 'setTimeout', 'clearTimeout'), systemClock),
    random: read('random', aFunction, Math.random),
    network: read('network', anEventTarget, platformNetwork()),
    signal: read('signal', anEventTarget, undefined),
    authorize: read('authorize', aFunction, undefined),
    signin: read('signin', whatCan('createSession'), undefined),
    encryption: read('encryption', whatCan('createUnsealer'), undefined),
  }
}
