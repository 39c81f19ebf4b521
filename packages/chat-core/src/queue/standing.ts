import type { ChatEvent } from '../event.js'
import type { Role } from '../role.js'

const heard: readonly Role[] = ['owner', 'staff', 'moderator', 'vendor', 'customer']

/**
 * Whether an event is kept where a busy room is thinned out: what is not talk, what those with a say in the room say,
 * what we say, and what mentions us.
 */
export function hasStanding(event: ChatEvent): boolean {
  if (event.type !== 'message') return true
  const { author, parts, ref, replyTo } = event.message
  if (author.self === true || heard.some((role) => author.roles.has(role))) return true
  const { account } = ref.room
  if (replyTo?.author?.id === account) return true
  return parts.some((part) => part.type === 'mention' && part.userId === account)
}
