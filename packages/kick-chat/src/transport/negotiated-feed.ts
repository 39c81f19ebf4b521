import type { StatusState } from '@wireloom/chat-core'
import type { TimerClock } from '../clock.js'
import { isKickError, kickError, type KickChatError } from '../errors.js'
import type { ChannelId } from '../ids.js'
import { Readiness } from '../readiness.js'
import { retryDelayMs, slowLaneDelayMs } from './retry-delays.js'
import type { Feed, FeedListener, FeedRequest, Transport } from './transport.js'

/** How long a connection may have been dead before anybody noticed, in milliseconds; and what was on its way. */
const unnoticedMs = 151_000

/** What a feed needs of its transport. */
export interface FeedNegotiator {
  readonly clock: TimerClock
  readonly random: () => number
  /** Asks Kick where a channel's chat is. Rejects with a KickError. */
  negotiate(channelId: ChannelId | undefined, signal: AbortSignal): Promise<Pick<Transport, 'open'>>
  /** A connection was ended for good: the next negotiation is somebody else's. */
  refused(): void
  error(error: KickChatError): void
  /** The feed will tell nothing more. */
  closed(feed: Feed): void
}

/**
 * One room over whatever socket Kick names for it.
 *
 * What ended for good before the room was ever ready ends it. Later, Kick is asked again in the slow lane: another
 * socket may have taken the place of the one that is gone.
 */
export class NegotiatedFeed implements Feed, FeedListener {
  readonly #request: FeedRequest
  readonly #negotiator: FeedNegotiator
  readonly #readiness = new Readiness()
  readonly #closing = new AbortController()
  #child: Feed | undefined
  #timer: unknown
  #wasReady = false
  #failures = 0
  #refusals = 0
  /** When the room was last heard: an event, or the word that it is subscribed. */
  #heardAtMs = 0
  /** When the room last ceased to be live; undefined while it lives. */
  #lostAtMs: number | undefined
  /** Since when something may be missing that no child can tell of. */
  #missingSinceMs: number | undefined

  constructor(request: FeedRequest, negotiator: FeedNegotiator) {
    this.#request = request
    this.#negotiator = negotiator
    request.listener.status('connecting')
    void this.#begin()
  }

  get ready(): Promise<void> {
    return this.#readiness.promise
  }

  close(): void {
    if (this.#closing.signal.aborted) return
    this.#end(kickError('closed', 'The room was left before its chat was subscribed.'))
  }

  event(channel: string, name: string, data: unknown): void {
    this.#tellMissing()
    this.#heardAtMs = this.#negotiator.clock.now()
    this.#request.listener.event(channel, name, data)
  }

  gap(fromMs: number, toMs: number): void {
    this.#request.listener.gap(fromMs, toMs)
  }

  error(error: KickChatError): void {
    this.#request.listener.error(error)
  }

  status(state: StatusState, error?: KickChatError): void {
    if (this.#closing.signal.aborted) return
    if (state === 'closed') {
      this.#child = undefined
      return this.#refuse(error ?? kickError('closed', 'The connection to Kick was closed.'))
    }
    if (state === 'live') this.#live()
    else this.#lostAtMs ??= this.#negotiator.clock.now()
    this.#request.listener.status(state, error)
  }

  async #begin(): Promise<void> {
    const { channelId } = this.#request
    try {
      const socket = await this.#negotiator.negotiate(channelId, this.#closing.signal)
      if (this.#closing.signal.aborted) return
      this.#child = socket.open({ ...this.#request, listener: this })
      // Refused by the chat's channel alone, while the connection stands: there is no other socket to ask for.
      this.#child.ready.catch((error: unknown) => {
        if (isKickError(error) && error.code === 'subscription_refused') this.#readiness.reject(error)
      })
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#fail(toFailure(error))
    }
  }

  /** The negotiation failed. */
  #fail(error: KickChatError): void {
    if (!error.retryable) return this.#refuse(error)
    this.#failures += 1
    this.#negotiator.error(error)
    this.#request.listener.status(this.#failures > 1 ? 'degraded' : 'connecting')
    const { clock, random } = this.#negotiator
    const delayMs = Math.max(retryDelayMs(this.#failures, random()), error.retryAfterMs ?? 0)
    this.#timer = clock.setTimeout(() => void this.#begin(), delayMs)
  }

  /** It is not to be had, and asking at once again would be of no use. */
  #refuse(error: KickChatError): void {
    if (!this.#wasReady) {
      this.#request.listener.status('closed', error)
      return this.#end(error)
    }
    const { clock } = this.#negotiator
    this.#refusals += 1
    this.#lostAtMs ??= clock.now()
    this.#missingSinceMs ??= Math.max(this.#heardAtMs, this.#lostAtMs - unnoticedMs)
    this.#negotiator.refused()
    this.#request.listener.status('degraded', error)
    this.#timer = clock.setTimeout(() => void this.#begin(), slowLaneDelayMs(this.#refusals))
  }

  #live(): void {
    this.#wasReady = true
    this.#failures = 0
    this.#refusals = 0
    this.#lostAtMs = undefined
    this.#tellMissing()
    this.#heardAtMs = this.#negotiator.clock.now()
    this.#readiness.resolve()
  }

  #tellMissing(): void {
    if (this.#missingSinceMs === undefined) return
    this.#request.listener.gap(this.#missingSinceMs, this.#negotiator.clock.now())
    this.#missingSinceMs = undefined
  }

  #end(error: KickChatError): void {
    this.#closing.abort()
    if (this.#timer !== undefined) this.#negotiator.clock.clearTimeout(this.#timer)
    this.#readiness.reject(error)
    this.#child?.close()
    this.#negotiator.closed(this)
  }
}

/** What a runtime without sockets, a bundle without Centrifugo's client or an option of the caller's threw. */
function toFailure(error: unknown): KickChatError {
  if (isKickError(error)) return error
  const message = 'Kick’s socket cannot be opened here: its cause says why.'
  return kickError('connection_failed', message, { retryable: false, cause: error })
}
