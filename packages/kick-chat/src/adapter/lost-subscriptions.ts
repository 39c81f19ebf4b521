import type { SubscriptionReport } from '@wireloom/kick/webhooks'

/** Knows what Kick stopped to deliver: it drops subscriptions by itself, and tells nobody. */
export class LostSubscriptions {
  /** When each was last there, by streamer and event, in milliseconds since 1970. */
  readonly #seenAtMs = new Map<number, Map<string, number>>()

  /**
   * @param lookedAtMs when Kick was asked what is there
   * @returns the streamers of whom something was gone and is back, with when it was there last
   */
  observe({ kept, created }: SubscriptionReport, lookedAtMs: number): ReadonlyMap<number, number> {
    const lost = new Map<number, number>()
    for (const { broadcasterUserId, event } of created) {
      const seenAtMs = this.#seenAtMs.get(broadcasterUserId)?.get(event)
      if (seenAtMs === undefined) continue
      lost.set(broadcasterUserId, Math.min(seenAtMs, lost.get(broadcasterUserId) ?? seenAtMs))
    }
    for (const { broadcasterUserId, event } of [...kept, ...created]) {
      const events = this.#seenAtMs.get(broadcasterUserId) ?? new Map<string, number>()
      this.#seenAtMs.set(broadcasterUserId, events.set(event, lookedAtMs))
    }
    return lost
  }

  /** What is gone of others is wanted no more, and no loss. */
  keepOnly(streamers: ReadonlySet<number>): void {
    for (const userId of this.#seenAtMs.keys()) if (!streamers.has(userId)) this.#seenAtMs.delete(userId)
  }
}
