import { readChannelId, type ChannelId } from '../ids.js'
import type { FollowersUpdatedWire, GoalWire } from './community.wire.js'
import { readFlag, readKey, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { readNamedUser, type KickUser } from './user.js'

/** `FollowersUpdated`, not seen on the socket any more since late 2026, and the webhook `channel.followed`. */
export interface KickFollowersUpdatedEvent {
  readonly type: 'followers_updated'
  readonly source: KickSource
  readonly channelId: ChannelId | undefined
  /** How many there are now, where Kick says. */
  readonly followers: number | undefined
  /** Who moved it, where Kick says. */
  readonly user: KickUser | undefined
  /** Whether that one began to follow or left. */
  readonly followed: boolean | undefined
  readonly createdAtMs: number | undefined
}

/** A goal of the channel moved, changed, was reached or was given up. */
export interface KickGoalEvent {
  readonly type: 'goal_progressed' | 'goal_updated' | 'goal_achieved' | 'goal_canceled'
  readonly source: KickSource
  readonly id: string | undefined
  /** What is counted, such as `followers`. */
  readonly kind: string | undefined
  readonly current: number | undefined
  readonly target: number | undefined
}

/** `PointsUpdated`: seen, its shape unknown. Read `source.payload`. */
export interface KickPointsUpdatedEvent {
  readonly type: 'points_updated'
  readonly source: KickSource
}

export function decodeFollowersUpdated(value: Wire, source: KickSource): KickFollowersUpdatedEvent | string {
  const wire: FollowersUpdatedWire = value
  const followers = readNumber(wire.followersCount)
  if (followers === undefined) return 'followersCount is not a number'
  return {
    type: 'followers_updated',
    source,
    channelId: readChannelId(wire.channel_id),
    followers,
    user: readNamedUser(wire.username),
    followed: readFlag(wire.followed),
    createdAtMs: readTimeMs(wire.created_at),
  }
}

/** A decoder of one of the goal events. */
export function decodeGoal(type: KickGoalEvent['type']): (value: Wire, source: KickSource) => KickGoalEvent {
  return (value, source) => {
    const wire: GoalWire = value
    return {
      type,
      source,
      id: readKey(wire.id),
      kind: readText(wire.type),
      current: readNumber(wire.current_value),
      target: readNumber(wire.target_value),
    }
  }
}

export function decodePointsUpdated(_: Wire, source: KickSource): KickPointsUpdatedEvent {
  return { type: 'points_updated', source }
}
