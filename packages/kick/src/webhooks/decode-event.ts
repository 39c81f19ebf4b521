import { categoryName } from '../api/category.js'
import {
  flag,
  integer,
  key,
  list,
  object,
  optional,
  optionalList,
  spelled,
  text,
  time,
  type Decoder,
} from '../api/decode.js'
import type { KnownKickEventName } from '../event-names.js'
import type {
  ChannelFollowed,
  ChannelSubscribed,
  ChannelSubscriptionsGifted,
  ChatMessageSent,
  Delivery,
  DropClaimed,
  KicksGifted,
  KickWebhookEvent,
  LivestreamMetadata,
  LivestreamMetadataUpdated,
  LivestreamStatusUpdated,
  ModerationBanned,
  RepliedMessage,
  RewardRedemptionUpdated,
  WebhookEmote,
} from './event.js'
import { webhookUser } from './person.js'

/** What a body holds: the event without what the delivery adds. */
type Body<Event> = Omit<Event, 'type' | 'delivery' | 'raw'>

const broadcaster = { broadcaster: webhookUser }
const createdAtMs = spelled('created_at', time)
const expiresAtMs = spelled('expires_at', optional(time))

/** The id is a text in the documentation, and a number here and there. */
const emoteId: Decoder<string> = (value, place) =>
  typeof value === 'number' ? String(value) : key(value, place)

const emote: Decoder<WebhookEmote> = object<WebhookEmote>({
  emoteId,
  positions: optionalList(object<WebhookEmote['positions'][number]>({ s: integer, e: integer })),
})

const subscribed: Decoder<Body<ChannelSubscribed>> = object<Body<ChannelSubscribed>>({
  ...broadcaster,
  subscriber: webhookUser,
  durationMonths: spelled('duration', integer),
  createdAtMs,
  expiresAtMs,
})

const bodies: Readonly<Record<KnownKickEventName, Decoder<object>>> = {
  'chat.message.sent': object<Body<ChatMessageSent>>({
    ...broadcaster,
    messageId: key,
    repliesTo: optional(
      object<RepliedMessage>({ messageId: key, content: optional(text), sender: optional(webhookUser) }),
    ),
    sender: webhookUser,
    content: text,
    emotes: optionalList(emote),
    createdAtMs,
  }),
  'channel.followed': object<Body<ChannelFollowed>>({ ...broadcaster, follower: webhookUser }),
  'channel.subscription.new': subscribed,
  'channel.subscription.renewal': subscribed,
  'channel.subscription.gifts': object<Body<ChannelSubscriptionsGifted>>({
    ...broadcaster,
    gifter: webhookUser,
    giftees: list(webhookUser),
    createdAtMs,
    expiresAtMs,
  }),
  'channel.reward.redemption.updated': object<Body<RewardRedemptionUpdated>>({
    ...broadcaster,
    id: key,
    userInput: optional(text),
    status: text,
    redeemedAtMs: spelled('redeemed_at', time),
    reward: object<RewardRedemptionUpdated['reward']>({
      id: key,
      title: text,
      cost: integer,
      description: optional(text),
    }),
    redeemer: webhookUser,
  }),
  'livestream.status.updated': object<Body<LivestreamStatusUpdated>>({
    ...broadcaster,
    isLive: flag,
    title: optional(text),
    startedAtMs: spelled('started_at', optional(time)),
    endedAtMs: spelled('ended_at', optional(time)),
  }),
  'livestream.metadata.updated': object<Body<LivestreamMetadataUpdated>>({
    ...broadcaster,
    metadata: object<LivestreamMetadata>({
      title: optional(text),
      language: optional(text),
      hasMatureContent: flag,
      category: optional(categoryName),
    }),
  }),
  'moderation.banned': object<Body<ModerationBanned>>({
    ...broadcaster,
    moderator: webhookUser,
    bannedUser: webhookUser,
    metadata: object<ModerationBanned['metadata']>({ reason: optional(text), createdAtMs, expiresAtMs }),
  }),
  'kicks.gifted': object<Body<KicksGifted>>({
    ...broadcaster,
    sender: webhookUser,
    gift: object<KicksGifted['gift']>({
      amount: integer,
      name: text,
      type: optional(text),
      tier: optional(text),
      message: optional(text),
      pinnedTimeSeconds: optional(integer),
    }),
    createdAtMs,
  }),
}

const drop: Decoder<Body<DropClaimed>> = object<Body<DropClaimed>>({
  claimId: key,
  userId: integer,
  campaignId: key,
  rewardId: key,
  externalId: optional(text),
})

/**
 * The event of a delivery. Never throws: what is not known is `unknown`, what does not fit is `malformed`.
 *
 * @param name the header's; `undefined` for a drop, which has none
 * @param raw the parsed body
 */
export function decodeEvent(name: string | undefined, delivery: Delivery, raw: unknown): KickWebhookEvent {
  if (name === undefined) return decodeWith(drop, 'drops.claim', delivery, raw)
  if (!Object.hasOwn(bodies, name) || delivery.version !== 1) return { type: 'unknown', name, delivery, raw }
  return decodeWith(bodies[name as KnownKickEventName], name, delivery, raw)
}

function decodeWith(
  decode: Decoder<object>,
  name: string,
  delivery: Delivery,
  raw: unknown,
): KickWebhookEvent {
  try {
    return { type: name, delivery, raw, ...decode(raw, 'body') } as KickWebhookEvent
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { type: 'malformed', name, delivery, raw, reason }
  }
}
