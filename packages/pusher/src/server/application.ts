import type { ChannelAuthorization } from '../channel/authorization.js'
import { aCluster, aFlag, aHost, aPath, aPort, check, invalid } from '../check-option.js'
import { PusherError } from '../errors.js'
import { toPath } from '../protocol/address.js'
import { channelKind, checkChannelName } from '../protocol/channel-name.js'
import type { UserAuthentication } from '../user/user.js'
import { ApiClient, type CallOptions } from './api-client.js'
import {
  authenticateUser,
  type Authority,
  authorizeChannel,
  checkSocketId,
  type PresenceMember,
  type SignedInUser,
} from './authorize.js'
import { ChannelCipher } from './cipher.js'
import { Signer } from './signature.js'
import { readWebhook, type Webhook, type WebhookHeaders } from './webhook.js'

/** An application's own data, and where its server's HTTP API is. */
export interface ApplicationOptions {
  readonly appId: string
  readonly key: string
  readonly secret: string
  /** One of Pusher's clusters. Wanted unless `host` is given. */
  readonly cluster?: string | undefined
  /** A server of one's own, name or address alone. */
  readonly host?: string | undefined
  /** Default 443 with TLS, 80 without. */
  readonly port?: number | undefined
  /** Default `true`. */
  readonly tls?: boolean | undefined
  /** Put before `/apps`. Default none. */
  readonly path?: string | undefined
  /** 32 bytes in base64, for encrypted channels. Default none. */
  readonly encryptionMasterKey?: string | undefined
  /** How long one call may take. Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** An event to publish. */
export interface PublishedEvent {
  readonly event: string
  /** A string goes out as it is, anything else as JSON. */
  readonly data: unknown
  /** The connection that must not get it: the one that caused it. */
  readonly exceptSocketId?: string | undefined
}

/** What a server can tell of a channel, where it was asked to. */
export interface ChannelDetails {
  readonly occupied?: boolean
  readonly user_count?: number
  readonly subscription_count?: number
}

const mostChannels = 100
const mostBatched = 10
const longestEvent = 200

/**
 * The server-side half of the protocol: signs who may join, publishes, asks, and verifies webhooks. On WebCrypto
 * and fetch alone, so that it runs in Node, Workers and Deno.
 *
 * Calls reject with a PusherError: `request_refused` with the status as `serverCode`, `request_failed` where no
 * answer came (`retryable`: an event may have been published all the same), `aborted`.
 */
export class PusherApplication {
  readonly #api: ApiClient
  readonly #authority: Authority

  /** @throws PusherError `invalid_options`, naming the option */
  constructor(options: ApplicationOptions) {
    for (const name of ['appId', 'key', 'secret'] as const) {
      const value: unknown = options[name]
      // Never quotes the value: one of them is the secret.
      if (typeof value !== 'string' || value === '')
        throw invalid(name, typeof value, 'a string that is not empty')
    }
    const { key, secret, appId, encryptionMasterKey, cluster } = options
    const tls = check('tls', options.tls ?? true, aFlag)
    const host =
      options.host === undefined
        ? `api-${check('cluster', cluster, aCluster)}.pusher.com`
        : check('host', options.host, aHost)
    const port = check('port', options.port ?? (tls ? 443 : 80), aPort)
    this.#authority = {
      key,
      signer: new Signer(secret),
      cipher: encryptionMasterKey === undefined ? undefined : new ChannelCipher(encryptionMasterKey),
    }
    this.#api = new ApiClient({
      base: `${tls ? 'https' : 'http'}://${host}:${port}`,
      prefix: `${toPath(check('path', options.path ?? '', aPath))}/apps/${encodeURIComponent(appId)}`,
      key,
      signer: this.#authority.signer,
      timeoutMs: options.timeoutMs ?? 10_000,
      fetch: options.fetch ?? globalThis.fetch,
      now: options.now ?? Date.now,
    })
  }

  /** What to answer a client that asks to be let into a private, presence or encrypted channel. */
  authorizeChannel(
    socketId: string,
    channel: string,
    member?: PresenceMember,
  ): Promise<ChannelAuthorization> {
    return authorizeChannel(this.#authority, socketId, channel, member)
  }

  /** What to answer a client that signs in. */
  authenticateUser(socketId: string, user: SignedInUser): Promise<UserAuthentication> {
    return authenticateUser(this.#authority, socketId, user)
  }

  /** Publishes an event on one channel, or on up to a hundred. An encrypted channel must be alone. */
  async publish(
    channels: string | readonly string[],
    event: PublishedEvent,
    options: CallOptions = {},
  ): Promise<void> {
    const names = typeof channels === 'string' ? [channels] : channels
    if (names.length === 0 || names.length > mostChannels) {
      throw invalid('channels', names.length, `one to ${mostChannels} names`)
    }
    const [first = ''] = names
    if (names.length > 1 && names.some((name) => channelKind(name) === 'encrypted')) {
      throw new PusherError(
        'invalid_options',
        'An encrypted channel must be published to alone: each has a key of its own.',
      )
    }
    for (const name of names) checkPublishable(name)
    const { name, data, socket_id } = await this.#encode(first, event)
    await this.#api.post('/events', { name, data, channels: names, socket_id }, options)
  }

  /** Publishes up to ten events in one call, each on a channel of its own. */
  async publishBatch(
    batch: readonly (PublishedEvent & { readonly channel: string })[],
    options: CallOptions = {},
  ): Promise<void> {
    if (batch.length === 0 || batch.length > mostBatched) {
      throw invalid('batch', batch.length, `one to ${mostBatched} events`)
    }
    const encoded = await Promise.all(
      batch.map(async (event) => {
        checkPublishable(event.channel)
        return { ...(await this.#encode(event.channel, event)), channel: event.channel }
      }),
    )
    await this.#api.post('/batch_events', { batch: encoded }, options)
  }

  /** Publishes an event to one signed-in user, on all their connections. */
  publishToUser(userId: string, event: PublishedEvent, options?: CallOptions): Promise<void> {
    if (typeof userId !== 'string' || userId === '')
      throw invalid('userId', userId, 'a string that is not empty')
    return this.publish(`#server-to-user-${userId}`, event, options)
  }

  /** The channels that are occupied, by name; `user_count` is told of presence channels alone. */
  async channels({
    prefix,
    info = [],
    signal,
  }: CallOptions & { readonly prefix?: string; readonly info?: readonly 'user_count'[] } = {}): Promise<
    Readonly<Record<string, ChannelDetails>>
  > {
    const query = { ...(prefix !== undefined && { filter_by_prefix: prefix }), ...infoQuery(info) }
    const answer = (await this.#api.get('/channels', query, { signal })) as {
      channels?: Record<string, ChannelDetails>
    }
    return answer.channels ?? {}
  }

  /** What is known of one channel. */
  async channel(
    name: string,
    {
      info = [],
      signal,
    }: CallOptions & { readonly info?: readonly ('user_count' | 'subscription_count')[] } = {},
  ): Promise<ChannelDetails> {
    checkChannelName(name)
    return (await this.#api.get(`/channels/${name}`, infoQuery(info), { signal })) as ChannelDetails
  }

  /** The ids of the users on a presence channel. */
  async users(name: string, { signal }: CallOptions = {}): Promise<readonly string[]> {
    checkChannelName(name)
    const answer = (await this.#api.get(`/channels/${name}/users`, {}, { signal })) as {
      users?: { id: string | number }[]
    }
    return (answer.users ?? []).map(({ id }) => String(id))
  }

  /** Ends every connection of a signed-in user. */
  async terminateUserConnections(userId: string, options: CallOptions = {}): Promise<void> {
    if (typeof userId !== 'string' || userId === '')
      throw invalid('userId', userId, 'a string that is not empty')
    await this.#api.post(`/users/${encodeURIComponent(userId)}/terminate_connections`, {}, options)
  }

  /**
   * Verifies a webhook's signature over the exact body, and reads it.
   *
   * Rejects with `invalid_webhook`: answer that with 401.
   */
  webhook(headers: WebhookHeaders, body: string): Promise<Webhook> {
    return readWebhook(this.#authority.key, this.#authority.signer, headers, body)
  }

  async #encode(
    channel: string,
    { event, data, exceptSocketId }: PublishedEvent,
  ): Promise<{ name: string; data: string; socket_id: string | undefined }> {
    if (typeof event !== 'string' || event === '' || event.length > longestEvent) {
      throw invalid('event', event, `a name of one to ${longestEvent} characters`)
    }
    if (exceptSocketId !== undefined) checkSocketId(exceptSocketId)
    const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '')
    if (channelKind(channel) !== 'encrypted') return { name: event, data: text, socket_id: exceptSocketId }
    const { cipher } = this.#authority
    if (cipher === undefined)
      throw invalid('encryptionMasterKey', undefined, `given to publish on ${channel}`)
    return { name: event, data: await cipher.seal(channel, text), socket_id: exceptSocketId }
  }
}

function checkPublishable(name: string): void {
  if (typeof name !== 'string' || channelKind(name) !== 'user') checkChannelName(name)
}

function infoQuery(info: readonly string[]): Record<string, string> {
  return info.length === 0 ? {} : { info: info.join(',') }
}
