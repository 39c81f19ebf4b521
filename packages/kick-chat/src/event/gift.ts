import { readChannelId, type ChannelId } from '../ids.js'
import type { GiftWire, KicksGiftedWire, RewardRedeemedWire } from './gift.wire.js'
import { isWire, readKey, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { readUser, type KickUser } from './user.js'

/** What was given. */
export interface KickGift {
  readonly id: string | undefined
  readonly name: string
  /** Its price in KICKs. */
  readonly amount: number
  /** `BASIC`, `LEVEL_UP`, or what Kick adds next. */
  readonly kind: string | undefined
  /** `BASIC`, `MID`, or what Kick adds next. */
  readonly tier: string | undefined
  /** For how long it stays pinned, in seconds. */
  readonly pinnedSeconds: number | undefined
}

/** `KicksGifted`: somebody gave KICKs. */
export interface KickKicksGiftedEvent {
  readonly type: 'kicks_gifted'
  readonly source: KickSource
  readonly transactionId: string | undefined
  /** Undefined where the giver stays anonymous. */
  readonly sender: KickUser | undefined
  readonly gift: KickGift
  readonly message: string | undefined
  readonly createdAtMs: number | undefined
  readonly expiresAtMs: number | undefined
}

/** `RewardRedeemedEvent`: somebody spent channel points. */
export interface KickRewardRedeemedEvent {
  readonly type: 'reward_redeemed'
  readonly source: KickSource
  readonly title: string
  readonly user: KickUser
  readonly channelId: ChannelId | undefined
  /** What the redeemer typed, where the reward asks for words. */
  readonly input: string | undefined
  readonly backgroundColor: string | undefined
  /** `pending`, `accepted`, `rejected`, or what Kick adds next. Told by webhooks alone. */
  readonly status: string | undefined
}

export function decodeKicksGifted(value: Wire, source: KickSource): KickKicksGiftedEvent | string {
  const wire: KicksGiftedWire = value
  if (!isWire(wire.gift)) return 'gift is missing'
  const gift: GiftWire = wire.gift
  const amount = readNumber(gift.amount)
  if (amount === undefined) return 'gift.amount is not a number'
  return {
    type: 'kicks_gifted',
    source,
    transactionId: readKey(wire.gift_transaction_id),
    sender: readUser(wire.sender),
    gift: {
      id: readKey(gift.gift_id),
      name: readText(gift.name) ?? '',
      amount,
      kind: readText(gift.type),
      tier: readText(gift.tier),
      pinnedSeconds: readNumber(gift.pinned_time),
    },
    message: readText(wire.message),
    createdAtMs: readTimeMs(wire.created_at),
    expiresAtMs: readTimeMs(wire.expires_at),
  }
}

export function decodeRewardRedeemed(value: Wire, source: KickSource): KickRewardRedeemedEvent | string {
  const wire: RewardRedeemedWire = value
  const title = readText(wire.reward_title)
  if (title === undefined) return 'reward_title is missing'
  const user = readUser(value)
  if (user === undefined) return 'username is missing'
  return {
    type: 'reward_redeemed',
    source,
    title,
    user,
    channelId: readChannelId(wire.channel_id),
    input: readText(wire.user_input),
    backgroundColor: readText(wire.reward_background_color),
    status: undefined,
  }
}
