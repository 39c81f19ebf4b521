/** A person as the socket spells one; which fields are there depends on the event. */
export interface UserWire {
  readonly id?: unknown
  readonly user_id?: unknown
  readonly username?: unknown
  readonly slug?: unknown
  readonly profile_picture?: unknown
  readonly identity?: unknown
}

export interface IdentityWire {
  readonly color?: unknown
  readonly badges?: unknown
  readonly badges_v2?: unknown
}

export interface BadgeWire {
  readonly type?: unknown
  readonly text?: unknown
  readonly count?: unknown
  readonly active?: unknown
}

export interface CosmeticBadgeWire {
  readonly name?: unknown
  readonly badge_type?: unknown
  readonly image_url?: unknown
  readonly metadata?: unknown
  readonly sort_order?: unknown
  readonly selected?: unknown
}

export interface CosmeticBadgeMetadataWire {
  readonly level?: unknown
}
