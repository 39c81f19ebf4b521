import { kickError, type KickChatError } from '../errors.js'
import { isWire, readText, type Wire } from '../event/read.js'

/** The kinds of socket that this version speaks. */
export type ProviderName = 'centrifugo' | 'pusher'

/** A socket that Kick offers for a chat, checked. */
export type Offer =
  | { readonly provider: 'centrifugo'; readonly url: string }
  | { readonly provider: 'pusher'; readonly key: string; readonly cluster: string }

/** How an answer is judged. */
export interface OfferRules {
  /** What was asked for. */
  readonly providers: readonly ProviderName[]
  /** Whether a socket's address is Kick's own. */
  readonly isTrusted: (url: URL) => boolean
}

const word = /^[a-z0-9-]{1,64}$/i

/**
 * The first socket in Kick's answer that this version speaks. Pure.
 *
 * @throws KickError `unsupported_provider` where it names none, `malformed` for an answer that cannot be read or that
 *   leads to somebody else's server
 */
export function readOffer(body: unknown, { providers, isTrusted }: OfferRules): Offer {
  const data = isWire(body) && isWire(body['data']) ? body['data'] : {}
  const { connections } = data
  if (!Array.isArray(connections)) throw malformed('it lists no connections')
  const named = connections.filter(isWire)
  const known = named.find(({ provider }) => providers.some((name) => name === provider))
  if (known === undefined) {
    const offered = named.map(({ provider }) => describeProvider(provider)).join(', ') || 'none'
    throw kickError(
      'unsupported_provider',
      `Kick offers this chat over a socket that is not spoken here (${offered}): look for a newer version.`,
    )
  }
  const credentials = isWire(known['credentials']) ? known['credentials'] : {}
  return known['provider'] === 'centrifugo' ? readCentrifugo(credentials, isTrusted) : readPusher(credentials)
}

/** Whether an address is of Kick's own sockets: `wss:`, below `.platform.kick.com`. */
export function isKickSocket({ protocol, hostname }: URL): boolean {
  return protocol === 'wss:' && hostname.endsWith('.platform.kick.com')
}

function readCentrifugo({ url }: Wire, isTrusted: OfferRules['isTrusted']): Offer {
  const address = typeof url === 'string' ? URL.parse(url) : null
  if (address === null) throw malformed('its socket has no address')
  const { username, password, search, hash } = address
  if (username !== '' || password !== '' || search !== '' || hash !== '') {
    throw malformed('its socket’s address carries more than a place')
  }
  if (!isTrusted(address)) throw malformed(`${address.origin} is no socket of Kick’s`)
  return { provider: 'centrifugo', url: address.href }
}

function readPusher({ app_key: key, cluster }: Wire): Offer {
  if (typeof key !== 'string' || typeof cluster !== 'string' || !word.test(key) || !word.test(cluster)) {
    throw malformed('its Pusher key or cluster is no plain word')
  }
  return { provider: 'pusher', key, cluster }
}

function malformed(reason: string): KickChatError {
  return kickError(
    'malformed',
    `Kick's answer of where this chat is cannot be used, since ${reason}: name a socket yourself, such as pusherSocket().`,
  )
}

function describeProvider(provider: unknown): string {
  const name = readText(provider)
  return name !== undefined && word.test(name) ? name : 'one without a name'
}
