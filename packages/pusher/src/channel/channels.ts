import type { Clock } from '../clock.js'
import { PusherError } from '../errors.js'
import { channelKind, checkChannelName } from '../protocol/channel-name.js'
import { encodeSubscribe, encodeUnsubscribe } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import { readSubscriptionError } from '../protocol/system-events.js'
import { type Gap, Gaps } from './gaps.js'
import { LiveChannel } from './live-channel.js'
import { nextSubscription, type SubscriptionInput, type SubscriptionState } from './subscription.js'

/** What the channels need of their owner. */
export interface ChannelsOwner {
  readonly clock: Clock
  /** Sends a frame; false where nothing is connected. */
  send(text: string): boolean
  error(error: PusherError): void
  gap(gap: Gap): void
}

interface Subscription {
  readonly name: string
  /** Replaced where a channel that was left is wanted again before the server has answered. */
  channel: LiveChannel
  state: SubscriptionState
}

/** All channels of one client: asks for them, asks again on every connection, and hands each its events. */
export class Channels {
  readonly #owner: ChannelsOwner
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #gaps: Gaps
  #isConnected = false
  /** How many wait for the server's answer; at zero the gap of a reconnect is complete. */
  #unanswered = 0

  constructor(owner: ChannelsOwner) {
    this.#owner = owner
    this.#gaps = new Gaps(owner.clock, (gap) => owner.gap(gap))
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
   * @throws PusherError `invalid_channel_name`, `unsupported`
   */
  subscribe(name: string): LiveChannel {
    const subscription = this.#subscriptions.get(name) ?? this.#add(name)
    if (subscription.state === 'leaving') subscription.channel = this.#channel(name)
    this.#step(subscription, 'wanted')
    if (this.#isConnected) this.#step(subscription, 'ready')
    return subscription.channel
  }

  /** Leaves a channel; one that is not there is left already. */
  unsubscribe(name: string): void {
    const subscription = this.#subscriptions.get(name)
    if (subscription === undefined || subscription.state === 'leaving') return
    this.#gaps.forget(name)
    this.#step(subscription, 'left')
    subscription.channel.close()
  }

  /** A connection is there: every channel is asked for. */
  connected(): void {
    this.#isConnected = true
    for (const subscription of this.#subscriptions.values()) this.#step(subscription, 'ready')
  }

  /** The connection is gone. */
  lost(heardAtMs: number, cause: Gap['cause']): void {
    this.#isConnected = false
    this.#gaps.flush()
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.state === 'subscribed') this.#gaps.lost(subscription.name, heardAtMs, cause)
      this.#step(subscription, 'lost')
    }
  }

  /** Takes a frame that names a channel. */
  handle(frame: Frame, name: string): void {
    const subscription = this.#subscriptions.get(name)
    if (subscription === undefined) return
    switch (frame.event) {
      case 'pusher_internal:subscription_succeeded':
        this.#step(subscription, 'acknowledged')
        if (subscription.state === 'subscribed') this.#gaps.returned(name)
        if (this.#unanswered === 0 && this.#gaps.hasUntold) this.#gaps.flush()
        return
      case 'pusher:subscription_error':
        this.#refused(subscription, frame)
        return
      default:
        if (this.#gaps.hasUntold) this.#gaps.flush()
        if (subscription.state !== 'leaving') subscription.channel.deliver(frame)
    }
  }

  #add(name: string): Subscription {
    checkChannelName(name)
    if (channelKind(name) !== 'public') {
      const message = `Cannot subscribe to ${name}: this version of the client knows public channels only.`
      throw new PusherError('unsupported', message, { channel: name })
    }
    const subscription: Subscription = { name, channel: this.#channel(name), state: 'waiting' }
    this.#subscriptions.set(name, subscription)
    return subscription
  }

  #channel(name: string): LiveChannel {
    return new LiveChannel(name, (error) => this.#owner.error(error))
  }

  #refused(subscription: Subscription, frame: Frame): void {
    const { name } = subscription
    const { message, status } = readSubscriptionError(frame)
    const error = new PusherError('subscription_refused', `The server refused channel ${name}: ${message}.`, {
      channel: name,
      serverCode: status,
    })
    this.#step(subscription, 'refused', error)
    this.#owner.error(error)
    if (this.#unanswered === 0) this.#gaps.flush()
  }

  #step(subscription: Subscription, input: SubscriptionInput, error?: PusherError): void {
    const before = subscription.state
    const { state, send } = nextSubscription(before, input)
    if (state === before) return
    this.#unanswered += Number(isUnanswered(state)) - Number(isUnanswered(before))
    subscription.state = state
    if (state === 'gone') this.#subscriptions.delete(subscription.name)
    if (send === 'subscribe') this.#owner.send(encodeSubscribe(subscription.name))
    if (send === 'unsubscribe') this.#owner.send(encodeUnsubscribe(subscription.name))
    this.#tell(subscription.channel, state, error)
  }

  #tell(channel: LiveChannel, state: SubscriptionState, error: PusherError | undefined): void {
    if (state === 'subscribed') channel.become({ state })
    if (state === 'waiting') channel.become({ state: 'pending' })
    if (state === 'refused' && error !== undefined) channel.become({ state, error })
  }
}

function isUnanswered(state: SubscriptionState): boolean {
  return state === 'pending' || state === 'leaving'
}
