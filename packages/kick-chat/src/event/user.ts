import type { Badge } from '@wireloom/chat-core'
import { readUserId, type UserId } from '../ids.js'
import { isWire, readFlag, readList, readNumber, readText } from './read.js'
import type {
  BadgeWire,
  CosmeticBadgeMetadataWire,
  CosmeticBadgeWire,
  IdentityWire,
  UserWire,
} from './user.wire.js'

/** A badge that says what somebody is: the source of roles. `count` is months for `subscriber`, gifts for `sub_gifter`. */
export interface KickBadge extends Badge {
  /** False where its owner chose not to show it. */
  readonly active: boolean
}

/** A badge that is only a picture, sent since 2026 beside the others. Says nothing about roles. */
export interface KickCosmeticBadge {
  readonly name: string
  readonly badgeType: string | undefined
  readonly imageUrl: string | undefined
  readonly level: number | undefined
  readonly sortOrder: number | undefined
  /** False where its owner chose not to show it. */
  readonly selected: boolean
}

/** A person in an event. Few events tell all of it. */
export interface KickUser {
  /** Null where Kick does not say: many events name people by username alone. */
  readonly id: UserId | null
  readonly username: string
  readonly slug: string | undefined
  /** Address of the profile picture. */
  readonly picture: string | undefined
  /** Color of the name, `#RRGGBB`. */
  readonly color: string | undefined
  readonly badges: readonly KickBadge[]
  readonly cosmeticBadges: readonly KickCosmeticBadge[]
}

const none: readonly never[] = Object.freeze([])

/** The person in a payload; undefined where there is not even a name. */
export function readUser(value: unknown): KickUser | undefined {
  if (!isWire(value)) return undefined
  const wire: UserWire = value
  const username = readText(wire.username)
  if (username === undefined) return undefined
  const identity: IdentityWire | undefined = isWire(wire.identity) ? wire.identity : undefined
  return {
    id: readUserId(wire.id ?? wire.user_id) ?? null,
    username,
    slug: readText(wire.slug),
    picture: readText(wire.profile_picture),
    color: readText(identity?.color),
    badges: readSome(identity?.badges, readBadge),
    cosmeticBadges: readSome(identity?.badges_v2, readCosmeticBadge),
  }
}

/** A person of whom the event tells the name alone. */
export function namedUser(username: string): KickUser {
  return {
    id: null,
    username,
    slug: undefined,
    picture: undefined,
    color: undefined,
    badges: none,
    cosmeticBadges: none,
  }
}

/** A person named alone, where the value is a name. */
export function readNamedUser(value: unknown): KickUser | undefined {
  const username = readText(value)
  return username === undefined ? undefined : namedUser(username)
}

function readSome<Item>(value: unknown, read: (item: unknown) => Item | undefined): readonly Item[] {
  return Array.isArray(value) && value.length > 0 ? readList(value, read) : none
}

function readBadge(value: unknown): KickBadge | undefined {
  if (!isWire(value)) return undefined
  const wire: BadgeWire = value
  const type = readText(wire.type)
  if (type === undefined) return undefined
  const text = readText(wire.text) ?? type
  const active = readFlag(wire.active) ?? true
  const count = readNumber(wire.count)
  return count === undefined ? { type, text, active } : { type, text, active, count }
}

function readCosmeticBadge(value: unknown): KickCosmeticBadge | undefined {
  if (!isWire(value)) return undefined
  const wire: CosmeticBadgeWire = value
  const name = readText(wire.name)
  if (name === undefined) return undefined
  const metadata: CosmeticBadgeMetadataWire | undefined = isWire(wire.metadata) ? wire.metadata : undefined
  return {
    name,
    badgeType: readText(wire.badge_type),
    imageUrl: readText(wire.image_url),
    level: readNumber(metadata?.level),
    sortOrder: readNumber(wire.sort_order),
    selected: readFlag(wire.selected) ?? true,
  }
}
