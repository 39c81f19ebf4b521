import type { Clock } from '../clock.js'
import type { ClaimResult, ClaimStore } from '../store.js'

/** A claim, or with no owner, what was committed. */
interface Claim {
  readonly owner: string | undefined
  readonly endsAtMs: number
}

/** How many calls pass between two looks for what can be forgotten. */
const callsBetweenSweeps = 1_000

/** Claims by key. */
export class MemoryClaims implements ClaimStore {
  readonly #clock: Pick<Clock, 'now'>
  readonly #claims = new Map<string, Claim>()
  #calls = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  async claim(keys: readonly string[], owner: string, leaseMs: number): Promise<readonly ClaimResult[]> {
    const nowMs = this.#clock.now()
    this.#sweep(nowMs)
    return keys.map((key) => {
      const claim = this.#claims.get(key)
      const isLive = claim !== undefined && claim.endsAtMs > nowMs
      if (isLive && claim.owner === undefined) return 'committed'
      if (isLive && claim.owner !== owner) return 'held'
      this.#claims.set(key, { owner, endsAtMs: nowMs + leaseMs })
      return 'claimed'
    })
  }

  async renew(keys: readonly string[], owner: string, leaseMs: number): Promise<void> {
    const endsAtMs = this.#clock.now() + leaseMs
    for (const key of keys) if (this.#isOf(key, owner)) this.#claims.set(key, { owner, endsAtMs })
  }

  async commit(keys: readonly string[], owner: string, windowMs: number): Promise<readonly boolean[]> {
    const endsAtMs = this.#clock.now() + windowMs
    return keys.map((key) => {
      if (!this.#isOf(key, owner)) return false
      // Anew, so that what is forgotten first stands in front.
      this.#claims.delete(key)
      this.#claims.set(key, { owner: undefined, endsAtMs })
      return true
    })
  }

  async release(keys: readonly string[], owner: string): Promise<void> {
    for (const key of keys) if (this.#isOf(key, owner)) this.#claims.delete(key)
  }

  /** A claim that ran out and that nobody took is still ours. */
  #isOf(key: string, owner: string): boolean {
    return this.#claims.get(key)?.owner === owner
  }

  #sweep(nowMs: number): void {
    this.#calls += 1
    if (this.#calls % callsBetweenSweeps !== 0) return
    for (const [key, { endsAtMs }] of this.#claims) if (endsAtMs <= nowMs) this.#claims.delete(key)
  }
}
