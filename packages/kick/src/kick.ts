import type { HttpClientOptions, WaitOptions } from '@wireloom/http-core'
import { AdsApi } from './api/ads.js'
import { CategoriesApi } from './api/categories.js'
import { ChannelsApi } from './api/channels.js'
import { ChatApi } from './api/chat.js'
import { DropsApi } from './api/drops.js'
import { EventSubscriptionsApi } from './api/event-subscriptions.js'
import { KickClient } from './api/kick-client.js'
import { KicksApi } from './api/kicks.js'
import { LivestreamsApi } from './api/livestreams.js'
import { ModerationApi } from './api/moderation.js'
import { PublicKeyApi } from './api/public-key.js'
import { RewardsApi } from './api/rewards.js'
import { UsersApi } from './api/users.js'
import { KickError } from './kick-error.js'

/** What a client is made of; times, repetitions, hooks and logger as {@link HttpClientOptions} says. */
export interface KickOptions extends Omit<HttpClientOptions, 'baseUrl' | 'errorClass' | 'readErrorBody'> {
  /**
   * The bearer token: a text that never changes, or a source such as a `UserSession` or an `AppSession`. Where a
   * source tells kind and scopes, calls that they do not allow are refused before anything is sent.
   */
  readonly token: NonNullable<HttpClientOptions['token']>
  /** Where the API answers. Default `https://api.kick.com`. */
  readonly baseUrl?: string | undefined
}

/**
 * Kick's official API, by what it is about.
 *
 * @example
 * ```ts
 * const kick = new Kick({ token })
 * const { messageId } = await kick.chat.send({ broadcasterUserId, content: 'hello' }, { signal })
 * for await (const { name } of kick.categories.list({ tags: ['mmo'] })) console.log(name)
 * ```
 */
export class Kick {
  readonly ads: AdsApi
  readonly categories: CategoriesApi
  readonly channels: ChannelsApi
  /** Sending and deleting messages. */
  readonly chat: ChatApi
  readonly drops: DropsApi
  readonly eventSubscriptions: EventSubscriptionsApi
  readonly kicks: KicksApi
  readonly livestreams: LivestreamsApi
  readonly moderation: ModerationApi
  readonly publicKey: PublicKeyApi
  readonly rewards: RewardsApi
  readonly users: UsersApi

  readonly #token: KickOptions['token']

  /** @throws KickError `invalid_options`, naming the option. Sends nothing. */
  constructor(options: KickOptions) {
    if (options?.token === undefined) {
      throw new KickError('invalid_options', 'token is missing: an access token, or a source of them.')
    }
    const client = new KickClient({ ...options, baseUrl: options.baseUrl ?? 'https://api.kick.com' })
    this.#token = options.token
    this.ads = new AdsApi(client)
    this.categories = new CategoriesApi(client)
    this.channels = new ChannelsApi(client)
    this.chat = new ChatApi(client)
    this.drops = new DropsApi(client)
    this.eventSubscriptions = new EventSubscriptionsApi(client)
    this.kicks = new KicksApi(client)
    this.livestreams = new LivestreamsApi(client)
    this.moderation = new ModerationApi(client)
    this.publicKey = new PublicKeyApi(client)
    this.rewards = new RewardsApi(client)
    this.users = new UsersApi(client)
  }

  /**
   * What the token allows, where its source says so: sessions do, a text does not. May renew the token first, and
   * rejects with what the source rejects with.
   */
  async scopes(options: WaitOptions = {}): Promise<readonly string[] | undefined> {
    return typeof this.#token === 'string' ? undefined : (await this.#token.current(options)).scopes
  }
}
