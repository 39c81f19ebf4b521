import type { Random } from '../random.js'
import type { Cast } from './cast.js'
import type { ChatMessageWire } from './chat.wire.js'
import type { KickEventKey } from './events.js'
import type { RoomIdentity } from './identity.js'
import { openModes, type ChatModes } from './modes.js'

/** Something to be published in a room. */
export type Emission = {
  event: KickEventKey
  data: unknown
  /** The chat message it is or speaks of. */
  messageId?: string
  /** Why, where the feed does not carry it but a webhook does. */
  reason?: string
}

/** What a room remembers of what happened in it. Both hands that act on a room, yours and the traffic's, share it. */
export type RoomMemory = {
  /** The newest messages that were not deleted, oldest first. */
  messages: ChatMessageWire[]
  modes: ChatModes
  /** Usernames now banned or timed out. */
  banned: Set<string>
  /** When the timeouts among them end, by username: wall clock milliseconds. */
  timeouts: Map<string, number>
  pinnedMessageId: string | undefined
  livestream: { id: number; title: string; startedAtMs: number } | undefined
  followers: number
  viewers: number
  /** Lifetime gifts by username. */
  giftTotals: Map<string, number>
  /** KICKs given, by username. */
  kickTotals: Map<string, number>
}

/** Where the actions of a room take place: who is there, what has happened, and the way out. */
export type Scene = {
  readonly room: RoomIdentity
  readonly cast: Cast
  readonly memory: RoomMemory
  readonly random: Random
  now(): number
  emit(emission: Emission): void
}

/** How many messages a room remembers, to answer, delete and pin. */
export const rememberedMessages = 200

/** A room in which nothing has happened yet. */
export function createMemory(followers: number): RoomMemory {
  return {
    messages: [],
    modes: openModes,
    banned: new Set(),
    timeouts: new Map(),
    pinnedMessageId: undefined,
    livestream: undefined,
    followers,
    viewers: 0,
    giftTotals: new Map(),
    kickTotals: new Map(),
  }
}

/** Whether somebody may not write now. */
export function isBanned({ banned, timeouts }: RoomMemory, username: string, nowMs: number): boolean {
  return banned.has(username) && (timeouts.get(username) ?? Infinity) > nowMs
}

/** A time as the chat feed writes it: whole seconds, offset `+00:00`. */
export function toOffsetTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, '+00:00')
}

/** A time with six digits of a second and `Z`, as newer events write it. */
export function toMicrosecondTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000Z')
}
