import type { Author, Role } from '@wireloom/chat-core'
import { readRoles } from './roles.js'
import type { KickBadge, KickUser } from './user.js'

const noRoles: ReadonlySet<Role> = new Set()

/** A Kick user as chat-core's author. Whether it is us is not known: the socket is read without an account. */
export function toAuthor(user: KickUser): Author {
  const { badges, color, picture } = user
  const author: { -readonly [Key in keyof Author]: Author[Key] } = {
    id: user.id === null ? null : String(user.id),
    name: user.username,
    roles: readRoles(badges),
    badges: badges.every(isShown) ? badges : badges.filter(isShown),
    self: 'unknown',
    anonymous: false,
  }
  // Not by spreading what may be there: this runs once for each message of every room.
  if (color !== undefined) author.color = color
  if (picture !== undefined) author.avatar = picture
  return author
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
export function toGiver(user: KickUser | undefined): Author {
  return user === undefined ? anonymousAuthor : toAuthor(user)
}
