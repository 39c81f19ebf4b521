import type { LeaderboardEntryWire, LeaderboardWire } from './gift.wire.js'
import { readUserId, type UserId } from '../ids.js'
import { isWire, readList, readNumber, readText, type Wire } from './read.js'
import type { KickSource } from './source.js'

/** One giver on a leaderboard. */
export interface KickLeaderboardEntry {
  readonly userId: UserId | null
  readonly username: string
  readonly quantity: number
}

/** `GiftsLeaderboardUpdated` or `KicksLeaderboardUpdated`: sent next to each gift. */
export interface KickLeaderboardEvent {
  readonly type: 'gifts_leaderboard_updated' | 'kicks_leaderboard_updated'
  readonly source: KickSource
  readonly allTime: readonly KickLeaderboardEntry[]
  readonly weekly: readonly KickLeaderboardEntry[]
  readonly monthly: readonly KickLeaderboardEntry[]
  /** Whose gift moved it. */
  readonly gifterId: UserId | null
  readonly gifterUsername: string | undefined
  readonly giftedQuantity: number | undefined
}

export function decodeGiftsLeaderboard(value: Wire, source: KickSource): KickLeaderboardEvent {
  return decodeLeaderboard('gifts_leaderboard_updated', value, source)
}

export function decodeKicksLeaderboard(value: Wire, source: KickSource): KickLeaderboardEvent {
  return decodeLeaderboard('kicks_leaderboard_updated', value, source)
}

function decodeLeaderboard(
  type: KickLeaderboardEvent['type'],
  value: Wire,
  source: KickSource,
): KickLeaderboardEvent {
  const wire: LeaderboardWire = value
  return {
    type,
    source,
    allTime: readList(wire.leaderboard, readEntry),
    weekly: readList(wire.weekly_leaderboard, readEntry),
    monthly: readList(wire.monthly_leaderboard, readEntry),
    gifterId: readUserId(wire.gifter_id) ?? null,
    gifterUsername: readText(wire.gifter_username),
    giftedQuantity: readNumber(wire.gifted_quantity),
  }
}

function readEntry(value: unknown): KickLeaderboardEntry | undefined {
  if (!isWire(value)) return undefined
  const wire: LeaderboardEntryWire = value
  const username = readText(wire.username)
  if (username === undefined) return undefined
  return { userId: readUserId(wire.user_id) ?? null, username, quantity: readNumber(wire.quantity) ?? 0 }
}
