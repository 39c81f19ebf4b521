import type { Role } from '@wireloom/chat-core'
import type { KickBadge } from './user.js'

/** What Kick's badges mean. A badge that is not here is shown and means no role: the set is open. */
const roleByBadge: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['broadcaster', 'owner'],
  ['staff', 'staff'],
  ['moderator', 'moderator'],
  ['bot', 'bot'],
  ['verified', 'verified'],
  ['vip', 'vip'],
  ['og', 'og'],
  ['founder', 'founder'],
  ['subscriber', 'subscriber'],
  ['sub_gifter', 'gifter'],
])

/** Makes the set once for each combination that occurs: busy rooms repeat a few of them thousands of times a minute. */
const setByRoles = new Map<string, ReadonlySet<Role>>()
const noRoles: ReadonlySet<Role> = new Set()

/**
 * The roles that badges stand for. A badge that its owner hides still says what they are.
 *
 * The set may be shared between authors: it is for reading.
 */
export function readRoles(badges: readonly KickBadge[]): ReadonlySet<Role> {
  let key = ''
  for (const badge of badges) {
    const role = roleByBadge.get(badge.type)
    if (role !== undefined) key = key === '' ? role : `${key} ${role}`
  }
  if (key === '') return noRoles
  const known = setByRoles.get(key)
  if (known !== undefined) return known
  const made: ReadonlySet<Role> = new Set(
    badges.map((badge) => roleByBadge.get(badge.type)).filter((role) => role !== undefined),
  )
  // Badges come from outside: repeated ones make ever longer keys, which are not worth keeping.
  if (badges.length <= roleByBadge.size && setByRoles.size < 4_096) setByRoles.set(key, made)
  return made
}
