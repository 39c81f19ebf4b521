import type { Author, Badge, Role } from '@wireloom/chat-core'
import type { ChatUser } from '../../generated/chat.js'

/** Through whose eyes chats are seen. */
export interface Viewer {
  readonly account: string
  /** Whether the account is a vendor's, where that is known. */
  readonly isVendor: boolean
}

/**
 * Who wrote something.
 *
 * @param sender what the message says of them; nobody where the platform itself speaks
 * @param contact the other side of the chat, which fills in what the message leaves out
 */
export function toAuthor(sender: ChatUser | undefined, viewer: Viewer, contact?: ChatUser): Author {
  if (sender === undefined) return { ...platform, roles: new Set(platform.roles) }
  const user = contact?.id === sender.id ? { ...contact, ...withoutNothing(sender) } : sender
  const self = String(user.id) === viewer.account
  const isVendor = isGiven(user.vendor) || (self && viewer.isVendor)
  const roles = new Set<Role>([isVendor ? 'vendor' : 'customer'])
  if (user.verified === true) roles.add('verified')
  return {
    id: String(user.id),
    name: textOf(user.name),
    ...(textOf(user.avatar) !== '' && { avatar: textOf(user.avatar) }),
    roles,
    badges: toBadges(user.badge),
    self,
    anonymous: false,
  }
}

const platform: Author = {
  id: null,
  name: 'Basalam',
  roles: new Set<Role>(['staff']),
  badges: [],
  self: false,
  anonymous: false,
}

/** The same author, speaking for the platform. */
export function asStaff(author: Author): Author {
  return { ...author, roles: new Set<Role>(['staff', ...author.roles]) }
}

function toBadges(badge: unknown): readonly Badge[] {
  const type = textOf(badge)
  return type === '' ? [] : [{ type, text: type }]
}

/** Nothing that the documents say can be counted on to be of its type. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isGiven(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function withoutNothing<Members extends object>(members: Members): Members {
  const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given) as Members
}
