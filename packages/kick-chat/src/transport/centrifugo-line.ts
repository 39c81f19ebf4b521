import type { TimerClock } from '../clock.js'
import type { Centrifuge } from 'centrifuge'
import { kickError, type KickChatError } from '../errors.js'
import { CentrifugoFeed, type FeedLine } from './centrifugo-feed.js'
import { hearingSocket, type WebSocketClass } from './hearing-socket.js'
import type { Line, LineOwner } from './line.js'
import type { Feed, FeedRequest } from './transport.js'

/** The client of Centrifugo, which is loaded only where a negotiation leads to it. */
export type CentrifugeModule = Pick<typeof import('centrifuge'), 'Centrifuge' | 'UnauthorizedError'>

/** How to hold on to a Centrifugo connection. Everything has a default. */
export interface CentrifugoOptions {
  /** The class of its sockets. Kick wants no `Origin` but its own, so no page of another site gets through. Default: the platform's. */
  readonly webSocket?: WebSocketClass | undefined
  readonly reconnect?: { readonly firstDelayMs?: number; readonly maxDelayMs?: number } | undefined
  /** How long past the server's own interval it may be silent. Default 10,000. */
  readonly pingSlackMs?: number | undefined
  /** How long an answer may take, that to the first word included. Default 15,000. */
  readonly timeoutMs?: number | undefined
  /** How long `connecting` lasts before the rooms are `degraded`. Default 10,000. */
  readonly unavailableAfterMs?: number | undefined
}

/** What a line is made of. */
export interface CentrifugoLineParts {
  readonly module: CentrifugeModule
  readonly url: string
  /** Asks for a token; rejects with a KickError. */
  readonly getToken: () => Promise<string>
  readonly options: CentrifugoOptions
  readonly clock: TimerClock
}

/** What the client calls its own end where it was given no token. */
const noToken = 1

/** One Centrifugo connection and the rooms on it. */
export class CentrifugoLine implements Line, FeedLine {
  readonly client: Centrifuge
  heardAtMs: number
  channelCount = 0
  readonly #parts: CentrifugoLineParts
  readonly #owner: LineOwner
  readonly #feeds = new Set<CentrifugoFeed>()
  #isConnected = false
  #wasConnected = false
  #tokenError: unknown
  #degrading: unknown

  constructor(parts: CentrifugoLineParts, owner: LineOwner) {
    const { module, url, options, clock } = parts
    this.#parts = parts
    this.#owner = owner
    this.heardAtMs = clock.now()
    this.client = new module.Centrifuge(url, {
      // At most 16 characters are taken.
      name: 'js',
      getToken: () => this.#getToken(),
      websocket: hearingSocket(options.webSocket ?? WebSocket, () => {
        this.heardAtMs = clock.now()
      }),
      minReconnectDelay: options.reconnect?.firstDelayMs ?? 1_000,
      maxReconnectDelay: options.reconnect?.maxDelayMs ?? 30_000,
      maxServerPingDelay: options.pingSlackMs ?? 10_000,
      timeout: options.timeoutMs ?? 15_000,
    })
    this.client.on('connecting', ({ code, reason }) => this.#connecting(code, reason))
    this.client.on('connected', () => this.#connected())
    this.client.on('disconnected', ({ code, reason }) => this.#disconnected(code, reason))
    this.client.on('error', ({ error }) => {
      const what = this.#isConnected ? 'has trouble' : 'could not be opened'
      const message = `Kick's socket ${what}: ${error.message} (${error.code}).`
      owner.error(kickError('connection_failed', message, { cause: this.#tokenError ?? error }))
    })
  }

  now(): number {
    return this.#parts.clock.now()
  }

  open(request: FeedRequest): Feed {
    const feed = new CentrifugoFeed(request, this)
    this.#feeds.add(feed)
    this.channelCount += request.channels.length
    this.client.connect()
    return feed
  }

  close(): void {
    for (const feed of this.#feeds) feed.close()
    this.client.disconnect()
  }

  closed(feed: CentrifugoFeed): void {
    if (!this.#feeds.delete(feed)) return
    this.channelCount -= feed.channels.length
    if (this.#feeds.size > 0) return
    this.#clearTimer()
    this.client.disconnect()
    this.#owner.ended(this)
  }

  /** A connection that has been up for a while goes on without a new token; one that is to be made cannot. */
  async #getToken(): Promise<string> {
    try {
      const token = await this.#parts.getToken()
      this.#tokenError = undefined
      return token
    } catch (error) {
      this.#tokenError = error
      const { retryable, message } = error as KickChatError
      throw retryable || this.#isConnected ? error : new this.#parts.module.UnauthorizedError(message)
    }
  }

  #connecting(code: number, reason: string): void {
    // The client takes a close for final only where a reason stands beside its code.
    if (isFinal(code)) {
      this.#disconnected(code, reason)
      return this.client.disconnect()
    }
    if (this.#isConnected) this.#owner.error(kickError('connection_lost', `Kick's socket broke: ${reason}.`))
    this.#isConnected = false
    this.#clearTimer()
    const { clock, options } = this.#parts
    this.#degrading = clock.setTimeout(() => this.#tell('degraded'), options.unavailableAfterMs ?? 10_000)
    this.#tell('connecting')
  }

  #connected(): void {
    this.#clearTimer()
    this.#isConnected = true
    if (this.#wasConnected) this.#owner.reconnected()
    this.#wasConnected = true
  }

  /** The server ended it for good; or it was ended here, when no feed is left to hear of it. */
  #disconnected(code: number, reason: string): void {
    this.#isConnected = false
    this.#clearTimer()
    const error =
      (code === noToken ? (this.#tokenError as KickChatError | undefined) : undefined) ??
      kickError('connection_refused', `Kick's socket ended the connection for good: ${reason} (${code}).`)
    for (const feed of this.#feeds) feed.end(error)
  }

  #tell(state: 'connecting' | 'degraded'): void {
    for (const feed of this.#feeds) feed.connectionChanged(state)
  }

  #clearTimer(): void {
    if (this.#degrading !== undefined) this.#parts.clock.clearTimeout(this.#degrading)
    this.#degrading = undefined
  }
}

/** Whether a code of Centrifugo's says not to come back. */
function isFinal(code: number): boolean {
  return (code >= 3_500 && code < 4_000) || (code >= 4_500 && code < 5_000)
}
