import { PusherError } from '../errors.js'
import { Frame } from '../protocol/frame.js'
import { readObject } from '../protocol/system-events.js'
import { authorizationFailure, type ChannelAuthorizationCallback } from './authorization.js'
import type { ChannelHost } from './channel-host.js'
import { Emitter, type Metadata } from './emitter.js'
import { log } from './logger.js'

/** An event of a channel, decoded. */
export interface PusherEvent {
  event: string
  channel?: string | undefined
  data?: unknown
  user_id?: string
}

/** What comes with an event nobody in particular sent. */
const noMetadata: Metadata = Object.freeze({})

/** A public channel, and what all kinds of channels have in common. */
export class Channel extends Emitter {
  readonly name: string
  readonly pusher: ChannelHost
  /** Whether the server has said so, on the connection that is open now. */
  subscribed = false
  /** Whether the server was asked and has not answered; or the application, which is asked first. */
  subscriptionPending = false
  /** Whether the channel was left before there was an answer. */
  subscriptionCancelled = false
  /** How many connections are subscribed, where the application has the server tell. */
  subscriptionCount: number | undefined
  /** The authorization under way; an answer to an earlier one is of no use. */
  #asking: AbortController | undefined

  constructor(name: string, pusher: ChannelHost) {
    super()
    this.name = name
    this.pusher = pusher
  }

  /** Gives the callback what goes with the subscription; a public channel needs nothing. */
  authorize(_socketId: string, callback: ChannelAuthorizationCallback, _signal?: AbortSignal): void {
    callback(null, { auth: '' })
  }

  /**
   * Sends a client event. Whether it was handed to an open connection: servers confirm nothing.
   *
   * @throws PusherError `invalid_event_name` where the name does not start with `client-`
   */
  trigger(eventName: string, data?: unknown): boolean {
    if (typeof eventName !== 'string' || !eventName.startsWith('client-')) {
      const message = `Cannot trigger ${JSON.stringify(eventName)} on ${this.name}: the names of client events start with client-.`
      throw new PusherError('invalid_event_name', message, { channel: this.name })
    }
    if (!this.subscribed) {
      log(() => `Client event triggered on ${this.name} before it was subscribed: servers drop it.`, 'warn')
    }
    return this.pusher.send_event(eventName, data, this.name)
  }

  /** Asks the server for the channel, where there is a connection and it was not asked yet. */
  subscribe(): void {
    const { socket_id: socketId, state } = this.pusher.connection
    if (this.subscribed || state !== 'connected' || socketId === undefined) return
    this.subscriptionCancelled = false
    if (this.subscriptionPending) return
    this.subscriptionPending = true
    const asking = new AbortController()
    this.#asking = asking
    this.authorize(
      socketId,
      (error, data) => {
        if (this.#asking !== asking) return
        this.#asking = undefined
        if (error || !data) this.#refused(error)
        else if (this.subscriptionCancelled) this.#forget()
        else this.#send(data)
      },
      asking.signal,
    )
  }

  /** Tells the server that the channel is not wanted any more. */
  unsubscribe(): void {
    this.subscribed = false
    this.pusher.send_event('pusher:unsubscribe', { channel: this.name })
  }

  /** Marks the channel as left; the server's answer is awaited first. */
  cancelSubscription(): void {
    this.subscriptionCancelled = true
  }

  /** Takes back {@link Channel.cancelSubscription}. */
  reinstateSubscription(): void {
    this.subscriptionCancelled = false
  }

  /** The connection is gone, and the subscription with it. */
  disconnect(): void {
    this.subscribed = false
    this.#asking?.abort()
    this.#asking = undefined
    if (this.subscriptionCancelled) this.#forget()
    this.subscriptionPending = false
  }

  /** Takes an event of this channel, decoded. */
  handleEvent({ event, channel = this.name, data, user_id: userId }: PusherEvent): void {
    this.receive(new Frame(event, { channel, data, user_id: userId }, true))
  }

  /** Takes an event of this channel as the server sent it. */
  receive(frame: Frame): void {
    const { event } = frame
    if (event === 'pusher_internal:subscription_succeeded') this.#succeeded(frame)
    else if (event === 'pusher_internal:subscription_count') this.#counted(frame)
    else if (!event.startsWith('pusher_internal:')) {
      if (event === 'pusher:subscription_error') this.#settled()
      this.deliver(frame)
    }
  }

  /** Hands an event from the wire to whoever listens. */
  protected deliver(frame: Frame): void {
    // Data that nobody hears is not even decoded.
    if (this.hears(frame.event)) this.emit(frame.event, frame.data, this.metadata(frame))
  }

  /** What comes with an event from the wire. */
  protected metadata(_frame: Frame): Metadata {
    return noMetadata
  }

  /** What `pusher:subscription_succeeded` carries. */
  protected welcome(frame: Frame): unknown {
    return frame.data
  }

  #send({ auth, channel_data: channelData }: { auth: string; channel_data?: string }): void {
    this.pusher.send_event('pusher:subscribe', { auth, channel_data: channelData, channel: this.name })
  }

  #succeeded(frame: Frame): void {
    const isLeft = this.subscriptionCancelled
    this.subscriptionPending = false
    this.subscribed = true
    if (isLeft) this.pusher.unsubscribe(this.name)
    else this.emit('pusher:subscription_succeeded', this.welcome(frame))
  }

  #counted(frame: Frame): void {
    const { subscription_count: count } = readObject(frame)
    if (typeof count === 'number') this.subscriptionCount = count
    this.emit('pusher:subscription_count', frame.data)
  }

  #refused(error: unknown): void {
    log(() => `Could not subscribe to ${this.name}: ${String(error)}`, 'warn')
    this.#settled()
    this.emit('pusher:subscription_error', authorizationFailure(error))
  }

  /** There is an answer, and it was no. */
  #settled(): void {
    this.subscribed = false
    this.subscriptionPending = false
    if (this.subscriptionCancelled) this.#forget()
  }

  #forget(): void {
    this.subscriptionPending = false
    if (this.pusher.channels.find(this.name) === this) this.pusher.channels.remove(this.name)
  }
}
