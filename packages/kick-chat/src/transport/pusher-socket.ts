import { Pusher, isPusherError, type PusherOptions } from '@wireloom/pusher'
import { checkObject } from '../check-option.js'
import { checkChannelsPerConnection, defaultChannelsPerConnection, LinePool } from './line-pool.js'
import { PusherLine } from './pusher-line.js'
import { toKickError } from './to-kick-error.js'
import type { KickSocket } from './transport.js'

/** Where Kick's Pusher socket is, and how to hold on to it. Everything has a default. */
export interface PusherSocketOptions extends Omit<PusherOptions, 'key' | 'raw' | 'signal'> {
  /** The application's public key. Default: the one Kick's site uses, `32cbd69e4b950bf97679`. */
  readonly key?: string
  /** How many channels one connection carries; a room takes five, and further rooms open further ones. Default 100. */
  readonly channelsPerConnection?: number
}

const defaults = {
  key: '32cbd69e4b950bf97679',
  cluster: 'us2',
} as const satisfies PusherSocketOptions

/**
 * Kick's live chat over Pusher. Unofficial: it is what Kick's site uses or used, and it may change, or be closed, on
 * any day. Key, cluster and host are options for that reason.
 *
 * @throws KickError `invalid_options`, naming the option
 */
export function pusherSocket(options: PusherSocketOptions = {}): KickSocket {
  const { channelsPerConnection = defaultChannelsPerConnection, ...given } = checkObject(
    'The options of pusherSocket',
    options,
  )
  checkChannelsPerConnection(channelsPerConnection)
  const pusherOptions: PusherOptions = {
    ...given,
    key: given.key ?? defaults.key,
    ...(given.host === undefined && { cluster: given.cluster ?? defaults.cluster }),
  }
  check(pusherOptions)
  return {
    name: 'pusher',
    connect: (listener) =>
      new LinePool(channelsPerConnection, (owner) => new PusherLine(pusherOptions, owner), listener),
  }
}

/** Making a client opens nothing, and refuses what cannot be right. */
function check(options: PusherOptions): Pusher {
  try {
    return new Pusher(options)
  } catch (error) {
    throw isPusherError(error) ? toKickError(error) : error
  }
}
