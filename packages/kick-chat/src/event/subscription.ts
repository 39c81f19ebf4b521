import { readChatroomId, type ChatroomId } from '../ids.js'
import { isWire, readKey, readList, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'
import type {
  ChunkDetailsWire,
  GiftedSubscriptionsWire,
  SubscriptionGiftedWire,
  SubscriptionWire,
} from './subscription.wire.js'
import { namedUser, readNamedUser, readUser, type KickUser } from './user.js'

/** `SubscriptionEvent`: somebody subscribed, anew or again. Kick tells the name alone. */
export interface KickSubscriptionEvent {
  readonly type: 'subscription'
  readonly source: KickSource
  readonly chatroomId: ChatroomId | undefined
  readonly user: KickUser
  /** Months subscribed in all. */
  readonly months: number | undefined
}

/** Where an event stands in a drop too large for one. */
export interface KickChunk {
  /** From 0. */
  readonly index: number
  readonly total: number
}

/** `GiftedSubscriptionsEvent` or `SubscriptionGifted`: somebody gave subscriptions away. */
export interface KickSubscriptionsGiftedEvent {
  readonly type: 'subscriptions_gifted'
  readonly source: KickSource
  readonly chatroomId: ChatroomId | undefined
  /** Undefined where the giver stays anonymous. */
  readonly gifter: KickUser | undefined
  /** Those named by this event: all of a small drop, one chunk's worth of a large one. */
  readonly recipients: readonly KickUser[]
  /** Size of the whole drop. */
  readonly total: number
  /** All that the giver ever gave here. */
  readonly gifterTotal: number | undefined
  readonly tier: number | undefined
  /** The same for all chunks of a drop. */
  readonly correlationId: string | undefined
  readonly chunk: KickChunk | undefined
  readonly createdAtMs: number | undefined
}

export function decodeSubscription(value: Wire, source: KickSource): KickSubscriptionEvent | string {
  const wire: SubscriptionWire = value
  const username = readText(wire.username)
  if (username === undefined) return 'username is missing'
  return {
    type: 'subscription',
    source,
    chatroomId: readChatroomId(wire.chatroom_id),
    user: namedUser(username),
    months: readNumber(wire.months),
  }
}

export function decodeGiftedSubscriptions(
  value: Wire,
  source: KickSource,
): KickSubscriptionsGiftedEvent | string {
  const wire: GiftedSubscriptionsWire = value
  if (!Array.isArray(wire.gifted_usernames)) return 'gifted_usernames is not a list'
  const recipients = readList(wire.gifted_usernames, readNamedUser)
  const chunk: ChunkDetailsWire = isWire(wire.chunk_details) ? wire.chunk_details : {}
  return {
    type: 'subscriptions_gifted',
    source,
    chatroomId: readChatroomId(wire.chatroom_id),
    gifter: readNamedUser(wire.gifter_username),
    recipients,
    total: readNumber(wire.gifted_total) ?? recipients.length,
    gifterTotal: readNumber(wire.gifter_total),
    tier: undefined,
    correlationId: readKey(wire.correlation_id ?? chunk.correlation_id),
    chunk: readChunk(chunk),
    createdAtMs: undefined,
  }
}

export function decodeSubscriptionGifted(
  value: Wire,
  source: KickSource,
): KickSubscriptionsGiftedEvent | string {
  const wire: SubscriptionGiftedWire = value
  if (!Array.isArray(wire.gifted_users)) return 'gifted_users is not a list'
  const recipients = readList(wire.gifted_users, readUser)
  return {
    type: 'subscriptions_gifted',
    source,
    chatroomId: undefined,
    gifter: readUser(wire.user),
    recipients,
    total: recipients.length,
    gifterTotal: undefined,
    tier: isWire(wire.gift) ? readNumber(wire.gift['tier']) : undefined,
    correlationId: readKey(wire.id),
    chunk: undefined,
    createdAtMs: readTimeMs(wire.created_at),
  }
}

function readChunk(wire: ChunkDetailsWire): KickChunk | undefined {
  const index = readNumber(wire.chunk_index)
  const total = readNumber(wire.total_chunks)
  return index === undefined || total === undefined ? undefined : { index, total }
}
