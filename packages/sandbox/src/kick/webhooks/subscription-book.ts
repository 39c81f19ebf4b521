import type { Random } from '../../random.js'
import { createUlid } from '../ulid.js'

/** One subscription of the app. */
export interface SubscriptionRecord {
  readonly id: string
  readonly broadcasterUserId: number
  readonly event: string
  readonly version: number
  readonly createdAt: string
}

/** The app's subscriptions. */
export interface SubscriptionBook {
  /** Oldest first. */
  readonly records: readonly SubscriptionRecord[]
  /** A new one; a text says why there is none. Kick lets one be made twice. */
  create(broadcasterUserId: number, event: string, version: number): SubscriptionRecord | string
  delete(ids: readonly string[]): void
  find(broadcasterUserId: number, event: string): readonly SubscriptionRecord[]
}

/** Every event that can be subscribed to; all have version 1. */
const webhookEvents = [
  'chat.message.sent',
  'channel.followed',
  'channel.subscription.new',
  'channel.subscription.renewal',
  'channel.subscription.gifts',
  'channel.reward.redemption.updated',
  'livestream.status.updated',
  'livestream.metadata.updated',
  'moderation.banned',
  'kicks.gifted',
] as const

export function createSubscriptionBook(
  isVerified: boolean,
  random: Random,
  now: () => number,
  isEnabled: () => boolean,
): SubscriptionBook {
  let records: SubscriptionRecord[] = []
  const limitOf = (event: string): number => (event === 'chat.message.sent' && !isVerified ? 1_000 : 10_000)

  return {
    get records() {
      return records
    },
    create(broadcasterUserId, event, version) {
      if (!isEnabled()) return 'webhooks are not enabled for app'
      if (!webhookEvents.some((known) => known === event) || version !== 1) return 'invalid event'
      if (records.filter((record) => record.event === event).length >= limitOf(event)) {
        return 'subscription limit reached'
      }
      const at = now()
      const createdAt = new Date(at).toISOString()
      const record = { id: createUlid(at, random), broadcasterUserId, event, version, createdAt }
      records.push(record)
      return record
    },
    delete(ids) {
      records = records.filter(({ id }) => !ids.includes(id))
    },
    find: (broadcasterUserId, event) =>
      records.filter((record) => record.broadcasterUserId === broadcasterUserId && record.event === event),
  }
}
