import { PusherError } from '../errors.js'
import { type Address, connectionUrl } from '../protocol/address.js'
import type { Reaction } from '../protocol/close-codes.js'
import type { Handshake } from '../protocol/system-events.js'
import { Timer } from '../timer.js'
import { type ReconnectSettings, retryDelay } from './backoff.js'
import { type FrameReceiver, Link, type LinkEnd, type LinkOwner, type LinkSettings } from './link.js'
import { watchNetwork } from './network.js'
import { type ConnectionInput, type ConnectionStatus, nextStatus } from './state.js'

/** Everything a connection needs, complete. */
export interface ConnectionSettings extends LinkSettings {
  readonly address: Address
  readonly tls: boolean
  readonly unavailableAfterMs: number
  readonly reconnect: ReconnectSettings
  readonly random: () => number
  readonly network: EventTarget | undefined
}

/** What a connection tells its owner. None of these may throw. */
export interface ConnectionOwner extends FrameReceiver {
  statusChanged(previous: ConnectionStatus, current: ConnectionStatus): void
  /** An attempt is due in so many milliseconds; `attempt` counts from 1 since the last sound connection. */
  retry(delayMs: number, attempt: number): void
  /** How a link ended, before anything follows from it. Gives the error to report, where there is one. */
  ended(end: LinkEnd): PusherError | undefined
}

/** Keeps one link open: opens it, opens it again after a loss, and knows where it stands. */
export class Connection implements LinkOwner {
  readonly #settings: ConnectionSettings
  readonly #owner: ConnectionOwner
  readonly #retryTimer: Timer
  readonly #unavailableTimer: Timer
  #status: ConnectionStatus = { state: 'initialized' }
  #link: Link | undefined
  #tls: boolean
  /** Attempts and short-lived connections that ended in a row. */
  #failures = 0
  #establishedAtMs: number | undefined
  #heardAtMs = 0
  #unwatchNetwork: (() => void) | undefined

  constructor(settings: ConnectionSettings, owner: ConnectionOwner) {
    this.#settings = settings
    this.#owner = owner
    this.#tls = settings.tls
    this.#retryTimer = new Timer(settings.clock, () => this.#open())
    this.#unavailableTimer = new Timer(settings.clock, () => this.#apply({ type: 'waited' }))
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  /** When the last frame of the present or the last link came, in milliseconds since the epoch. */
  get heardAtMs(): number {
    return this.#link?.isEstablished ? this.#link.heardAtMs : this.#heardAtMs
  }

  /** Opens, and keeps open from now on; does nothing while it is open or opening. */
  connect(): void {
    if (nextStatus(this.#status, { type: 'connect' }) === this.#status) return
    this.#failures = 0
    const { network, unavailableAfterMs } = this.#settings
    this.#unwatchNetwork =
      network &&
      watchNetwork(network, {
        online: () => this.#retryNow(),
        offline: () => this.#link?.probe(),
      })
    this.#unavailableTimer.start(unavailableAfterMs)
    this.#apply({ type: 'connect' })
    // A listener may have ended it again already.
    if (this.#status.state === 'connecting' && this.#link === undefined) this.#open()
  }

  /** Ends the connection and every attempt; `connect()` begins anew. */
  disconnect(): void {
    this.release()
    this.#apply({ type: 'disconnect' })
  }

  /** Lets go of the link and of every attempt, and tells nobody: for whoever has no more use of this object. */
  release(): void {
    this.#link?.close()
    this.#forgetLink()
    this.#retryTimer.stop()
    this.#unavailableTimer.stop()
    this.#unwatchNetwork?.()
    this.#unwatchNetwork = undefined
  }

  /** Sends a frame; false where nothing is connected. */
  send(text: string): boolean {
    return this.#link?.send(text) ?? false
  }

  /** Of the link: it can be used. */
  established({ socketId }: Handshake): void {
    this.#establishedAtMs = this.#settings.clock.now()
    this.#unavailableTimer.stop()
    this.#apply({ type: 'established', socketId })
  }

  /** Of the link: it is gone. One that was given up here does not say so. */
  ended(end: LinkEnd): void {
    const link = this.#link
    const error = this.#owner.ended(end)
    // Whoever was told may have disconnected, or begun anew.
    if (this.#link !== link) return
    const { reaction } = end
    this.#forgetLink()
    if (reaction === 'stop') {
      const refused = error ?? new PusherError('refused', 'The server refused this client for good.')
      this.release()
      this.#apply({ type: 'refused', error: refused })
      this.#owner.error(refused)
      return
    }
    this.#failures += 1
    const delayMs = this.#scheduleRetry(reaction)
    if (!this.#unavailableTimer.running && this.#status.state === 'connected') {
      this.#unavailableTimer.start(this.#settings.unavailableAfterMs)
    }
    const attempt = this.#failures
    this.#apply({ type: 'lost' })
    if (error !== undefined) this.#owner.error(error)
    // Unless a listener has meanwhile ended it all.
    if (this.#retryTimer.running) this.#owner.retry(delayMs, attempt)
  }

  #open(): void {
    const url = connectionUrl(this.#settings.address, this.#tls)
    try {
      this.#link = new Link(url, this.#settings, this.#owner, this)
    } catch (cause) {
      const error = new PusherError(
        'no_socket',
        'No socket could be made; pass one as the option `socket`.',
        { cause },
      )
      this.release()
      this.#apply({ type: 'no-socket', error })
      this.#owner.error(error)
    }
  }

  #scheduleRetry(reaction: Exclude<Reaction, 'stop'>): number {
    const { random, reconnect } = this.#settings
    // A server that asks for TLS over TLS is at odds with itself: come back, but ever later.
    const effective = reaction === 'use-tls' && this.#tls ? 'retry-later' : reaction
    if (reaction === 'use-tls') this.#tls = true
    const delayMs = retryDelay(this.#failures, effective, random(), reconnect)
    this.#retryTimer.start(delayMs)
    return delayMs
  }

  /** The network is back: neither the rest of the wait nor an attempt begun without it is worth waiting for. */
  #retryNow(): void {
    if (this.#status.state === 'connected') return
    this.#link?.close()
    this.#forgetLink()
    this.#retryTimer.stop()
    this.#open()
  }

  /** Lets go of the link, and of the failures before it where it lived long enough to count as sound. */
  #forgetLink(): void {
    if (this.#establishedAtMs !== undefined) {
      this.#heardAtMs = this.#link?.heardAtMs ?? this.#heardAtMs
      const livedMs = this.#settings.clock.now() - this.#establishedAtMs
      if (livedMs >= this.#settings.reconnect.stableAfterMs) this.#failures = 0
    }
    this.#establishedAtMs = undefined
    this.#link = undefined
  }

  #apply(input: ConnectionInput): void {
    const previous = this.#status
    const current = nextStatus(previous, input)
    if (current === previous) return
    this.#status = current
    this.#owner.statusChanged(previous, current)
  }
}
