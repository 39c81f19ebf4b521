import type { StatusState } from '@wireloom/chat-core'
import type { Centrifuge, Subscription } from 'centrifuge'
import { kickError, type KickChatError } from '../errors.js'
import { Readiness } from '../readiness.js'
import { decodePublication } from './decode-publication.js'
import { RoomGap } from './room-gap.js'
import type { Feed, FeedRequest } from './transport.js'

/** How long an event may have been on its way when the last frame was heard, in milliseconds. */
const marginMs = 1_000

/** What a feed needs of its line. */
export interface FeedLine {
  readonly client: Centrifuge
  /** When the connection was last heard, in milliseconds since 1970. */
  readonly heardAtMs: number
  now(): number
  /** The feed will tell nothing more. */
  closed(feed: CentrifugoFeed): void
}

/**
 * One room on one Centrifugo connection. What it missed is told when the chat's own channel is back; sooner only where
 * an event comes before.
 */
export class CentrifugoFeed implements Feed {
  readonly channels: readonly string[]
  readonly #request: FeedRequest
  readonly #line: FeedLine
  readonly #readiness = new Readiness()
  readonly #gap: RoomGap
  readonly #subscriptions = new Map<string, Subscription>()
  /** Channels that are subscribed now. */
  readonly #heard = new Set<string>()
  /** Since when channels that were subscribed are not. */
  readonly #lostSinceMs = new Map<string, number>()
  readonly #main: string | undefined
  #isMainPending = true
  #isOpen = true

  constructor(request: FeedRequest, line: FeedLine) {
    this.channels = request.channels
    this.#request = request
    this.#line = line
    this.#main = request.channels.at(-1)
    this.#gap = new RoomGap((fromMs, toMs) => request.listener.gap(fromMs, toMs))
    request.listener.status('connecting')
    for (const name of request.channels) this.#subscribe(name)
  }

  get ready(): Promise<void> {
    return this.#readiness.promise
  }

  /** The connection is being made, or is not to be had for now. */
  connectionChanged(state: StatusState): void {
    this.#request.listener.status(state)
  }

  /** The connection will not come again. */
  end(error: KickChatError | undefined): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#readiness.reject(error ?? kickError('closed', 'The connection to Kick was closed.'))
    this.#request.listener.status('closed', error)
    this.#line.closed(this)
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#readiness.reject(kickError('closed', 'The room was left before its chat was subscribed.'))
    for (const subscription of this.#subscriptions.values()) {
      subscription.removeAllListeners()
      this.#line.client.removeSubscription(subscription)
    }
    this.#line.closed(this)
  }

  #subscribe(name: string): void {
    const subscription = this.#line.client.newSubscription(name)
    this.#subscriptions.set(name, subscription)
    subscription.on('publication', ({ data }) => this.#published(name, data))
    subscription.on('subscribed', () => this.#subscribed(name))
    subscription.on('subscribing', () => this.#lost(name))
    subscription.on('error', ({ error }) => this.#delayed(name, error.code, error.message))
    subscription.on('unsubscribed', ({ code, reason }) => this.#refused(name, code, reason))
    subscription.subscribe()
  }

  #published(name: string, data: unknown): void {
    if (!this.#isOpen) return
    this.#gap.tell()
    const event = decodePublication(data)
    const { listener } = this.#request
    if (event !== undefined) return listener.event(name, event.name, event.data)
    listener.error(kickError('malformed_event', `Kick published something on ${name} that is no event.`))
  }

  /** A channel is being asked for, the first time or again. */
  #lost(name: string): void {
    if (name === this.#main) this.#isMainPending = true
    if (this.#heard.delete(name)) this.#lostSinceMs.set(name, this.#line.heardAtMs - marginMs)
  }

  #subscribed(name: string): void {
    if (!this.#isOpen) return
    this.#heard.add(name)
    const fromMs = this.#lostSinceMs.get(name)
    if (fromMs !== undefined) {
      this.#lostSinceMs.delete(name)
      this.#gap.add({ fromMs, toMs: this.#line.now() })
    }
    const isMain = name === this.#main
    if (isMain) this.#isMainPending = false
    if (!this.#isMainPending) this.#gap.tell()
    if (!isMain) return
    this.#readiness.resolve()
    this.#request.listener.status('live')
  }

  /** The server cannot have a channel now; the client asks again by itself. Below 100 is its own word for a lost connection. */
  #delayed(name: string, code: number, reason: string): void {
    if (!this.#isOpen || code < 100) return
    const message = `Kick's socket does not take ${name} now, and is asked again: ${reason} (${code}).`
    this.#request.listener.error(kickError('unavailable', message))
  }

  /** The server will not have a channel, or no longer, and says that asking again is of no use. */
  #refused(name: string, code: number, reason: string): void {
    if (!this.#isOpen) return
    const { listener } = this.#request
    const error = kickError('subscription_refused', `Kick's socket refuses ${name}: ${reason} (${code}).`)
    if (name !== this.#main) {
      const message = `Events of ${name} are not heard; the chat goes on.`
      return listener.error(kickError('subscription_refused', message, { cause: error }))
    }
    this.#isMainPending = false
    this.#gap.tell()
    this.#readiness.reject(error)
    listener.status('degraded', error)
  }
}
