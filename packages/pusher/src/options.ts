import { defaultSocket } from '#default-socket'
import { type Clock, systemClock } from './clock.js'
import type { ReconnectSettings } from './connection/backoff.js'
import type { ConnectionSettings } from './connection/connection.js'
import { platformNetwork } from './connection/network.js'
import { PusherError } from './errors.js'
import { clusterHost } from './protocol/address.js'
import type { SocketFactory } from './socket/socket.js'

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
  /** Ends the connection when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** Default: the platform's. */
  readonly clock?: Clock | undefined
  /** From 0 up to, not including, 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Where `online` and `offline` events come from. Default: the window or worker scope; none in Node. */
  readonly network?: EventTarget | undefined
}

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

/** The largest delay timers take; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1

/**
 * Options made complete.
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function completeOptions(options: PusherOptions): ConnectionSettings {
  if (typeof options !== 'object' || options === null)
    throw invalid('options', options, 'an object with a `key`')
  const { key, port, tlsPort } = options
  if (typeof key !== 'string' || key.trim() === '') throw invalid('key', key, "the application's key")
  return {
    address: {
      key,
      host: host(options),
      port: port === undefined ? 80 : portNumber('port', port),
      tlsPort: tlsPort === undefined ? portNumber('port', port ?? 443) : portNumber('tlsPort', tlsPort),
      path: path(options.path ?? defaults.path),
    },
    tls: options.tls ?? defaults.tls,
    raw: options.raw ?? defaults.raw,
    activityTimeoutMs: delay('activityTimeoutMs', options.activityTimeoutMs ?? defaults.activityTimeoutMs),
    pongTimeoutMs: delay('pongTimeoutMs', options.pongTimeoutMs ?? defaults.pongTimeoutMs),
    unavailableAfterMs: delay(
      'unavailableAfterMs',
      options.unavailableAfterMs ?? defaults.unavailableAfterMs,
    ),
    connectTimeoutMs: delay('connectTimeoutMs', options.connectTimeoutMs ?? defaults.connectTimeoutMs),
    reconnect: reconnect(options.reconnect ?? {}),
    socket: options.socket ?? defaultSocket,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    network: options.network ?? platformNetwork(),
  }
}

function host({ host: own, cluster }: PusherOptions): string {
  if (own !== undefined) {
    if (/^[\w.-]+$/.test(own) || /^\[[\da-f:.]+\]$/i.test(own)) return own
    throw invalid('host', own, 'a name or an address without scheme, port or path')
  }
  if (typeof cluster === 'string' && /^[a-z\d-]+$/i.test(cluster)) return clusterHost(cluster)
  throw invalid('cluster', cluster, 'the name of a cluster, such as eu, unless `host` is given')
}

function path(value: string): string {
  if (typeof value !== 'string' || /[?#\s]/.test(value))
    throw invalid('path', value, 'a path without query or space')
  const trimmed = value.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `/${trimmed}`
}

function portNumber(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value
  throw invalid(name, value, 'a whole number from 1 to 65535')
}

function delay(name: string, value: number, least = 1): number {
  if (typeof value === 'number' && value >= least && value <= longestDelayMs) return value
  throw invalid(name, value, `a number of milliseconds from ${least} to ${longestDelayMs}`)
}

function reconnect(given: Partial<ReconnectSettings>): ReconnectSettings {
  const { firstDelayMs, maxDelayMs, stableAfterMs } = { ...defaults.reconnect, ...given }
  return {
    firstDelayMs: delay('reconnect.firstDelayMs', firstDelayMs, 0),
    maxDelayMs: delay('reconnect.maxDelayMs', maxDelayMs),
    stableAfterMs: delay('reconnect.stableAfterMs', stableAfterMs, 0),
  }
}

function invalid(name: string, value: unknown, wanted: string): PusherError {
  // Never the value of an object: an application may keep secrets among its options.
  const given = ['string', 'number', 'boolean'].includes(typeof value) ? JSON.stringify(value) : typeof value
  return new PusherError('invalid_options', `Option \`${name}\` must be ${wanted}; it was ${given}.`)
}
