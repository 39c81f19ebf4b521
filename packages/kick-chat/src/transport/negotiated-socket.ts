import { checkFunction, checkMethods, checkObject, invalid } from '../check-option.js'
import { systemClock, type TimerClock } from '../clock.js'
import type { ChannelId } from '../ids.js'
import { RealtimeApi } from '../realtime/realtime-api.js'
import { isKickSocket, type Offer, type ProviderName } from '../realtime/read-offer.js'
import { SiteClient, type SiteOptions } from '../site/site-client.js'
import { CentrifugoLine, type CentrifugeModule, type CentrifugoOptions } from './centrifugo-line.js'
import { createLimit, type Limit } from './limit.js'
import { checkChannelsPerConnection, defaultChannelsPerConnection, LinePool } from './line-pool.js'
import { NegotiatedFeed, type FeedNegotiator } from './negotiated-feed.js'
import { pusherSocket, type PusherSocketOptions } from './pusher-socket.js'
import type { Feed, FeedRequest, KickSocket, Transport, TransportListener } from './transport.js'

/** How to ask Kick which socket to use, and how to hold on to it. Everything has a default. */
export interface NegotiatedSocketOptions extends SiteOptions {
  /** What to offer, what is liked best first. Kick decides. Default `['centrifugo', 'pusher']`. */
  readonly providers?: readonly ProviderName[] | undefined
  /** Where Kick names Pusher: what is given here goes before what Kick says. */
  readonly pusher?: Omit<PusherSocketOptions, 'channelsPerConnection'> | undefined
  /** Where Kick names Centrifugo. */
  readonly centrifugo?: CentrifugoOptions | undefined
  /** How many channels one connection carries; a room takes five, and further rooms open further ones. Default 100. */
  readonly channelsPerConnection?: number | undefined
  /** Whether a socket that Kick names may be connected to. Default: `wss:` below `platform.kick.com`. */
  readonly isTrusted?: ((url: URL) => boolean) | undefined
  /** Default: the platform's. */
  readonly clock?: TimerClock | undefined
  /** From 0 up to, not including, 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** How many questions to Kick are under way at once, so that a thousand rooms do not ask at the same moment. */
const questionsAtOnce = 6
/** How long the answer for chats without a channel id is used, in milliseconds. */
const generalAnswerMs = 300_000

const providerNames: readonly ProviderName[] = ['centrifugo', 'pusher']

/**
 * Kick's live chat over the socket that Kick names for each channel, Centrifugo or Pusher, as its site does.
 * Unofficial: it may change, or be closed, on any day.
 *
 * A socket that ends for good is not asked again at once: Kick is asked for another, under a new name, after 5, 10, 20
 * and then every 30 minutes.
 *
 * @throws KickError `invalid_options`, naming the option
 */
export function negotiatedSocket(options: NegotiatedSocketOptions = {}): KickSocket {
  const {
    providers = providerNames,
    pusher = {},
    centrifugo = {},
    channelsPerConnection = defaultChannelsPerConnection,
    isTrusted = isKickSocket,
    clock = systemClock,
    random = Math.random,
  } = checkObject('The options of negotiatedSocket', options)
  if (!Array.isArray(providers) || providers.length === 0 || !providers.every(isProvider)) {
    throw invalid('providers', providers, `a list of ${providerNames.join(', ')}`)
  }
  checkChannelsPerConnection(channelsPerConnection)
  checkObject('centrifugo', centrifugo)
  checkFunction('isTrusted', isTrusted)
  checkFunction('random', random)
  checkMethods('clock', ['now', 'setTimeout', 'clearTimeout'], clock)
  // Refuses what cannot be right now rather than at the first negotiation.
  pusherSocket(pusher)
  const site = new SiteClient('negotiatedSocket', options, 'https://web.kick.com', {
    'x-app-platform': 'web',
  })
  const api = new RealtimeApi(site, { providers, isTrusted })
  return {
    name: 'negotiated',
    connect: (listener) =>
      new NegotiatedTransport({ api, pusher, centrifugo, channelsPerConnection, clock, random }, listener),
  }
}

interface TransportParts {
  readonly api: RealtimeApi
  readonly pusher: PusherSocketOptions
  readonly centrifugo: CentrifugoOptions
  readonly channelsPerConnection: number
  readonly clock: TimerClock
  readonly random: () => number
}

/** The sockets that Kick named so far, each with as many connections as its rooms need. */
class NegotiatedTransport implements Transport, FeedNegotiator {
  readonly clock: TimerClock
  readonly random: () => number
  readonly #parts: TransportParts
  readonly #listener: TransportListener
  readonly #feeds = new Set<Feed>()
  readonly #transports = new Map<string, Transport>()
  readonly #limit: Limit = createLimit(questionsAtOnce)
  readonly #closing = new AbortController()
  /** What this client calls itself to Kick, in every question. */
  #clientId: string = crypto.randomUUID()
  #general: { readonly offer: Promise<Offer>; readonly untilMs: number } | undefined

  constructor(parts: TransportParts, listener: TransportListener) {
    this.#parts = parts
    this.#listener = listener
    this.clock = parts.clock
    this.random = parts.random
  }

  get reconnects(): number {
    let sum = 0
    for (const { reconnects } of this.#transports.values()) sum += reconnects
    return sum
  }

  open(request: FeedRequest): Feed {
    const feed = new NegotiatedFeed(request, this)
    this.#feeds.add(feed)
    return feed
  }

  close(): void {
    this.#closing.abort()
    for (const feed of this.#feeds) feed.close()
    for (const transport of this.#transports.values()) transport.close()
  }

  async negotiate(channelId: ChannelId | undefined, signal: AbortSignal): Promise<Transport> {
    const offer = await (channelId === undefined ? this.#askGeneral() : this.#ask(channelId, signal))
    return offer.provider === 'pusher'
      ? this.#pusher(offer)
      : this.#centrifugo(offer.url, await import('centrifuge'))
  }

  refused(): void {
    this.#clientId = crypto.randomUUID()
    this.#general = undefined
  }

  error(error: Parameters<TransportListener['error']>[0]): void {
    this.#listener.error(error)
  }

  closed(feed: Feed): void {
    this.#feeds.delete(feed)
  }

  #ask(channelId: ChannelId | undefined, signal: AbortSignal): Promise<Offer> {
    return this.#limit(signal, () => this.#parts.api.connection(channelId, this.#clientId, signal))
  }

  /** One answer for all rooms that are known by their chatroom alone. */
  #askGeneral(): Promise<Offer> {
    const nowMs = this.clock.now()
    if (this.#general !== undefined && nowMs < this.#general.untilMs) return this.#general.offer
    const general = {
      offer: this.#ask(undefined, this.#closing.signal),
      untilMs: nowMs + generalAnswerMs,
    }
    this.#general = general
    general.offer.catch(() => {
      if (this.#general === general) this.#general = undefined
    })
    return general.offer
  }

  #pusher({ key, cluster }: Extract<Offer, { provider: 'pusher' }>): Transport {
    const { pusher, channelsPerConnection } = this.#parts
    return this.#transport(`pusher ${cluster} ${key}`, () =>
      pusherSocket({ key, cluster, ...pusher, channelsPerConnection }).connect(this.#listener),
    )
  }

  #centrifugo(url: string, module: CentrifugeModule): Transport {
    const { api, centrifugo: options, channelsPerConnection, clock } = this.#parts
    const clientId = this.#clientId
    const getToken = (): Promise<string> =>
      this.#limit(this.#closing.signal, () => api.token(clientId, this.#closing.signal))
    return this.#transport(
      `centrifugo ${url} ${clientId}`,
      () =>
        new LinePool(
          channelsPerConnection,
          (owner) => new CentrifugoLine({ module, url, getToken, options, clock }, owner),
          this.#listener,
        ),
    )
  }

  #transport(name: string, make: () => Transport): Transport {
    const known = this.#transports.get(name)
    if (known !== undefined) return known
    const made = make()
    this.#transports.set(name, made)
    return made
  }
}

function isProvider(name: unknown): boolean {
  return providerNames.some((known) => known === name)
}
