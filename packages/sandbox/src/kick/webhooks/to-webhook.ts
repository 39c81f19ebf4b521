import { toSecondTime } from '../api/times.js'
import type { RedemptionRecord } from '../api/room-desk.js'
import { pictureOf, type ApiRoom } from '../api/world.js'
import type { ChatMessageWire } from '../chat.wire.js'
import type { Chatter } from '../chatter.js'
import type { Emission } from '../scene.js'

/** What an event of the feed is as a webhook. */
export interface WebhookEvent {
  readonly type: string
  readonly body: object
}

type Data = Readonly<Record<string, unknown>>

const months = 30 * 24 * 3_600_000

/** The webhook that goes with an event of the feed; undefined where Kick has none. */
export function toWebhook(emission: Emission, about: ApiRoom, nowMs: number): WebhookEvent | undefined {
  const { cast } = about.room
  const data = emission.data as Data
  const person = (username: unknown): object => toPerson(cast.byName(String(username)))
  const time = new Date(nowMs).toISOString()
  const until = new Date(nowMs + months).toISOString()
  switch (emission.event) {
    case 'chatMessage':
      return { type: 'chat.message.sent', body: messageBody(data as unknown as ChatMessageWire, about) }
    case 'followersUpdated':
      return data['followed'] === true && typeof data['username'] === 'string'
        ? { type: 'channel.followed', body: { follower: person(data['username']) } }
        : undefined
    case 'subscription': {
      const duration = Number(data['months'])
      return {
        type: duration > 1 ? 'channel.subscription.renewal' : 'channel.subscription.new',
        body: { subscriber: person(data['username']), duration, created_at: time, expires_at: until },
      }
    }
    case 'giftedSubscriptions': {
      const giftees = data['gifted_usernames'] as readonly string[]
      return {
        type: 'channel.subscription.gifts',
        body: {
          gifter: person(data['gifter_username']),
          giftees: giftees.map(person),
          created_at: time,
          expires_at: until,
        },
      }
    }
    case 'streamerIsLive':
    case 'stopStreamBroadcast': {
      const isLive = emission.event === 'streamerIsLive'
      const started = about.memory.livestream?.startedAtMs ?? nowMs
      const body = {
        is_live: isLive,
        title: about.memory.livestream?.title ?? about.desk.title,
        started_at: toSecondTime(started),
        ended_at: isLive ? null : toSecondTime(nowMs),
      }
      return { type: 'livestream.status.updated', body }
    }
    case 'userBanned': {
      const { username } = data['user'] as { username: string }
      const by = data['banned_by'] as { username: string }
      return {
        type: 'moderation.banned',
        body: {
          moderator: person(by.username),
          banned_user: person(username),
          metadata: {
            reason: emission.reason ?? '',
            created_at: toSecondTime(nowMs),
            expires_at: data['expires_at'] ?? null,
          },
        },
      }
    }
    case 'kicksGifted': {
      const { username } = data['sender'] as { username: string }
      const { name, amount, type, tier, pinned_time } = data['gift'] as Data
      const gift = { amount, name, type, tier, message: data['message'], pinned_time_seconds: pinned_time }
      return {
        type: 'kicks.gifted',
        body: { sender: toShortPerson(cast.byName(username)), gift, created_at: time },
      }
    }
    default:
      return undefined
  }
}

/** A redemption as `channel.reward.redemption.updated` carries it. */
export function redemptionBody({ room, desk }: ApiRoom, redemption: RedemptionRecord): object {
  const { id, status, userInput, atMs, rewardId, userId } = redemption
  const reward = desk.rewards.find((candidate) => candidate.id === rewardId)
  const redeemer = room.cast.byId(userId)
  return {
    id,
    user_input: userInput,
    status,
    redeemed_at: new Date(atMs).toISOString(),
    reward: {
      id: rewardId,
      title: reward?.title ?? '',
      cost: reward?.cost ?? 0,
      description: reward?.description ?? '',
    },
    redeemer: redeemer === undefined ? null : toShortPerson(redeemer),
  }
}

/** The streamer, who is in every body. */
export function toBroadcaster({ room }: ApiRoom): object {
  return { ...toPerson(room.cast.streamer), identity: null }
}

function messageBody(message: ChatMessageWire, { room }: ApiRoom): object {
  const { original_message: original, original_sender: author } = message.metadata ?? {}
  const sender = room.cast.byName(message.sender.username)
  return {
    message_id: message.id,
    replies_to:
      original === undefined || author === undefined
        ? null
        : {
            message_id: original.id,
            content: original.content,
            sender: { ...toPerson(room.cast.byName(author.username)), identity: null },
          },
    sender: {
      ...toPerson(sender),
      identity: {
        username_color: message.sender.identity.color,
        badges: message.sender.identity.badges.map(({ text, type, count }) => ({
          text,
          type,
          ...(count !== undefined && { count }),
        })),
      },
    },
    content: message.content,
    emotes: toEmotes(message.content),
    created_at: message.created_at,
  }
}

/** `s` and `e` are the places of `[` and `]`, both included. */
function toEmotes(content: string): readonly object[] | null {
  const found = [...content.matchAll(/\[emote:(\d+):[^\]]+\]/g)]
  if (found.length === 0) return null
  const ids = [...new Set(found.map(([, id]) => id))]
  return ids.map((id) => ({
    emote_id: id,
    positions: found
      .filter(([, other]) => other === id)
      .map(({ index, 0: text }) => ({ s: index, e: index + text.length - 1 })),
  }))
}

function toPerson(chatter: Chatter): object {
  return { is_anonymous: false, ...toShortPerson(chatter) }
}

function toShortPerson({ id, username, slug, badges }: Chatter): object {
  return {
    user_id: id,
    username,
    is_verified: badges.some(({ type }) => type === 'verified'),
    profile_picture: pictureOf(id),
    channel_slug: slug,
  }
}
