import type { ChatEvent, MessageRef, RoomRef } from '@wireloom/chat-core'
import type { EventContext } from './event-context.js'
import type { KickEvent } from './kick-event.js'
import type { KickMessageDeletedEvent, KickMessagePinnedEvent } from './message.js'
import type { KickUserBannedEvent, KickUserUnbannedEvent } from './moderation.js'
import { toActivity } from './to-activity.js'
import { toAuthor } from './to-author.js'
import { toMessage } from './to-message.js'
import { toRoomChanges } from './to-room-changes.js'

/**
 * A Kick event as chat-core's; undefined where Kick tells the same thing by another event too, which is the one to
 * hear: its legacy events, and the leaderboards beside each gift. Pure. The Kick event is its `raw`.
 */
export function toChatEvent(event: KickEvent, context: EventContext): ChatEvent<KickEvent> | undefined {
  const { room } = context
  switch (event.type) {
    case 'message':
      return { type: 'message', message: toMessage(event, event, context) }
    case 'message_deleted':
      return toDelete(event, room)
    case 'message_pinned':
      return toPin(event, context)
    case 'message_unpinned':
      return { type: 'pin', room, target: null, raw: event }
    case 'user_banned':
      return toBan(event, context)
    case 'user_unbanned':
      return toRelease(event, context)
    case 'chat_cleared':
      return { type: 'clear', room, raw: event }
    case 'chatroom_updated':
      return { type: 'room', room, changes: toRoomChanges(event), raw: event }
    case 'hosting':
      return { type: 'room', room, changes: { hosting: event.target }, raw: event }
    case 'stream_started':
      return { type: 'room', room, changes: { live: true, ...named('title', event.title) }, raw: event }
    case 'stream_stopped':
      return { type: 'room', room, changes: { live: false }, raw: event }
    case 'stream_updated':
      return {
        type: 'room',
        room,
        changes: {
          ...named('viewers', event.viewers),
          ...named('title', event.title),
          ...named('language', event.language),
          ...named('category', event.category),
          ...named('mature', event.hasMatureContent),
        },
        raw: event,
      }
    case 'followers_updated':
      // A number that moved is the room's matter; somebody who began to follow is an activity.
      return event.user !== undefined && event.followed === true
        ? toActivity(event, context)
        : { type: 'room', room, changes: { followers: event.followers }, raw: event }
    case 'subscription':
    case 'subscriptions_gifted':
    case 'hosted':
    case 'kicks_gifted':
    case 'reward_redeemed':
    case 'poll_updated':
    case 'poll_deleted':
    case 'prediction_created':
    case 'prediction_updated':
    case 'goal_progressed':
    case 'goal_updated':
    case 'goal_achieved':
    case 'goal_canceled':
      return toActivity(event, context)
    case 'points_updated':
    case 'unknown':
    case 'malformed':
      return { type: 'other', room, name: event.source.name, raw: event }
    case 'gifts_leaderboard_updated':
    case 'kicks_leaderboard_updated':
    case 'legacy_subscription':
    case 'legacy_gift':
    case 'legacy_message':
    case 'legacy_hosted':
    case 'legacy_feed':
    default:
      return undefined
  }
}

function toDelete(event: KickMessageDeletedEvent, room: RoomRef): ChatEvent<KickEvent> {
  const target: MessageRef = { room, id: event.messageId }
  return { type: 'delete', target, automatic: event.aiModerated, inferred: false, raw: event }
}

function toPin(event: KickMessagePinnedEvent, context: EventContext): ChatEvent<KickEvent> {
  const message = toMessage(event.message, event, context)
  return {
    type: 'pin',
    room: context.room,
    target: message.ref,
    ...(event.pinnedBy && { by: toAuthor(event.pinnedBy, context) }),
    message,
    raw: event,
  }
}

function toBan(event: KickUserBannedEvent, context: EventContext): ChatEvent<KickEvent> {
  return {
    type: 'restrict',
    room: context.room,
    user: toAuthor(event.user, context),
    ...(event.bannedBy && { by: toAuthor(event.bannedBy, context) }),
    action: event.permanent ? 'ban' : 'timeout',
    ...(!event.permanent && named('untilMs', event.expiresAtMs)),
    ...named('reason', event.reason),
    raw: event,
  }
}

function toRelease(event: KickUserUnbannedEvent, context: EventContext): ChatEvent<KickEvent> {
  return {
    type: 'restrict',
    room: context.room,
    user: toAuthor(event.user, context),
    ...(event.unbannedBy && { by: toAuthor(event.unbannedBy, context) }),
    action: 'release',
    raw: event,
  }
}

/** The property where there is a value, and none where there is not. */
function named<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } | undefined {
  return value === undefined ? undefined : ({ [name]: value } as { readonly [Key in Name]?: Value })
}
