import { kickError } from '../errors.js'
import { isWire, readText } from '../event/read.js'
import type { ChannelId } from '../ids.js'
import type { SiteClient } from '../site/site-client.js'
import { readOffer, type Offer, type OfferRules } from './read-offer.js'
import type { ConnectionQuestionWire, TokenQuestionWire } from './realtime.wire.js'

/** What Kick's site asks before it opens a socket: where it is, and for a token. Unofficial. */
export class RealtimeApi {
  readonly #site: SiteClient
  readonly #rules: OfferRules

  constructor(site: SiteClient, rules: OfferRules) {
    this.#site = site
    this.#rules = rules
  }

  /**
   * Where a channel's chat is; without a channel, where chats are in general. (`POST
   * /api/v1/realtime/channels/{id}/chat/connection`, `POST /api/v1/realtime/connection`)
   *
   * Rejects with a KickError: what `SiteClient.ask` and `readOffer` say, `not_found` for a channel that is none.
   */
  async connection(channelId: ChannelId | undefined, clientId: string, signal: AbortSignal): Promise<Offer> {
    const json: ConnectionQuestionWire = {
      client: { id: clientId, type: 'web' },
      capabilities: { accepted_providers: this.#rules.providers.map((provider) => ({ provider })) },
    }
    const isGeneral = channelId === undefined
    const path = isGeneral ? 'connection' : `channels/${channelId}/chat/connection`
    const about = isGeneral ? 'the socket of chats' : `the socket of channel ${channelId}`
    return readOffer(await this.#ask(path, json, about, signal), this.#rules)
  }

  /** A token for a Centrifugo socket, which lasts 45 minutes. (`POST /api/v1/realtime/auth/connection`) */
  async token(clientId: string, signal: AbortSignal): Promise<string> {
    const json: TokenQuestionWire = { client_id: clientId }
    const body = await this.#ask('auth/connection', json, 'a token of the socket', signal)
    const data = isWire(body) && isWire(body['data']) ? body['data'] : {}
    const token = readText(data['token'])
    if (token !== undefined) return token
    throw kickError('malformed', 'Kick answered without a token for the socket.')
  }

  async #ask(path: string, json: object, about: string, signal: AbortSignal): Promise<unknown> {
    const { status, body } = await this.#site.ask({
      path: `/api/v1/realtime/${path}`,
      json,
      about,
      whenBlocked: 'ask from another network, or name a socket yourself, such as pusherSocket().',
      signal,
    })
    if (status >= 200 && status < 300) return body
    if (status === 404) {
      throw kickError('not_found', `Kick knows nothing of ${about}: check the channel id.`, { status })
    }
    throw kickError('malformed', `Kick answered for ${about} with status ${status}.`, { status })
  }
}
