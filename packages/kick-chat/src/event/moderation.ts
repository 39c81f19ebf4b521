import type { RestrictionWire } from './moderation.wire.js'
import { readFlag, readNumber, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { readUser, type KickUser } from './user.js'

/** `UserBannedEvent`: a ban for good, or a timeout. */
export interface KickUserBannedEvent {
  readonly type: 'user_banned'
  readonly source: KickSource
  readonly user: KickUser
  /** Its id is null for bans made on the site. */
  readonly bannedBy: KickUser | undefined
  readonly permanent: boolean
  /** Length of a timeout in minutes. */
  readonly durationMinutes: number | undefined
  /** End of a timeout, in milliseconds since 1970. */
  readonly expiresAtMs: number | undefined
  /** Told by webhooks alone. */
  readonly reason: string | undefined
}

/** `UserUnbannedEvent`: a ban or timeout was lifted. */
export interface KickUserUnbannedEvent {
  readonly type: 'user_unbanned'
  readonly source: KickSource
  readonly user: KickUser
  readonly unbannedBy: KickUser | undefined
  /** Whether what was lifted was a ban for good. */
  readonly permanent: boolean
}

/** `ChatroomClearEvent`: everything said so far is to be hidden. */
export interface KickChatClearedEvent {
  readonly type: 'chat_cleared'
  readonly source: KickSource
}

export function decodeUserBanned(value: Wire, source: KickSource): KickUserBannedEvent | string {
  const wire: RestrictionWire = value
  const user = readUser(wire.user)
  if (user === undefined) return 'user has no username'
  const expiresAtMs = readTimeMs(wire.expires_at)
  const durationMinutes = readNumber(wire.duration)
  return {
    type: 'user_banned',
    source,
    user,
    bannedBy: readUser(wire.banned_by),
    permanent: readFlag(wire.permanent) ?? (expiresAtMs === undefined && durationMinutes === undefined),
    durationMinutes,
    expiresAtMs,
    reason: undefined,
  }
}

export function decodeUserUnbanned(value: Wire, source: KickSource): KickUserUnbannedEvent | string {
  const wire: RestrictionWire = value
  const user = readUser(wire.user)
  if (user === undefined) return 'user has no username'
  return {
    type: 'user_unbanned',
    source,
    user,
    unbannedBy: readUser(wire.unbanned_by),
    permanent: readFlag(wire.permanent) ?? false,
  }
}

export function decodeChatCleared(_: Wire, source: KickSource): KickChatClearedEvent {
  return { type: 'chat_cleared', source }
}
