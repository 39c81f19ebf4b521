import { createBoundedLog } from '../../bounded-log.js'
import type { Clock } from '../../clock.js'
import type { Exchange } from '../../http-exchange.js'
import { createRandom } from '../../random.js'
import type { KickApp } from '../oauth/app.js'
import { createOauthServer, type KickOauthSandbox } from '../oauth/oauth.js'
import { createTokenBook } from '../oauth/token-book.js'
import type { Emission } from '../scene.js'
import { createUlid } from '../ulid.js'
import { createKeyPair } from '../webhooks/key-pair.js'
import { createSubscriptionBook } from '../webhooks/subscription-book.js'
import { redemptionBody, toWebhook } from '../webhooks/to-webhook.js'
import { createWebhookSender, type KickWebhooksSandbox } from '../webhooks/webhooks.js'
import type { AccessToken } from './access-token.js'
import { createDropBook, type DropClaimRecord } from './drop-book.js'
import { answerOfficialApi } from './official-api.js'
import { createReward } from './rewards.js'
import type { RedemptionRecord } from './room-desk.js'
import type { ApiRoom, ApiWorld } from './world.js'

/** One request that the official API, the OAuth server or the site was asked. */
export interface KickRequest {
  readonly method: string
  readonly path: string
  /** With its question mark; empty where there is none. */
  readonly query: string
  /** Whether a bearer token came with it. */
  readonly hasToken: boolean
}

/** Kick's official side: its OAuth server, its API and its webhooks. */
export interface KickApi {
  readonly oauth: KickOauthSandbox
  readonly webhooks: KickWebhooksSandbox
  /** Oldest first. */
  requests(): readonly KickRequest[]
  claimDrop(userId: number, campaignId?: string): DropClaimRecord
  /** Writes a request down. */
  note(exchange: Exchange): void
  answer(exchange: Exchange): Promise<boolean>
  /** Takes notice of what happens in a room. */
  hear(about: ApiRoom, emission: Emission): void
  close(): void
}

interface KickApiParts {
  readonly seed: number
  readonly clock: Clock
  readonly app: KickApp
  readonly accessTokens: readonly AccessToken[]
  readonly url: () => string
  readonly rooms: () => readonly ApiRoom[]
}

const rememberedRequests = 1_000
const rememberedRedemptions = 1_000

export function createKickApi({ seed, clock, app, accessTokens, url, rooms }: KickApiParts): KickApi {
  const random = createRandom(`${seed}/api`)
  const now = (): number => clock.now()
  const settings = { isEnabled: true }
  const subscriptions = createSubscriptionBook(app.isVerified, random, now, () => settings.isEnabled)
  const keys = createKeyPair()
  const webhooks = createWebhookSender({ keys, book: subscriptions, clock, random, settings })
  const tokens = createTokenBook(app, accessTokens, createRandom(`${seed}/tokens`), now)
  const oauth = createOauthServer(app, tokens, createRandom(`${seed}/codes`), url)
  const drops = createDropBook(random, now)
  const log = createBoundedLog<KickRequest>(rememberedRequests)
  const world: ApiWorld = {
    rooms,
    app,
    tokens,
    subscriptions,
    drops,
    keys,
    random,
    now,
    tell: (about, type, body) => {
      webhooks.publish(about, type, body)
    },
  }

  /** What the feed tells of a redemption lacks its id and the reward's, which the API has. */
  function redeem({ room, desk }: ApiRoom, data: unknown): RedemptionRecord {
    const { reward_title, username, user_input } = data as Readonly<Record<string, string>>
    let reward = desk.rewards.find(({ title }) => title === reward_title)
    if (reward === undefined) {
      reward = createReward(createUlid(now(), random), undefined)
      reward.title = reward_title ?? ''
      desk.rewards.push(reward)
    }
    const redemption: RedemptionRecord = {
      id: createUlid(now(), random),
      rewardId: reward.id,
      userId: room.cast.byName(username ?? '').id,
      userInput: user_input ?? '',
      atMs: now(),
      status: reward.should_redemptions_skip_request_queue ? 'accepted' : 'pending',
    }
    desk.redemptions = [...desk.redemptions.slice(1 - rememberedRedemptions), redemption]
    return redemption
  }

  return {
    oauth,
    webhooks,
    requests: () => log.entries(),
    claimDrop: (userId, campaignId) => drops.claim(userId, campaignId),
    note({ method, url: address, request }) {
      const hasToken = request.headers.authorization !== undefined
      log.add({ method, path: address.pathname, query: address.search, hasToken })
    },
    answer: async (exchange) => (await oauth.answer(exchange)) || answerOfficialApi(exchange, world),
    hear(about, emission) {
      if (emission.event === 'rewardRedeemed') {
        const redemption = redeem(about, emission.data)
        webhooks.publish(about, 'channel.reward.redemption.updated', redemptionBody(about, redemption))
        return
      }
      // Most rooms have no subscriber, and their traffic should cost nothing here.
      if (subscriptions.records.length === 0) return
      const webhook = toWebhook(emission, about, now())
      if (webhook !== undefined) webhooks.publish(about, webhook.type, webhook.body)
    },
    close() {
      webhooks.close()
    },
  }
}
