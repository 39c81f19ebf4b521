import type { Channel, ConnectionStatus, Gap, Pusher, PusherError } from '@wireloom/pusher'
import { kickError, type KickChatError } from '../errors.js'
import { toKickError } from './to-kick-error.js'
import { Readiness } from '../readiness.js'
import { RoomGap } from './room-gap.js'
import type { Feed, FeedRequest } from './transport.js'

/**
 * One room on one Pusher connection. What it missed is told when the chat's own channel is back; sooner only where an
 * event comes before.
 */
export class PusherFeed implements Feed {
  readonly #readiness = new Readiness()
  readonly #pusher: Pusher
  readonly #request: FeedRequest
  readonly #closed: () => void
  #isOpen = true
  #main: Channel | undefined
  readonly #gap: RoomGap

  /** @param closed called once, when the feed will tell nothing more */
  constructor(pusher: Pusher, request: FeedRequest, closed: () => void) {
    this.#pusher = pusher
    this.#request = request
    this.#closed = closed
    this.#gap = new RoomGap((fromMs, toMs) => request.listener.gap(fromMs, toMs))
    request.listener.status('connecting')
    const main = request.channels.at(-1)
    for (const name of request.channels) this.#subscribe(name, name === main)
  }

  get ready(): Promise<void> {
    return this.#readiness.promise
  }

  get channels(): readonly string[] {
    return this.#request.channels
  }

  /** The connection's status changed. */
  connectionChanged(status: ConnectionStatus): void {
    switch (status.state) {
      case 'connecting':
        return this.#request.listener.status('connecting')
      case 'unavailable':
        return this.#request.listener.status('degraded')
      case 'failed':
        return this.#end(toKickError(status.error))
      case 'disconnected':
        return this.#end(status.error === undefined ? undefined : toKickError(status.error))
      case 'connected':
      case 'initialized':
        // Connected is not yet subscribed: `live` is said by the channel.
        return undefined
      default:
        return undefined
    }
  }

  /** Some of this room's channels are back, and may have missed something. */
  gap(gap: Gap): void {
    this.#gap.add(gap)
    const main = this.#main
    if (main?.status.state !== 'pending' || gap.channels.includes(main.name)) this.#gap.tell()
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const name of this.#request.channels) this.#pusher.unsubscribe(name)
    this.#readiness.reject(kickError('closed', 'The room was left before its chat was subscribed.'))
    this.#closed()
  }

  #subscribe(name: string, isMain: boolean): void {
    const channel: Channel = this.#pusher.subscribe(name)
    if (isMain) this.#main = channel
    channel.onAny((frame) => {
      if (isProtocolEvent(frame.event)) return
      this.#gap.tell()
      this.#request.listener.event(name, frame.event, frame.data)
    })
    const tell = (): void => this.#channelChanged(channel, isMain)
    channel.onStatus(tell)
  }

  #channelChanged({ name, status }: Channel, isMain: boolean): void {
    const { listener } = this.#request
    if (status.state === 'subscribed' && isMain) {
      this.#readiness.resolve()
      listener.status('live')
    }
    if (status.state !== 'refused' || !isOfChannel(status.error)) return
    const error = toKickError(status.error)
    if (isMain) {
      this.#gap.tell()
      this.#readiness.reject(error)
      listener.status('degraded', error)
    } else {
      listener.error(
        kickError('subscription_refused', `Events of ${name} are not heard; the chat goes on.`, {
          cause: error,
        }),
      )
    }
  }

  #end(error: KickChatError | undefined): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#readiness.reject(error ?? kickError('closed', 'The connection to Kick was closed.'))
    this.#request.listener.status('closed', error)
    this.#closed()
  }
}

/** Whether the channel alone was refused; where the whole connection was, its own status says so. */
function isOfChannel({ code }: PusherError): boolean {
  return code === 'subscription_refused' || code === 'authorization_failed'
}

/** Pusher's own words about a channel are no events of Kick's. */
function isProtocolEvent(name: string): boolean {
  return name.startsWith('pusher:') || name.startsWith('pusher_internal:')
}
