import type { BadgeWire, BadgeV2Wire, SenderWire, UserWire } from './chat.wire.js'

/** Somebody who writes in chat, with what everybody sees of them. */
export type Chatter = {
  readonly id: number
  readonly username: string
  readonly slug: string
  /** `#RRGGBB`. */
  readonly color: string
  readonly badges: readonly BadgeWire[]
  /** The cosmetic, image-based badges; many have none. */
  readonly badgesV2?: readonly BadgeV2Wire[]
}

/** The slug the site makes of a name. */
export function slugOf(username: string): string {
  return username.toLowerCase().replaceAll('_', '-')
}

/** A chatter as `sender` of a message. */
export function toSender(chatter: Chatter): SenderWire {
  return {
    ...toUser(chatter),
    identity: {
      color: chatter.color,
      badges: chatter.badges,
      ...(chatter.badgesV2 === undefined ? {} : { badges_v2: chatter.badgesV2 }),
    },
  }
}

/** A chatter as the bare user of other events. */
export function toUser({ id, username, slug }: Chatter): UserWire {
  return { id, username, slug }
}
