import type { Channel, ConnectionStatus, Gap, Pusher } from '@wireloom/pusher'
import { KickError } from '../errors.js'
import { toKickError } from './to-kick-error.js'
import type { Feed, FeedRequest } from './transport.js'

/** How much longer than the rest a channel may be away before it is worth a second word, in milliseconds. */
const togetherMs = 1_000

/** One room on one Pusher connection. */
export class PusherFeed implements Feed {
  readonly ready: Promise<void>
  readonly #pusher: Pusher
  readonly #request: FeedRequest
  #resolveReady: () => void = () => undefined
  #rejectReady: (error: KickError) => void = () => undefined
  readonly #closed: () => void
  #isOpen = true
  #told: Gap | undefined

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

  /** The connection was away, for some of this room's channels at least. */
  gap(gap: Gap): void {
    const told = this.#told
    this.#told = gap
    if (told === undefined || told.fromMs !== gap.fromMs) {
      this.#request.listener.gap(gap.fromMs, gap.toMs)
      return
    }
    // The same loss, told for channels that came back later than the first.
    if (gap.toMs - told.toMs > togetherMs) this.#request.listener.gap(told.toMs, gap.toMs)
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const name of this.#request.channels) this.#pusher.unsubscribe(name)
    this.#rejectReady(new KickError('closed', 'The room was left before its chat was subscribed.'))
    this.#closed()
  }

  #subscribe(name: string, isMain: boolean): void {
    const channel: Channel = this.#pusher.subscribe(name)
    channel.onAny((frame) => {
      if (!isProtocolEvent(frame.event)) this.#request.listener.event(name, frame.event, frame.data)
    })
    const tell = (): void => this.#channelChanged(channel, isMain)
    channel.onStatus(tell)
  }

  #channelChanged({ name, status }: Channel, isMain: boolean): void {
    const { listener } = this.#request
    if (status.state === 'subscribed' && isMain) {
      this.#resolveReady()
      listener.status('live')
    }
    if (status.state !== 'refused') return
    const error = toKickError(status.error)
    if (isMain) {
      this.#rejectReady(error)
      listener.status('degraded', error)
    } else {
      listener.error(
        new KickError('subscription_refused', `Events of ${name} are not heard; the chat goes on.`, {
          cause: error,
        }),
      )
    }
  }

  #end(error: KickError | undefined): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#rejectReady(error ?? new KickError('closed', 'The connection to Kick was closed.'))
    this.#request.listener.status('closed', error)
    this.#closed()
  }
}

/** Pusher's own words about a channel are no events of Kick's. */
function isProtocolEvent(name: string): boolean {
  return name.startsWith('pusher:') || name.startsWith('pusher_internal:')
}
