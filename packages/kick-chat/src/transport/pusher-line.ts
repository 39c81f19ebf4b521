import { Pusher, type ConnectionStatus, type Gap, type PusherOptions } from '@wireloom/pusher'
import type { Line, LineOwner } from './line.js'
import { PusherFeed } from './pusher-feed.js'
import { toKickError } from './to-kick-error.js'
import type { Feed, FeedRequest } from './transport.js'

/** One Pusher connection and the rooms on it. */
export class PusherLine implements Line {
  readonly #pusher: Pusher
  readonly #owner: LineOwner
  readonly #feeds = new Set<PusherFeed>()
  #wasConnected = false
  #channelCount = 0

  constructor(options: PusherOptions, owner: LineOwner) {
    this.#owner = owner
    this.#pusher = new Pusher(options)
    this.#pusher.on('status', ({ current }) => this.#statusChanged(current))
    this.#pusher.on('gap', (gap) => this.#gap(gap))
    this.#pusher.on('error', (error) => {
      // A refused channel is told to its room, which knows what it is worth.
      if (error.code !== 'subscription_refused') owner.error(toKickError(error))
    })
  }

  /** How many channels it carries. */
  get channelCount(): number {
    return this.#channelCount
  }

  open(request: FeedRequest): Feed {
    const feed: PusherFeed = new PusherFeed(this.#pusher, request, () => this.#remove(feed))
    this.#feeds.add(feed)
    this.#channelCount += request.channels.length
    this.#pusher.connect()
    return feed
  }

  close(): void {
    for (const feed of this.#feeds) feed.close()
    this.#pusher.disconnect()
  }

  #remove(feed: PusherFeed): void {
    if (!this.#feeds.delete(feed)) return
    this.#channelCount -= feed.channels.length
    if (this.#feeds.size > 0) return
    this.#pusher.disconnect()
    this.#owner.ended(this)
  }

  #statusChanged(status: ConnectionStatus): void {
    if (status.state === 'connected') {
      if (this.#wasConnected) this.#owner.reconnected()
      this.#wasConnected = true
    }
    for (const feed of this.#feeds) feed.connectionChanged(status)
  }

  #gap(gap: Gap): void {
    const names = new Set(gap.channels)
    for (const feed of this.#feeds) {
      if (feed.channels.some((name) => names.has(name))) feed.gap(gap)
    }
  }
}
