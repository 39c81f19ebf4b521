import type { SubscriptionReport } from '@wireloom/kick/webhooks'
import { toUserId, type UserId } from '../ids.js'

/** Knows what Kick stopped to deliver: it drops subscriptions by itself, and tells nobody. */
export class LostSubscriptions {
  /** When each was last there, by streamer and event, in milliseconds since 1970. */
  readonly #seenAtMs = new Map<UserId, Map<string, number>>()

  /**
   * @param streamers whose rooms are joined: what is gone of others is wanted no more, and no loss
   * @param lookedAtMs when Kick was asked what is there
   * @returns the streamers of whom something was gone and is back, with when it was there last
   */
  observe(
    { kept, created }: Pick<SubscriptionReport, 'kept' | 'created'>,
    streamers: { has(userId: UserId): boolean },
    lookedAtMs: number,
  ): ReadonlyMap<UserId, number> {
    const lost = new Map<UserId, number>()
    for (const userId of this.#seenAtMs.keys()) if (!streamers.has(userId)) this.#seenAtMs.delete(userId)
    for (const { broadcasterUserId, event } of created) {
      const userId = toUserId(broadcasterUserId)
      const seenAtMs = this.#seenAtMs.get(userId)?.get(event)
      if (seenAtMs !== undefined) lost.set(userId, Math.min(seenAtMs, lost.get(userId) ?? seenAtMs))
    }
    for (const { broadcasterUserId, event } of [...kept, ...created]) {
      const userId = toUserId(broadcasterUserId)
      if (!streamers.has(userId)) continue
      const events = this.#seenAtMs.get(userId) ?? new Map<string, number>()
      this.#seenAtMs.set(userId, events.set(event, lookedAtMs))
    }
    return lost
  }
}
