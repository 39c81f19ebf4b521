import { PusherError } from '../errors.js'
import { encodeSubscribe, encodeUnsubscribe, type SubscribeCredentials } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import { readSubscriptionError } from '../protocol/system-events.js'
import { type Gap, Gaps, type GapsOwner } from './gaps.js'
import type { LiveChannel } from './live-channel.js'
import { nextSubscription, type SubscriptionInput, type SubscriptionState } from './subscription.js'

/** What the channels need of their owner. */
export interface ChannelsOwner extends GapsOwner {
  /** Sends a frame; false where nothing is connected. */
  send(text: string): boolean
  error(error: PusherError): void
  /** Makes the channel of a name. @throws PusherError where there can be none */
  create(name: string): LiveChannel
  /** What to send with a subscription, once it is known; undefined for channels that are open to all. */
  credentials(channel: LiveChannel, signal: AbortSignal): Promise<SubscribeCredentials> | undefined
}

interface Subscription {
  readonly name: string
  /** Replaced where a channel that was left is wanted again before the server has answered. */
  channel: LiveChannel
  state: SubscriptionState
  /** Ends the asking for credentials. */
  asking: AbortController | undefined
  credentials: SubscribeCredentials | undefined
}

/** All channels of one client: asks for them, asks again on every connection, and hands each its events. */
export class Channels {
  readonly #owner: ChannelsOwner
  readonly #subscriptions = new Map<string, Subscription>()
  /** None before the first loss. */
  #gaps: Gaps | undefined
  #isConnected = false
  /** How many wait for an answer; at zero the gap of a reconnect is complete. */
  #unanswered = 0

  constructor(owner: ChannelsOwner) {
    this.#owner = owner
  }

  /** The channel of a name, unless it was left. */
  get(name: string): LiveChannel | undefined {
    const subscription = this.#subscriptions.get(name)
    return subscription === undefined || subscription.state === 'leaving' ? undefined : subscription.channel
  }

  *[Symbol.iterator](): Generator<LiveChannel> {
    for (const { state, channel } of this.#subscriptions.values()) {
      if (state !== 'leaving') yield channel
    }
  }

  /**
   * The channel of a name, which is asked for where it is not yet.
   *
   * @throws what making the channel throws
   */
  subscribe(name: string): LiveChannel {
    const subscription = this.#subscriptions.get(name) ?? this.#add(name)
    if (subscription.state === 'leaving') subscription.channel = this.#owner.create(name)
    this.#step(subscription, 'wanted')
    if (this.#isConnected) this.#ask(subscription)
    return subscription.channel
  }

  /** Leaves a channel; one that is not there is left already. */
  unsubscribe(name: string): void {
    const subscription = this.#subscriptions.get(name)
    if (subscription === undefined || subscription.state === 'leaving') return
    this.#gaps?.forget(name)
    this.#step(subscription, 'left')
    subscription.channel.close()
  }

  /** A connection is there: every channel is asked for. */
  connected(): void {
    this.#isConnected = true
    for (const subscription of this.#subscriptions.values()) {
      this.#step(subscription, 'wanted')
      this.#ask(subscription)
    }
  }

  /** The connection is gone. */
  lost(heardAtMs: number, cause: Gap['cause']): void {
    this.#isConnected = false
    this.#gaps?.flush()
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.state === 'subscribed') this.#missed(subscription.name, heardAtMs, cause)
      subscription.channel.reset()
      this.#step(subscription, 'lost')
    }
  }

  /** Whether anybody listens for an event. */
  wants(name: string, event: string): boolean {
    return this.#subscriptions.get(name)?.channel.wants(event) ?? false
  }

  /** There will be no connection: none of the channels is to be had until somebody connects again. */
  refuse(error: PusherError): void {
    for (const subscription of this.#subscriptions.values()) this.#step(subscription, 'refused', error)
  }

  /** Takes a frame that names a channel. */
  handle(frame: Frame, name: string): void {
    const subscription = this.#subscriptions.get(name)
    if (subscription === undefined) return
    switch (frame.event) {
      case 'pusher_internal:subscription_succeeded':
        this.#acknowledged(subscription, frame)
        return
      case 'pusher:subscription_error':
        this.#refuse(subscription, serverRefusal(frame, name))
        return
      default:
        if (this.#gaps?.hasUntold) this.#gaps.flush()
        if (subscription.state !== 'leaving') subscription.channel.receive(frame)
    }
  }

  #add(name: string): Subscription {
    const channel = this.#owner.create(name)
    const subscription: Subscription = {
      name,
      channel,
      state: 'waiting',
      asking: undefined,
      credentials: undefined,
    }
    this.#subscriptions.set(name, subscription)
    return subscription
  }

  /** Asks the server for a channel that waits, and first the application where it has a say. */
  #ask(subscription: Subscription): void {
    if (subscription.state !== 'waiting') return
    const asking = new AbortController()
    const credentials = this.#owner.credentials(subscription.channel, asking.signal)
    if (credentials === undefined) {
      this.#step(subscription, 'ready')
      return
    }
    subscription.asking = asking
    this.#step(subscription, 'begun')
    void this.#answered(subscription, asking, credentials)
  }

  /** Goes on with the application's answer, unless it came too late to be of use. */
  async #answered(
    subscription: Subscription,
    asking: AbortController,
    credentials: Promise<SubscribeCredentials>,
  ): Promise<void> {
    try {
      const answer = await credentials
      if (subscription.asking !== asking) return
      subscription.credentials = answer
      this.#step(subscription, 'ready')
    } catch (error) {
      if (subscription.asking === asking) this.#refuse(subscription, error as PusherError)
    }
  }

  #acknowledged(subscription: Subscription, frame: Frame): void {
    if (subscription.state === 'pending') subscription.channel.acknowledge(frame)
    this.#step(subscription, 'acknowledged')
    if (subscription.state !== 'subscribed') return
    this.#gaps?.returned(subscription.name)
    if (this.#unanswered === 0) this.#gaps?.flush()
  }

  #refuse(subscription: Subscription, error: PusherError): void {
    // Thrown out of a channel that was subscribed: what is sent there from now on is missed.
    if (subscription.state === 'subscribed') {
      this.#missed(subscription.name, this.#owner.clock.now(), 'refused')
    }
    this.#step(subscription, 'refused', error)
    this.#owner.error(error)
    if (this.#unanswered === 0) this.#gaps?.flush()
  }

  #missed(name: string, fromMs: number, cause: Gap['cause']): void {
    this.#gaps ??= new Gaps(this.#owner)
    this.#gaps.lost(name, fromMs, cause)
  }

  #step(subscription: Subscription, input: SubscriptionInput, error?: PusherError): void {
    const before = subscription.state
    const { state, send } = nextSubscription(before, input)
    if (state === before) return
    this.#unanswered += Number(isUnanswered(state)) - Number(isUnanswered(before))
    subscription.state = state
    if (before === 'authorizing') {
      subscription.asking?.abort()
      subscription.asking = undefined
    }
    if (state === 'gone') this.#subscriptions.delete(subscription.name)
    if (send === 'subscribe') this.#owner.send(encodeSubscribe(subscription.name, subscription.credentials))
    if (send === 'unsubscribe') this.#owner.send(encodeUnsubscribe(subscription.name))
    tell(subscription.channel, state, error)
  }
}

function tell(channel: LiveChannel, state: SubscriptionState, error: PusherError | undefined): void {
  if (state === 'subscribed') channel.become({ state })
  if (state === 'waiting') channel.become({ state: 'pending' })
  if (state === 'refused' && error !== undefined) channel.become({ state, error })
}

function isUnanswered(state: SubscriptionState): boolean {
  return state === 'authorizing' || state === 'pending' || state === 'leaving'
}

function serverRefusal(frame: Frame, channel: string): PusherError {
  const { message, status } = readSubscriptionError(frame)
  return new PusherError('subscription_refused', `The server refused channel ${channel}: ${message}.`, {
    channel,
    serverCode: status,
  })
}
