import { Pusher, isPusherError, type PusherOptions } from '@wireloom/pusher'
import { checkObject, invalid } from '../check-option.js'
import { PusherLine } from './pusher-line.js'
import { toKickError } from './to-kick-error.js'
import type { Feed, FeedRequest, KickSocket, Transport, TransportListener } from './transport.js'

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
  channelsPerConnection: 100,
} as const satisfies PusherSocketOptions

/**
 * Kick's live chat over Pusher. Unofficial: it is what Kick's site uses or used, and it may change, or be closed, on
 * any day. Key, cluster and host are options for that reason.
 *
 * @throws KickError `invalid_options`, naming the option
 */
export function pusherSocket(options: PusherSocketOptions = {}): KickSocket {
  const { channelsPerConnection = defaults.channelsPerConnection, ...given } = checkObject(
    'The options of pusherSocket',
    options,
  )
  if (!Number.isInteger(channelsPerConnection) || channelsPerConnection < 1) {
    throw invalid('channelsPerConnection', channelsPerConnection, 'a whole number above 0')
  }
  const pusherOptions: PusherOptions = {
    ...given,
    key: given.key ?? defaults.key,
    ...(given.host === undefined && { cluster: given.cluster ?? defaults.cluster }),
  }
  check(pusherOptions)
  return {
    name: 'pusher',
    connect: (listener) => new PusherTransport(pusherOptions, channelsPerConnection, listener),
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

/** As many Pusher connections as the rooms need. */
class PusherTransport implements Transport {
  reconnects = 0
  readonly #options: PusherOptions
  readonly #limit: number
  readonly #listener: TransportListener
  readonly #lines = new Set<PusherLine>()

  constructor(options: PusherOptions, limit: number, listener: TransportListener) {
    this.#options = options
    this.#limit = limit
    this.#listener = listener
  }

  open(request: FeedRequest): Feed {
    for (const line of this.#lines) {
      // A room is never divided: its channels come and go together.
      if (line.channelCount + request.channels.length <= this.#limit) return line.open(request)
    }
    const line = new PusherLine(this.#options, {
      error: (error) => this.#listener.error(error),
      reconnected: () => {
        this.reconnects += 1
      },
      ended: (ended) => this.#lines.delete(ended),
    })
    this.#lines.add(line)
    return line.open(request)
  }

  close(): void {
    for (const line of this.#lines) line.close()
  }
}
