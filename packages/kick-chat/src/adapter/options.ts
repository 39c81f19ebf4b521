import type { Kick } from '@wireloom/kick'
import {
  createWebhookHandler,
  type SubscriptionManagerOptions,
  type WebhookHandlerOptions,
} from '@wireloom/kick/webhooks'
import { checkFunction, checkMethods, checkObject, invalid } from '../check-option.js'
import type { ChatroomLookup } from '../chatroom/lookup.js'
import { kickError } from '../errors.js'
import { readUserId } from '../ids.js'
import type { ChatHistory } from '../room/history.js'
import type { KickSocket } from '../transport/transport.js'

/** What an adapter needs of a client of Kick's official API: `new Kick({ token })` with a user's token. */
export type KickClient = Pick<Kick, 'chat' | 'moderation' | 'channels' | 'users' | 'scopes'>

/** How official deliveries are taken. */
export interface KickWebhookOptions extends Pick<
  WebhookHandlerOptions,
  'onRefused' | 'publicKey' | 'maxAgeMs' | 'maxBodyBytes' | 'bodyTimeoutMs'
> {
  /**
   * Keeps Kick subscribed to the events of the rooms joined, for as long as the hub runs. Default: you subscribe
   * yourself. Takes `kick.eventSubscriptions` of a client with the app's own token.
   */
  readonly subscriptions?: Omit<SubscriptionManagerOptions, 'wanted'> | undefined
}

/** What an adapter of Kick is made of. Name a way to receive, a client to act with, or both. */
export interface KickAdapterOptions {
  /** Receives by Kick's live socket, such as `negotiatedSocket()`. Unofficial, which is why it is named. */
  readonly socket?: KickSocket | undefined
  /** Receives by Kick's official webhooks: hand deliveries to `hub.webhook(request, { platform: 'kick' })`. */
  readonly webhook?: KickWebhookOptions | undefined
  /** Sends and moderates, and tells whose account it is. Default none: rooms are only read. */
  readonly kick?: KickClient | undefined
  /** Finds the chatroom of a name, which the socket needs, such as `siteLookup()`. Unofficial. */
  readonly lookup?: ChatroomLookup | undefined
  /** Lets a hub read back, and fill gaps with `createBackfill()`, such as `siteHistory()`. Unofficial. */
  readonly history?: ChatHistory | undefined
  /**
   * The user id of the account, in every `RoomRef`. Default: that of `kick`'s token, asked for once (scope
   * `user:read`); `anonymous` without `kick`.
   */
  readonly account?: string | undefined
  /**
   * Who messages are from: the token's user, or the app as a bot, which Kick puts into the account's own channel and
   * nowhere else. Default `user`.
   */
  readonly sendAs?: 'user' | 'bot' | undefined
  /** Whether predictions are heard on the socket, which takes a sixth channel of each room. Default `false`. */
  readonly predictions?: boolean | undefined
}

/** @throws KickError `invalid_options`, naming the option */
export function checkAdapterOptions(options: KickAdapterOptions): KickAdapterOptions {
  const { socket, webhook, kick, lookup, history, account, sendAs, predictions } = checkObject(
    'The options of a kickAdapter',
    options,
  )
  if (socket === undefined && webhook === undefined && kick === undefined) {
    throw kickError(
      'invalid_options',
      'kickAdapter needs something to work with: socket, such as negotiatedSocket(), webhook, such as {}, or kick.',
    )
  }
  if (socket !== undefined) checkMethods('socket', ['connect'], socket)
  if (webhook !== undefined) checkWebhook(webhook)
  if (kick !== undefined && typeof kick.chat?.send !== 'function') {
    throw invalid('kick', kick, 'a client of Kick’s API, new Kick({ token })')
  }
  if (lookup !== undefined) checkFunction('lookup', lookup)
  if (history !== undefined) checkFunction('history', history)
  if (account !== undefined && account !== 'anonymous' && !isUserIdText(account)) {
    throw invalid('account', account, 'a user id as text, such as "1234", or left out')
  }
  if (sendAs !== undefined && sendAs !== 'user' && sendAs !== 'bot') {
    throw invalid('sendAs', sendAs, '"user" or "bot"')
  }
  if (predictions !== undefined && typeof predictions !== 'boolean') {
    throw invalid('predictions', predictions, 'true or false')
  }
  return options
}

/** By another name nobody could tell which messages are our own. */
function isUserIdText(account: unknown): boolean {
  return typeof account === 'string' && readUserId(account) !== undefined
}

function checkWebhook(webhook: KickWebhookOptions): void {
  const { subscriptions, onRefused } = checkObject('webhook', webhook)
  if (onRefused !== undefined) checkFunction('webhook.onRefused', onRefused)
  // One is made for every delivery: what it would refuse is refused now.
  createWebhookHandler({ ...webhook, onEvent: () => undefined })
  if (subscriptions === undefined) return
  checkObject('webhook.subscriptions', subscriptions)
  checkMethods(
    'webhook.subscriptions.eventSubscriptions',
    ['list', 'create', 'delete'],
    subscriptions.eventSubscriptions,
  )
}
