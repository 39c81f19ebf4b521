import type { ActivityEvent } from '@wireloom/chat-core'
import type { KickFollowersUpdatedEvent, KickGoalEvent } from './community.js'
import type { EventContext } from './event-context.js'
import type { KickKicksGiftedEvent, KickRewardRedeemedEvent } from './gift.js'
import type { KickHostedEvent } from './host.js'
import type { KickEvent } from './kick-event.js'
import type { KickPollDeletedEvent, KickPollUpdatedEvent } from './poll.js'
import type { KickPredictionEvent } from './prediction.js'
import type { KickSubscriptionEvent, KickSubscriptionsGiftedEvent } from './subscription.js'
import { toAuthor, toGiver } from './to-author.js'

/** The Kick events that are neither talk nor moderation. */
export type KickActivity =
  | KickSubscriptionEvent
  | KickSubscriptionsGiftedEvent
  | KickHostedEvent
  | KickKicksGiftedEvent
  | KickRewardRedeemedEvent
  | KickFollowersUpdatedEvent
  | KickPollUpdatedEvent
  | KickPollDeletedEvent
  | KickPredictionEvent
  | KickGoalEvent

/** Such an event as chat-core's. `amount` is months, gifts in the drop, viewers, KICKs, or the goal's value. */
export function toActivity(event: KickActivity, context: EventContext): ActivityEvent<KickEvent> {
  const base = { type: 'activity', room: context.room, raw: event } as const
  switch (event.type) {
    case 'subscription':
      return {
        ...base,
        activity: 'subscription',
        actor: toAuthor(event.user, context),
        ...amount(event.months),
      }
    case 'subscriptions_gifted':
      return {
        ...base,
        activity: 'subscription_gift',
        actor: toGiver(event.gifter, context),
        recipients: event.recipients.map((user) => toAuthor(user, context)),
        amount: event.total,
      }
    case 'hosted':
      return {
        ...base,
        activity: 'host',
        actor: toAuthor(event.host, context),
        ...amount(event.viewers),
        ...text(event.message),
      }
    case 'kicks_gifted':
      return {
        ...base,
        activity: 'gift',
        actor: toGiver(event.sender, context),
        amount: event.gift.amount,
        ...text(event.message),
      }
    case 'reward_redeemed':
      return {
        ...base,
        activity: toRewardActivity(event.status),
        actor: toAuthor(event.user, context),
        text: event.input === undefined ? event.title : `${event.title}: ${event.input}`,
      }
    case 'followers_updated':
      return { ...base, activity: 'follow', ...(event.user && { actor: toAuthor(event.user, context) }) }
    case 'poll_updated':
      return { ...base, activity: 'poll', text: event.title }
    case 'poll_deleted':
      return { ...base, activity: 'poll' }
    case 'prediction_created':
    case 'prediction_updated':
      return { ...base, activity: 'prediction', text: event.title }
    case 'goal_progressed':
    case 'goal_updated':
    case 'goal_achieved':
    case 'goal_canceled':
    default:
      return { ...base, activity: 'goal', ...amount(event.current), ...text(event.kind) }
  }
}

/** A redemption, or what became of one: whoever counts redemptions counts `reward` alone. */
function toRewardActivity(status: string | undefined): string {
  return status === undefined || status === 'pending' ? 'reward' : `reward_${status}`
}

function amount(value: number | undefined): { amount?: number } {
  return value === undefined ? {} : { amount: value }
}

function text(value: string | undefined): { text?: string } {
  return value === undefined ? {} : { text: value }
}
