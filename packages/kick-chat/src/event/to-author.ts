import type { Author, Role } from '@wireloom/chat-core'
import { readRoles } from './roles.js'
import type { KickUser } from './user.js'

const noRoles: ReadonlySet<Role> = new Set()

/** A Kick user as chat-core's author. Whether it is us is not known: the socket is read without an account. */
export function toAuthor(user: KickUser): Author {
  const { badges } = user
  return {
    id: user.id === null ? null : String(user.id),
    name: user.username,
    roles: readRoles(badges),
    badges: badges.every((badge) => badge.active) ? badges : badges.filter((badge) => badge.active),
    self: 'unknown',
    anonymous: false,
    ...(user.color !== undefined && { color: user.color }),
    ...(user.picture !== undefined && { avatar: user.picture }),
  }
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
