import { readChannelId, readChatroomId, type ChannelId, type ChatroomId } from '../ids.js'
import type { ChatMoveWire, HostedChannelWire, StreamHostWire } from './host.wire.js'
import { isWire, readFlag, readNumber, readText, type Wire } from './read.js'
import type { KickSource } from './source.js'
import { namedUser, type KickUser } from './user.js'

/** `StreamHostEvent`: another channel sent its viewers here. */
export interface KickHostedEvent {
  readonly type: 'hosted'
  readonly source: KickSource
  readonly chatroomId: ChatroomId | undefined
  /** Whose viewers came; Kick tells the name alone. */
  readonly host: KickUser
  readonly viewers: number | undefined
  readonly message: string | undefined
}

/** `ChatMoveToSupportedChannelEvent`: this channel sends its viewers to another. */
export interface KickHostingEvent {
  readonly type: 'hosting'
  readonly source: KickSource
  readonly target: KickHostTarget
}

/** The channel that viewers are sent to. */
export interface KickHostTarget {
  readonly channelId: ChannelId | undefined
  readonly slug: string
  readonly username: string | undefined
  readonly picture: string | undefined
  readonly viewers: number | undefined
  readonly isLive: boolean | undefined
  readonly category: string | undefined
}

export function decodeHosted(value: Wire, source: KickSource): KickHostedEvent | string {
  const wire: StreamHostWire = value
  const username = readText(wire.host_username)
  if (username === undefined) return 'host_username is missing'
  return {
    type: 'hosted',
    source,
    chatroomId: readChatroomId(wire.chatroom_id),
    host: namedUser(username),
    viewers: readNumber(wire.number_viewers),
    message: readText(wire.optional_message),
  }
}

export function decodeHosting(value: Wire, source: KickSource): KickHostingEvent | string {
  const wire: ChatMoveWire = value
  const hosted: HostedChannelWire = isWire(wire.hosted) ? wire.hosted : {}
  const slug = readText(hosted.slug) ?? readText(wire.slug)
  if (slug === undefined) return 'hosted.slug is missing'
  return {
    type: 'hosting',
    source,
    target: {
      channelId: readChannelId(hosted.id),
      slug,
      username: readText(hosted.username),
      picture: readText(hosted.profile_pic),
      viewers: readNumber(hosted.viewers_count),
      isLive: readFlag(hosted.is_live),
      category: readText(hosted.category),
    },
  }
}
