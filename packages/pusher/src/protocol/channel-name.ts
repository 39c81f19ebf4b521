import { PusherError } from '../errors.js'

/** What a channel's name makes of it: how it is authorized, and what it carries. */
export type ChannelKind = 'public' | 'private' | 'presence' | 'encrypted' | 'user'

/** The longest name servers take, in characters; Pusher itself documents 164, its own library allows 200. */
const longestName = 200

const allowed = /^[\w\-=@,.;]+$/

const userPrefix = '#server-to-user-'

/** The channel of what the server sends to one signed-in user; subscribed to by signing in alone. */
export function userChannelName(userId: string): string {
  return userPrefix + userId
}

/** The kind of a channel, by its prefix. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith('private-encrypted-')) return 'encrypted'
  if (name.startsWith('private-')) return 'private'
  if (name.startsWith('presence-')) return 'presence'
  if (name.startsWith(userPrefix)) return 'user'
  return 'public'
}

/**
 * Refuses a name that no server takes: Pusher answers such a subscription with an error that names no
 * channel, so that a caller would wait for ever.
 *
 * @throws PusherError `invalid_channel_name`
 */
export function checkChannelName(name: unknown): asserts name is string {
  if (typeof name !== 'string' || name === '') throw invalid(name, 'it must be a string that is not empty')
  if (name.startsWith('#')) throw invalid(name, 'names that start with # are reserved by the protocol')
  if (name.length > longestName)
    throw invalid(name.slice(0, 40), `it is longer than ${longestName} characters`)
  if (!allowed.test(name)) throw invalid(name, 'only letters, digits and _ - = @ , . ; are allowed')
}

function invalid(name: unknown, reason: string): PusherError {
  const shown = typeof name === 'string' ? JSON.stringify(name) : typeof name
  return new PusherError('invalid_channel_name', `Cannot subscribe to ${shown}: ${reason}.`)
}
