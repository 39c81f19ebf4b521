import { readChatroomId, type ChatroomId } from '../ids.js'
import type { ChatroomWire, ModeWire } from './chatroom.wire.js'
import { isWire, readFlag, readNumber, type Wire } from './read.js'
import type { KickSource } from './source.js'

/** One rule of a room, on or off. */
export interface KickMode {
  readonly enabled: boolean
  /**
   * Its number: seconds between messages in slow mode, minutes of following in followers mode, remaining time of bot
   * protection; of unknown unit for account age.
   */
  readonly value: number | undefined
}

/** A room's rules, each present only where the event told it. */
export interface KickModes {
  readonly slow: KickMode | undefined
  readonly subscribers: KickMode | undefined
  readonly followers: KickMode | undefined
  readonly emotes: KickMode | undefined
  readonly botProtection: KickMode | undefined
  readonly accountAge: KickMode | undefined
}

/** `ChatroomUpdatedEvent` or `ChatSettingsChanged`: the room's rules changed. */
export interface KickChatroomUpdatedEvent {
  readonly type: 'chatroom_updated'
  readonly source: KickSource
  readonly chatroomId: ChatroomId | undefined
  readonly modes: KickModes
}

export function decodeChatroomUpdated(value: Wire, source: KickSource): KickChatroomUpdatedEvent | string {
  const outer: ChatroomWire = value
  const wire: ChatroomWire = isWire(outer.settings) ? outer.settings : outer
  const modes: KickModes = {
    slow: readMode(wire.slow_mode),
    subscribers: readMode(wire.subscribers_mode ?? wire.subscribers_only_mode),
    followers: readMode(wire.followers_mode),
    emotes: readMode(wire.emotes_mode ?? wire.emotes_only_mode),
    botProtection: readMode(wire.advanced_bot_protection),
    accountAge: readMode(wire.account_age),
  }
  if (Object.values(modes).every((mode) => mode === undefined)) return 'it names no mode of the room'
  return { type: 'chatroom_updated', source, chatroomId: readChatroomId(outer.id), modes }
}

function readMode(value: unknown): KickMode | undefined {
  const flag = readFlag(value)
  if (flag !== undefined) return { enabled: flag, value: undefined }
  if (!isWire(value)) return undefined
  const wire: ModeWire = value
  const enabled = readFlag(wire.enabled)
  if (enabled === undefined) return undefined
  return { enabled, value: readNumber(wire.message_interval ?? wire.min_duration ?? wire.remaining_time) }
}
