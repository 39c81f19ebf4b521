import type { Clock } from '../clock.js'
import { Timer } from '../timer.js'

/** A stretch of time in which events of some channels may have been lost. */
export interface Gap {
  /**
   * From when, in milliseconds since the epoch: a second before the last frame that was heard, since a frame
   * that follows may have been on its way.
   */
  readonly fromMs: number
  /** Until when: the server's word that the channels are subscribed again. */
  readonly toMs: number
  /** Which channels, by name. */
  readonly channels: readonly string[]
  /**
   * `disconnected` where the caller ended the connection and opened it again, `refused` where the server threw
   * this client out of a channel and let it in again.
   */
  readonly cause: 'connection_lost' | 'disconnected' | 'refused'
}

/** How long before the last frame heard a lost one may have been sent, in milliseconds. */
const inFlightMs = 1_000

/** How long channels that are back wait for the others, to be told as one gap, in milliseconds. */
const longestWaitMs = 1_000

/** What the gaps need of whoever tells them. */
export interface GapsOwner {
  readonly clock: Clock
  gap(gap: Gap): void
}

interface Loss {
  readonly fromMs: number
  readonly cause: Gap['cause']
}

/**
 * Knows which channels missed something, from the loss of a connection until they are subscribed again.
 *
 * A gap is told once for all channels that came back together, and before any event of theirs is delivered:
 * whoever holds it can fill the hole before going on.
 */
export class Gaps {
  readonly #owner: GapsOwner
  readonly #timer: Timer
  readonly #lost = new Map<string, Loss>()
  #returned: { readonly name: string; readonly loss: Loss }[] = []
  #returnedAtMs = 0

  constructor(owner: GapsOwner) {
    this.#owner = owner
    this.#timer = new Timer(owner.clock, () => this.flush())
  }

  /** Whether channels are back whose gap is not told yet. */
  get hasUntold(): boolean {
    return this.#returned.length > 0
  }

  /** A subscribed channel lost its connection. One that was lost before and never came back keeps its beginning. */
  lost(name: string, heardAtMs: number, cause: Gap['cause']): void {
    if (!this.#lost.has(name)) this.#lost.set(name, { fromMs: heardAtMs - inFlightMs, cause })
  }

  /** A channel is subscribed; where it had been lost, the gap is told soon. */
  returned(name: string): void {
    const loss = this.#lost.get(name)
    if (loss === undefined) return
    this.#lost.delete(name)
    this.#returned.push({ name, loss })
    this.#returnedAtMs = this.#owner.clock.now()
    if (!this.#timer.running) this.#timer.start(longestWaitMs)
  }

  /** Nobody wants the channel any more. */
  forget(name: string): void {
    this.#lost.delete(name)
    this.#returned = this.#returned.filter((entry) => entry.name !== name)
  }

  /** Tells what is untold: one gap for each beginning and cause. */
  flush(): void {
    this.#timer.stop()
    const returned = this.#returned
    const toMs = this.#returnedAtMs
    this.#returned = []
    const told = new Map<string, { loss: Loss; channels: string[] }>()
    for (const { name, loss } of returned) {
      const key = `${loss.fromMs} ${loss.cause}`
      const entry = told.get(key)
      if (entry === undefined) told.set(key, { loss, channels: [name] })
      else entry.channels.push(name)
    }
    for (const { loss, channels } of told.values()) this.#owner.gap({ ...loss, toMs, channels })
  }
}
