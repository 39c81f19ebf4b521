import { decodeChatroomUpdated } from './chatroom.js'
import { decodeFollowersUpdated, decodeGoal, decodePointsUpdated } from './community.js'
import { decodeKicksGifted, decodeRewardRedeemed } from './gift.js'
import { decodeHosted, decodeHosting } from './host.js'
import type { KickEvent } from './kick-event.js'
import { decodeGiftsLeaderboard, decodeKicksLeaderboard } from './leaderboard.js'
import {
  decodeChannelSubscription,
  decodeChatMessageSent,
  decodeLegacyFeed,
  decodeLuckyUsers,
  decodeStreamHosted,
} from './legacy.js'
import { decodeStreamStarted, decodeStreamStopped, decodeStreamUpdated } from './livestream.js'
import { decodeMessage, decodeMessageDeleted, decodeMessagePinned, decodeMessageUnpinned } from './message.js'
import { decodeChatCleared, decodeUserBanned, decodeUserUnbanned } from './moderation.js'
import { decodePollDeleted, decodePollUpdated } from './poll.js'
import { decodePredictionCreated, decodePredictionUpdated } from './prediction.js'
import { isWire, parseJson, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { decodeGiftedSubscriptions, decodeSubscription, decodeSubscriptionGifted } from './subscription.js'

/** Reads a payload, or says in a few words what is wrong with it. */
type Decode = (wire: Wire, source: KickSource) => KickEvent | string

/** Every event of Kick's socket by its name without the prefix. */
const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['ChatMessageEvent', decodeMessage],
  ['MessageDeletedEvent', decodeMessageDeleted],
  ['PinnedMessageCreatedEvent', decodeMessagePinned],
  ['PinnedMessageDeletedEvent', decodeMessageUnpinned],
  ['UserBannedEvent', decodeUserBanned],
  ['UserUnbannedEvent', decodeUserUnbanned],
  ['ChatroomClearEvent', decodeChatCleared],
  ['ChatroomUpdatedEvent', decodeChatroomUpdated],
  ['ChatSettingsChanged', decodeChatroomUpdated],
  ['SubscriptionEvent', decodeSubscription],
  ['GiftedSubscriptionsEvent', decodeGiftedSubscriptions],
  ['SubscriptionGifted', decodeSubscriptionGifted],
  ['StreamHostEvent', decodeHosted],
  ['ChatMoveToSupportedChannelEvent', decodeHosting],
  ['PollUpdateEvent', decodePollUpdated],
  ['PollDeleteEvent', decodePollDeleted],
  ['PredictionCreated', decodePredictionCreated],
  ['PredictionUpdated', decodePredictionUpdated],
  ['RewardRedeemedEvent', decodeRewardRedeemed],
  ['KicksGifted', decodeKicksGifted],
  ['StreamerIsLive', decodeStreamStarted],
  ['StopStreamBroadcast', decodeStreamStopped],
  ['LivestreamUpdated', decodeStreamUpdated],
  ['UpdatedLiveStreamEvent', decodeStreamUpdated],
  ['FollowersUpdated', decodeFollowersUpdated],
  ['GiftsLeaderboardUpdated', decodeGiftsLeaderboard],
  ['KicksLeaderboardUpdated', decodeKicksLeaderboard],
  ['GoalProgressUpdateEvent', decodeGoal('goal_progressed')],
  ['GoalUpdatedEvent', decodeGoal('goal_updated')],
  ['GoalAchievedEvent', decodeGoal('goal_achieved')],
  ['GoalCanceledEvent', decodeGoal('goal_canceled')],
  ['PointsUpdated', decodePointsUpdated],
  ['ChannelSubscriptionEvent', decodeChannelSubscription],
  ['LuckyUsersWhoGotGiftSubscriptionsEvent', decodeLuckyUsers],
  ['ChatMessageSentEvent', decodeChatMessageSent],
  ['StreamHostedEvent', decodeStreamHosted],
  ['NewSubscriberUpdatedEvent', decodeLegacyFeed],
  ['NewActivityFeedEvent', decodeLegacyFeed],
])

/** The names of every event this version knows, without their prefix. */
export const knownEventNames: readonly string[] = [...decoders.keys()]

const prefix = 'App\\Events\\'
const nothing: Wire = Object.freeze({})

/**
 * One event of Kick's socket as a {@link KickEvent}.
 *
 * Pure, and never throws: an event of an unknown name is `unknown`, one of a known name that lacks what makes it one
 * is `malformed` with a reason. Names are taken with and without `App\Events\`.
 *
 * @param channel the socket's channel, such as `chatrooms.1001.v2`
 * @param name the event's name as it came
 * @param data the payload: a JSON value, or a string that holds one, as the transport had it
 */
export function decodeEvent(channel: string, name: string, data: unknown): KickEvent {
  const bareName = name.startsWith(prefix) ? name.slice(prefix.length) : name
  const payload = typeof data === 'string' ? parsePayload(data) : data
  const source: KickSource = { name: bareName, channel, payload }
  const decode = decoders.get(bareName)
  if (decode === undefined) return { type: 'unknown', source }
  const wire = isWire(payload) ? payload : isNothing(payload) ? nothing : undefined
  const event = wire === undefined ? 'the payload is not an object' : decode(wire, source)
  return typeof event === 'string' ? { type: 'malformed', source, reason: event } : event
}

function parsePayload(text: string): unknown {
  const value = parseJson(text)
  return value === undefined ? text : value
}

/** Events without content come with no data, with null, with an empty string or with an empty list. */
function isNothing(payload: unknown): boolean {
  if (payload === undefined || payload === null) return true
  return typeof payload === 'string' ? payload.trim() === '' : Array.isArray(payload) && payload.length === 0
}
