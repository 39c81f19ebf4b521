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

const roles: readonly Role[] = [...new Set(roleByBadge.values())]
const bitByBadge: ReadonlyMap<string, number> = new Map(
  Array.from(roleByBadge, ([badge, role]) => [badge, 1 << roles.indexOf(role)]),
)
const ownerBit = 1 << roles.indexOf('owner')
/** Each combination that occurs, made once: busy rooms repeat a few of them thousands of times a minute. */
const setByBits: ReadonlySet<Role>[] = []

/**
 * The roles that badges stand for. A badge that its owner hides still says what they are.
 *
 * @param isOwner whether it is the streamer, which many events tell by the id alone
 *
 * The set may be shared between authors: it is for reading.
 */
export function readRoles(badges: readonly KickBadge[], isOwner: boolean = false): ReadonlySet<Role> {
  let bits = isOwner ? ownerBit : 0
  for (const badge of badges) bits |= bitByBadge.get(badge.type) ?? 0
  return (setByBits[bits] ??= new Set(roles.filter((_, index) => (bits & (1 << index)) !== 0)))
}
