import { readChannelId, type ChannelId } from '../ids.js'
import type { LivestreamChannelWire, LivestreamEventWire, LivestreamWire } from './livestream.wire.js'
import { isWire, readFlag, readKey, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'

/** `StreamerIsLive`: the stream began. */
export interface KickStreamStartedEvent {
  readonly type: 'stream_started'
  readonly source: KickSource
  readonly livestreamId: string | undefined
  readonly channelId: ChannelId | undefined
  readonly title: string | undefined
  readonly createdAtMs: number | undefined
}

/** `StopStreamBroadcast`: the stream ended. */
export interface KickStreamStoppedEvent {
  readonly type: 'stream_stopped'
  readonly source: KickSource
  readonly livestreamId: string | undefined
  readonly channelId: ChannelId | undefined
  /** Whether it ended because Kick banned the channel. */
  readonly isBanned: boolean
}

/** `LivestreamUpdated` or `UpdatedLiveStreamEvent`: the stream goes on with other numbers. */
export interface KickStreamUpdatedEvent {
  readonly type: 'stream_updated'
  readonly source: KickSource
  readonly livestreamId: string | undefined
  readonly viewers: number | undefined
  readonly title: string | undefined
  /** Told by webhooks alone. */
  readonly language: string | undefined
  /** The category's name. Told by webhooks alone. */
  readonly category: string | undefined
  /** Told by webhooks alone. */
  readonly hasMatureContent: boolean | undefined
}

export function decodeStreamStarted(value: Wire, source: KickSource): KickStreamStartedEvent | string {
  const wire = readLivestream(value)
  if (wire === undefined) return 'livestream is missing'
  return {
    type: 'stream_started',
    source,
    livestreamId: readKey(wire.id),
    channelId: readChannelId(wire.channel_id),
    title: readText(wire.session_title),
    createdAtMs: readTimeMs(wire.created_at),
  }
}

export function decodeStreamStopped(value: Wire, source: KickSource): KickStreamStoppedEvent | string {
  const wire = readLivestream(value)
  if (wire === undefined) return 'livestream is missing'
  const channel: LivestreamChannelWire = isWire(wire.channel) ? wire.channel : {}
  return {
    type: 'stream_stopped',
    source,
    livestreamId: readKey(wire.id),
    channelId: readChannelId(channel.id ?? wire.channel_id),
    isBanned: readFlag(channel.is_banned) ?? false,
  }
}

export function decodeStreamUpdated(value: Wire, source: KickSource): KickStreamUpdatedEvent {
  // Whether its fields are nested or not was not seen: both are read, and the payload stays at hand.
  const outer: LivestreamWire = value
  const wire: LivestreamWire = readLivestream(value) ?? outer
  return {
    type: 'stream_updated',
    source,
    livestreamId: readKey(wire.id),
    viewers: readNumber(wire.viewers ?? outer.viewers),
    title: readText(wire.session_title),
    language: undefined,
    category: undefined,
    hasMatureContent: undefined,
  }
}

function readLivestream(value: Wire): LivestreamWire | undefined {
  const { livestream }: LivestreamEventWire = value
  return isWire(livestream) ? livestream : undefined
}
