import { pusherLimits } from './limits.js'

/** What a channel is, told by the prefix of its name. */
export type ChannelKind = 'public' | 'private' | 'encrypted' | 'presence' | 'reserved'

/** The kind of a channel. Cache channels are their kind with `cache-` after the prefix. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith('private-encrypted-')) return 'encrypted'
  if (name.startsWith('private-')) return 'private'
  if (name.startsWith('presence-')) return 'presence'
  if (name.startsWith('#')) return 'reserved'
  return 'public'
}

/** Whether a subscription to this kind has to be signed. */
export function needsAuthorization(kind: ChannelKind): boolean {
  return kind === 'private' || kind === 'encrypted' || kind === 'presence'
}

/** Whether subscribers may send each other `client-` events on this kind. */
export function allowsClientEvents(kind: ChannelKind): boolean {
  return kind === 'private' || kind === 'presence'
}

/** Whether the name has allowed characters only and is not too long. `#server-to-user-` names pass too. */
export function isChannelName(name: string): boolean {
  return name.length <= pusherLimits.channelNameLength && /^#?[\w\-=@,.;]+$/.test(name)
}
