import type { KickWebhookEvent, WebhookUser } from '@wireloom/kick/webhooks'
import { readUserId } from '../ids.js'
import type { KickEvent } from './kick-event.js'
import { webhookChannel, type KickSource } from './source.js'
import type { KickUser } from './user.js'

/**
 * An event of Kick's official webhooks as the socket's event that says the same, so that both become the same events
 * of chat-core. Pure, and never throws. The body is its `source.payload`; what the webhook does not tell is undefined.
 *
 * @see https://docs.kick.com/events/event-types
 */
export function fromWebhook(event: KickWebhookEvent): KickEvent {
  const source: KickSource = {
    name: event.type === 'unknown' || event.type === 'malformed' ? event.name : event.type,
    channel: webhookChannel,
    payload: event.raw,
  }
  switch (event.type) {
    case 'chat.message.sent': {
      const { repliesTo } = event
      return {
        type: 'message',
        source,
        id: event.messageId,
        chatroomId: undefined,
        content: event.content,
        kind: repliesTo === undefined ? 'message' : 'reply',
        createdAtMs: event.createdAtMs,
        sender: toUser(event.sender),
        reply: repliesTo && {
          messageId: repliesTo.messageId,
          content: repliesTo.content ?? '',
          sender: repliesTo.sender && toUser(repliesTo.sender),
        },
        celebration: undefined,
        threadParentId: repliesTo?.messageId,
        messageRef: undefined,
      }
    }
    case 'channel.followed':
      return {
        type: 'followers_updated',
        source,
        channelId: undefined,
        followers: undefined,
        user: toUser(event.follower),
        followed: true,
        createdAtMs: undefined,
      }
    case 'channel.subscription.new':
    case 'channel.subscription.renewal':
      return {
        type: 'subscription',
        source,
        chatroomId: undefined,
        user: toUser(event.subscriber),
        months: event.durationMonths,
      }
    case 'channel.subscription.gifts':
      return {
        type: 'subscriptions_gifted',
        source,
        chatroomId: undefined,
        gifter: toGiver(event.gifter),
        recipients: event.giftees.map(toUser),
        total: event.giftees.length,
        gifterTotal: undefined,
        tier: undefined,
        correlationId: undefined,
        chunk: undefined,
        createdAtMs: event.createdAtMs,
      }
    case 'channel.reward.redemption.updated':
      return {
        type: 'reward_redeemed',
        source,
        title: event.reward.title,
        user: toUser(event.redeemer),
        channelId: undefined,
        input: event.userInput === '' ? undefined : event.userInput,
        backgroundColor: undefined,
        status: event.status,
      }
    case 'livestream.status.updated':
      return event.isLive
        ? {
            type: 'stream_started',
            source,
            livestreamId: undefined,
            channelId: undefined,
            title: event.title,
            createdAtMs: event.startedAtMs,
          }
        : { type: 'stream_stopped', source, livestreamId: undefined, channelId: undefined, isBanned: false }
    case 'livestream.metadata.updated': {
      const { title, language, category, hasMatureContent } = event.metadata
      return {
        type: 'stream_updated',
        source,
        livestreamId: undefined,
        viewers: undefined,
        title,
        language,
        category: category?.name,
        hasMatureContent,
      }
    }
    case 'moderation.banned': {
      const { createdAtMs, expiresAtMs, reason } = event.metadata
      const lengthMs = expiresAtMs === undefined ? undefined : expiresAtMs - createdAtMs
      return {
        type: 'user_banned',
        source,
        user: toUser(event.bannedUser),
        bannedBy: toUser(event.moderator),
        permanent: expiresAtMs === undefined,
        durationMinutes: lengthMs === undefined ? undefined : Math.round(lengthMs / 60_000),
        expiresAtMs,
        reason: reason === '' ? undefined : reason,
      }
    }
    case 'kicks.gifted': {
      const { gift } = event
      return {
        type: 'kicks_gifted',
        source,
        transactionId: undefined,
        sender: toGiver(event.sender),
        gift: {
          id: undefined,
          name: gift.name,
          amount: gift.amount,
          kind: gift.type,
          tier: gift.tier,
          pinnedSeconds: gift.pinnedTimeSeconds,
        },
        message: gift.message === '' ? undefined : gift.message,
        createdAtMs: event.createdAtMs,
        expiresAtMs: undefined,
      }
    }
    case 'malformed':
      return { type: 'malformed', source, reason: event.reason }
    case 'drops.claim':
    case 'unknown':
    default:
      return { type: 'unknown', source }
  }
}

function toUser(user: WebhookUser): KickUser {
  return {
    id: readUserId(user.userId) ?? null,
    username: user.username ?? user.channelSlug ?? '',
    slug: user.channelSlug,
    picture: user.profilePicture === '' ? undefined : user.profilePicture,
    color: user.identity?.usernameColor,
    badges: (user.identity?.badges ?? []).map(({ type, text, count }) => ({
      type,
      text,
      active: true,
      ...(count !== undefined && { count }),
    })),
    cosmeticBadges: [],
  }
}

function toGiver(user: WebhookUser): KickUser | undefined {
  return user.isAnonymous ? undefined : toUser(user)
}
