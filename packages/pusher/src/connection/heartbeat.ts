import type { Clock } from '../clock.js'
import { Timer } from '../timer.js'

/** What a heartbeat asks of the connection it watches. */
export interface HeartbeatOwner {
  /** Ask the server for a sign of life. */
  ping(): void
  /** There was none: the connection is to be given up. */
  silent(): void
}

/**
 * The clock is looked at no less often than this, in milliseconds. Timers stand still while a machine sleeps;
 * after it wakes, wall time alone shows that the connection is long dead.
 */
const longestSleepMs = 5_000

/** Where nothing ran for this long, the machine slept: the clock was to be looked at before. */
const standstillMs = longestSleepMs + 1_000

/**
 * Tells a living connection from a dead one.
 *
 * Any frame is a sign of life and costs one look at the clock: a single timer wakes at the deadline and, where
 * something was heard meanwhile, sleeps on for the rest.
 *
 * Frames that waited while the machine slept say nothing of the time since: the server is pinged after waking, and
 * its answer, which comes after all of them, tells that nothing is missing.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #owner: HeartbeatOwner
  readonly #pongTimeoutMs: number
  readonly #timer: Timer
  #idleMs = 0
  #heardAtMs = 0
  /** As the last frame heard, but for those that may have waited for long. */
  #soundAtMs = 0
  /** When anything was done here last. */
  #ranAtMs = 0
  /** Whether the machine slept, and whether the server was asked since. */
  #doubt: 'none' | 'unasked' | 'asked' = 'none'
  /** When the unanswered ping went out. */
  #pingedAtMs: number | undefined

  constructor(clock: Clock, pongTimeoutMs: number, owner: HeartbeatOwner) {
    this.#clock = clock
    this.#owner = owner
    this.#pongTimeoutMs = pongTimeoutMs
    this.#timer = new Timer(clock, () => this.#look())
  }

  /** When the last frame came that is sure not to have waited for long, in milliseconds since the epoch. */
  get heardAtMs(): number {
    return this.#soundAtMs
  }

  /** Begins to watch; after `idleMs` without a frame the server is pinged. */
  start(idleMs: number): void {
    this.#idleMs = idleMs
    this.#ranAtMs = this.#clock.now()
    this.heard()
    this.#sleep(idleMs)
  }

  /** A frame came. */
  heard(): void {
    const now = this.#run()
    this.#heardAtMs = now
    this.#pingedAtMs = undefined
    if (this.#doubt === 'none') this.#soundAtMs = now
  }

  /** The frame just heard answers a ping. */
  answered(): void {
    if (this.#doubt !== 'asked') return
    this.#doubt = 'none'
    this.#soundAtMs = this.#heardAtMs
  }

  /** Asks for a sign of life now, because the network seems to have gone. */
  probe(): void {
    if (!this.#timer.running || this.#pingedAtMs !== undefined) return
    this.#ping()
  }

  stop(): void {
    this.#timer.stop()
    this.#pingedAtMs = undefined
  }

  /** Looks at the clock, and whether it went on while nothing ran. */
  #run(): number {
    const now = this.#clock.now()
    if (now - this.#ranAtMs > standstillMs) this.#doubt = 'unasked'
    this.#ranAtMs = now
    return now
  }

  #look(): void {
    const now = this.#run()
    // Where the wall clock was set back, nothing can be said of the silence so far.
    this.#heardAtMs = Math.min(this.#heardAtMs, now)
    this.#soundAtMs = Math.min(this.#soundAtMs, now)
    this.#pingedAtMs &&= Math.min(this.#pingedAtMs, now)

    const silentMs = now - this.#heardAtMs
    const unansweredMs = this.#pingedAtMs === undefined ? 0 : now - this.#pingedAtMs
    if (unansweredMs >= this.#pongTimeoutMs || silentMs >= this.#idleMs + this.#pongTimeoutMs) {
      this.stop()
      this.#owner.silent()
    } else if (this.#pingedAtMs !== undefined) {
      this.#sleep(this.#pongTimeoutMs - unansweredMs)
    } else if (silentMs >= this.#idleMs || this.#doubt !== 'none') {
      this.#ping()
    } else {
      this.#sleep(this.#idleMs - silentMs)
    }
  }

  #ping(): void {
    this.#pingedAtMs = this.#clock.now()
    if (this.#doubt === 'unasked') this.#doubt = 'asked'
    this.#sleep(this.#pongTimeoutMs)
    this.#owner.ping()
  }

  #sleep(delayMs: number): void {
    this.#timer.start(Math.min(delayMs, longestSleepMs))
  }
}
