import type { EventSubscription } from '../api/event-subscriptions.js'
import type { KickEventName } from '../event-names.js'

/** What a channel's events should be subscribed to, version 1. */
export interface WantedSubscriptions {
  /** The streamer's user id. */
  readonly broadcasterUserId: number
  readonly events: readonly KickEventName[]
}

/** One event of one channel. */
export interface WantedEvent {
  readonly broadcasterUserId: number
  readonly event: KickEventName
}

/** What to do so that there is what is wanted. */
export interface SubscriptionPlan {
  /** By channel, in the order in which they are wanted. */
  readonly create: readonly WantedSubscriptions[]
  readonly remove: readonly EventSubscription[]
  readonly kept: readonly EventSubscription[]
  /** Neither wanted nor ours: another program's that runs as the same app, or left from before. */
  readonly foreign: readonly EventSubscription[]
  /** Wanted, and beyond what Kick lets the app have. */
  readonly beyondLimit: readonly WantedEvent[]
}

/** What a plan is made from. */
export interface PlanFacts {
  readonly wanted: readonly WantedSubscriptions[]
  readonly existing: readonly EventSubscription[]
  /** Whether a subscription is ours to remove. */
  readonly isOurs: (subscription: EventSubscription) => boolean
  readonly limitOf: (event: KickEventName) => number
}

/**
 * The difference between what is wanted and what is there. Of several for the same event of a channel the oldest stays,
 * so that two programs that both made one agree which.
 */
export function planSubscriptions({ wanted, existing, isOurs, limitOf }: PlanFacts): SubscriptionPlan {
  const wantedKeys = new Set(wanted.flatMap(toEvents).map(keyOf))
  const kept = new Map<string, EventSubscription>()
  const remove: EventSubscription[] = []
  const foreign: EventSubscription[] = []
  for (const subscription of existing.toSorted(byAge)) {
    const key = keyOf(subscription)
    const isNeeded = wantedKeys.has(key) && subscription.version === 1 && !kept.has(key)
    if (isNeeded) kept.set(key, subscription)
    else if (isOurs(subscription)) remove.push(subscription)
    else foreign.push(subscription)
  }

  const used = new Map<string, number>()
  for (const { event } of [...kept.values(), ...foreign]) used.set(event, (used.get(event) ?? 0) + 1)
  const create = new Map<number, KickEventName[]>()
  const beyondLimit: WantedEvent[] = []
  for (const missing of uniqueBy(wanted.flatMap(toEvents), keyOf)) {
    if (kept.has(keyOf(missing))) continue
    const { broadcasterUserId, event } = missing
    const count = used.get(event) ?? 0
    if (count >= limitOf(event)) {
      beyondLimit.push(missing)
      continue
    }
    used.set(event, count + 1)
    create.set(broadcasterUserId, [...(create.get(broadcasterUserId) ?? []), event])
  }
  return {
    create: [...create].map(([broadcasterUserId, events]) => ({ broadcasterUserId, events })),
    remove,
    kept: [...kept.values()],
    foreign,
    beyondLimit,
  }
}

function toEvents({ broadcasterUserId, events }: WantedSubscriptions): readonly WantedEvent[] {
  return events.map((event) => ({ broadcasterUserId, event }))
}

function keyOf({ broadcasterUserId, event }: WantedEvent): string {
  return `${broadcasterUserId} ${event}`
}

function byAge(left: EventSubscription, right: EventSubscription): number {
  const difference = (left.createdAtMs ?? 0) - (right.createdAtMs ?? 0)
  if (difference !== 0) return difference
  return left.id < right.id ? -1 : 1
}

function uniqueBy<Item>(items: readonly Item[], toKey: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [toKey(item), item])).values()]
}
