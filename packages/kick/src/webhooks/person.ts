import { flag, integer, object, optional, optionalList, text, type Decoder } from '../api/decode.js'

/** A badge beside a name. */
export interface WebhookBadge {
  readonly text: string
  /** Such as `moderator`, `vip`, `subscriber`; an open list. */
  readonly type: string
  /** Months for `subscriber`, gifts for `sub_gifter`. */
  readonly count: number | undefined
}

/** How somebody looks in a chat. */
export interface WebhookIdentity {
  /** `#RRGGBB` */
  readonly usernameColor: string | undefined
  readonly badges: readonly WebhookBadge[]
}

/** Somebody in a delivery. Kick leaves out what it does not say: of an anonymous giver everything. */
export interface WebhookUser {
  readonly isAnonymous: boolean
  readonly userId: number | undefined
  readonly username: string | undefined
  readonly isVerified: boolean | undefined
  /** Address of the picture. */
  readonly profilePicture: string | undefined
  readonly channelSlug: string | undefined
  /** Only of who sent a chat message. */
  readonly identity: WebhookIdentity | undefined
}

const badge: Decoder<WebhookBadge> = object<WebhookBadge>({
  text,
  type: text,
  count: optional(integer),
})

const identity: Decoder<WebhookIdentity> = object<WebhookIdentity>({
  usernameColor: optional(text),
  badges: optionalList(badge),
})

export const webhookUser: Decoder<WebhookUser> = object<WebhookUser>({
  isAnonymous: (value, place) => optional(flag)(value, place) ?? false,
  userId: optional(integer),
  username: optional(text),
  isVerified: optional(flag),
  profilePicture: optional(text),
  channelSlug: optional(text),
  identity: optional(identity),
})
