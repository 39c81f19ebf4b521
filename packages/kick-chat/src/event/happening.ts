import { eventIdentity } from './identity.js'
import type { KickEvent } from './kick-event.js'
import { isWire, readKey } from './read.js'
import { webhookChannel } from './source.js'
import type { KickUser } from './user.js'

/** What an event says has happened, whichever way it came. */
export interface Happening {
  /** The same words for the same thing. */
  readonly what: string
  /** What it is a part of, where one way may tell in parts what the other tells at once. */
  readonly whole?: string
  /** A moment that both ways name alike, in milliseconds since 1970; undefined where one of them names none. */
  readonly atMs: number | undefined
}

/**
 * What happened, for events that Kick tells by its socket and by its webhooks, under ids that have nothing in common;
 * undefined for the others, and for messages, whose id is the same both ways.
 */
export function happeningOf(event: KickEvent): Happening | undefined {
  switch (event.type) {
    case 'user_banned':
      return event.permanent
        ? { what: `ban ${nameOf(event.user)}`, atMs: undefined }
        : { what: `timeout ${nameOf(event.user)}`, atMs: event.expiresAtMs }
    case 'subscription':
      return { what: `subscription ${nameOf(event.user)} ${event.months ?? ''}`, atMs: undefined }
    case 'subscriptions_gifted': {
      const gifter = nameOf(event.gifter)
      const recipients = event.recipients.map(nameOf).toSorted().join(' ')
      const isWhole = event.source.channel !== webhookChannel && event.chunk === undefined
      return {
        what: `gift ${gifter} ${recipients}`,
        ...(!isWhole && { whole: `gift ${gifter} ${event.total}` }),
        atMs: undefined,
      }
    }
    case 'kicks_gifted': {
      const { name, amount } = event.gift
      return { what: `kicks ${nameOf(event.sender)} ${amount} ${name}`, atMs: event.createdAtMs }
    }
    case 'reward_redeemed': {
      const isNew = event.status === undefined || event.status === 'pending'
      if (!isNew) return undefined
      return { what: `reward ${nameOf(event.user)} ${event.title} ${event.input ?? ''}`, atMs: undefined }
    }
    case 'followers_updated':
      return event.user === undefined || event.followed !== true
        ? undefined
        : { what: `follow ${nameOf(event.user)}`, atMs: undefined }
    case 'stream_started':
      return { what: 'live', atMs: event.createdAtMs }
    case 'stream_stopped':
      return { what: 'offline', atMs: undefined }
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest comes by one way alone
    default:
      return undefined
  }
}

/** The id that the socket itself gives an event, where it gives one. */
export function socketIdOf(event: KickEvent): string | undefined {
  if (event.type === 'subscriptions_gifted') return event.correlationId
  const identity = eventIdentity(event)
  if (identity !== undefined) return identity
  // A host, a poll or the room itself may be numbered, and be told again and again under that number.
  if (event.type !== 'user_banned' && event.type !== 'user_unbanned') return undefined
  const { payload } = event.source
  return isWire(payload) ? readKey(payload['id']) : undefined
}

/** By name: most events of the socket name people by that alone. */
function nameOf(user: KickUser | undefined): string {
  return user?.username.toLowerCase() ?? '(anonymous)'
}
