import type { Channel, ConnectionStatus, Gap, Pusher, PusherError } from '@wireloom/pusher'
import { kickError, type KickChatError } from '../errors.js'
import { toKickError } from './to-kick-error.js'
import type { Feed, FeedRequest } from './transport.js'

/** From when to when something may have been lost. */
type Stretch = Pick<Gap, 'fromMs' | 'toMs'>

/**
 * One room on one Pusher connection.
 *
 * A server takes a room's channels up one by one, and each may have missed something until then. The room is told
 * once, when the chat's own channel is back; sooner only where an event comes before, and again only for channels
 * that came back later still.
 */
export class PusherFeed implements Feed {
  readonly ready: Promise<void>
  readonly #pusher: Pusher
  readonly #request: FeedRequest
  #resolveReady: () => void = () => undefined
  #rejectReady: (error: KickChatError) => void = () => undefined
  readonly #closed: () => void
  #isOpen = true
  #main: Channel | undefined
  /** Missed by lesser channels, and untold for as long as the chat's own is away. */
  #untold: Stretch | undefined
  #told: Stretch | undefined

  /** @param closed called once, when the feed will tell nothing more */
  constructor(pusher: Pusher, request: FeedRequest, closed: () => void) {
    this.#pusher = pusher
    this.#request = request
    this.#closed = closed
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve
      this.#rejectReady = reject
    })
    // Whoever opened the feed may have lost interest by the time it fails.
    this.ready.catch(() => undefined)
    request.listener.status('connecting')
    const main = request.channels.at(-1)
    for (const name of request.channels) this.#subscribe(name, name === main)
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
    const untold = this.#untold ?? gap
    this.#untold = {
      fromMs: Math.min(untold.fromMs, gap.fromMs),
      toMs: Math.max(untold.toMs, gap.toMs),
    }
    const main = this.#main
    if (main?.status.state !== 'pending' || gap.channels.includes(main.name)) this.#tellGap()
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const name of this.#request.channels) this.#pusher.unsubscribe(name)
    this.#rejectReady(kickError('closed', 'The room was left before its chat was subscribed.'))
    this.#closed()
  }

  #subscribe(name: string, isMain: boolean): void {
    const channel: Channel = this.#pusher.subscribe(name)
    if (isMain) this.#main = channel
    channel.onAny((frame) => {
      if (isProtocolEvent(frame.event)) return
      this.#tellGap()
      this.#request.listener.event(name, frame.event, frame.data)
    })
    const tell = (): void => this.#channelChanged(channel, isMain)
    channel.onStatus(tell)
  }

  #tellGap(): void {
    const gap = this.#untold
    if (gap === undefined) return
    this.#untold = undefined
    const told = this.#told
    if (told !== undefined && told.fromMs <= gap.fromMs && gap.toMs <= told.toMs) return
    this.#told = gap
    // The same loss, for channels that came back later than those it was told for.
    const fromMs = told?.fromMs === gap.fromMs ? told.toMs : gap.fromMs
    this.#request.listener.gap(fromMs, gap.toMs)
  }

  #channelChanged({ name, status }: Channel, isMain: boolean): void {
    const { listener } = this.#request
    if (status.state === 'subscribed' && isMain) {
      this.#resolveReady()
      listener.status('live')
    }
    if (status.state !== 'refused' || !isOfChannel(status.error)) return
    const error = toKickError(status.error)
    if (isMain) {
      this.#tellGap()
      this.#rejectReady(error)
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
    this.#rejectReady(error ?? kickError('closed', 'The connection to Kick was closed.'))
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
