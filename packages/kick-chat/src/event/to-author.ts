import type { Author, Role } from '@wireloom/chat-core'
import type { EventContext } from './event-context.js'
import { readRoles } from './roles.js'
import type { KickBadge, KickUser } from './user.js'

type AuthorContext = Pick<EventContext, 'room' | 'streamerId'>

const noRoles: ReadonlySet<Role> = new Set()

/**
 * A Kick user as chat-core's author.
 *
 * @param context where it is: only where its account is a user id can be told whether it is us
 */
export function toAuthor(user: KickUser, { room, streamerId }: AuthorContext): Author {
  const { badges, color, picture } = user
  const author: { -readonly [Key in keyof Author]: Author[Key] } = {
    id: user.id === null ? null : String(user.id),
    name: user.username,
    roles: readRoles(badges, user.id !== null && user.id === streamerId),
    badges: badges.every(isShown) ? badges : badges.filter(isShown),
    self: isSelf(user.id, room.account),
    anonymous: false,
  }
  // Not by spreading what may be there: this runs once for each message of every room.
  if (color !== undefined) author.color = color
  if (picture !== undefined) author.avatar = picture
  return author
}

function isSelf(id: KickUser['id'], account: string): Author['self'] {
  const first = account.charCodeAt(0)
  return id === null || !(first >= 0x30 && first <= 0x39) ? 'unknown' : String(id) === account
}

function isShown({ active }: KickBadge): boolean {
  return active
}

/** Somebody who gave without a name. */
const anonymousAuthor: Author = Object.freeze({
  id: null,
  name: '',
  roles: noRoles,
  badges: Object.freeze([]),
  self: 'unknown',
  anonymous: true,
})

/** The giver of something, who may have stayed anonymous. */
export function toGiver(user: KickUser | undefined, context: AuthorContext): Author {
  return user === undefined ? anonymousAuthor : toAuthor(user, context)
}
