import { ChatError, type Hub, type RoomRef } from '@wireloom/chat-core'

/** How the chunks of a streamed answer are shown: as one message that is edited while it grows, or once it is whole. */
export type StreamingMode = 'edit' | 'whole'

/** A room to hear, without the account: that is the adapter's own. */
export type ChatSdkRoom = Pick<RoomRef, 'room' | 'kind'>

/** How an adapter stands in the Chat SDK. */
export interface ChatSdkOptions {
  /** The bot's name: `@name` in a text is a mention. */
  readonly userName: string
  /** What the adapter is called in the SDK, and what its thread ids begin with. Default: the platform. */
  readonly name?: string | undefined
  /** The rooms to join at the start, for platforms where rooms have to be joined. Default none. */
  readonly rooms?: readonly ChatSdkRoom[] | undefined
  /**
   * A hub that the adapter is added to, and taken out of when the SDK shuts down: for a store, an outbox with other
   * limits, or other handlers. Default: one of its own, with an outbox and with gaps filled from the history.
   */
  readonly hub?: Hub | undefined
  /**
   * How often a message is handed to the SDK's handlers where they throw, before it is a dead letter. Default 1:
   * a handler that answered before it threw would answer again.
   */
  readonly attempts?: number | undefined
  /** How many rooms are handled at once. Default 100; within a room it is one message after the other. */
  readonly concurrency?: number | undefined
  /** Default `edit` where messages can be edited; elsewhere it is always `whole`. */
  readonly streaming?: StreamingMode | undefined
}

/** Options with what was left out filled in. */
export interface CompleteOptions {
  readonly userName: string
  readonly name: string
  readonly rooms: readonly ChatSdkRoom[]
  readonly hub: Hub | undefined
  readonly attempts: number
  readonly concurrency: number
  readonly streaming: StreamingMode
}

const kinds: readonly unknown[] = [
  'live',
  'direct',
  'group',
  'broadcast',
] satisfies readonly RoomRef['kind'][]

/** @throws ChatError `invalid`, naming the option */
export function completeOptions(options: ChatSdkOptions, platform: string): CompleteOptions {
  const given: Partial<ChatSdkOptions> = options ?? {}
  const { name = platform, rooms = [], hub, attempts = 1, concurrency = 100, streaming = 'edit' } = given
  const { userName } = given
  if (typeof userName !== 'string' || userName === '') throw refuse('userName', 'the name of the bot')
  if (!/^[^\s:]+$/u.test(name)) throw refuse('name', 'a word without a colon')
  if (streaming !== 'edit' && streaming !== 'whole') throw refuse('streaming', '"edit" or "whole"')
  if (!isCount(attempts)) throw refuse('attempts', 'a whole number above 0')
  if (!isCount(concurrency)) throw refuse('concurrency', 'a whole number above 0')
  if (hub !== undefined && typeof hub?.add !== 'function') throw refuse('hub', 'made by createHub()')
  if (!Array.isArray(rooms)) throw refuse('rooms', 'a list of { room, kind }')
  for (const each of rooms as readonly (Partial<ChatSdkRoom> | null)[]) {
    if (typeof each?.room !== 'string' || each.room === '') throw refuse('rooms', 'a list of { room, kind }')
    if (!kinds.includes(each.kind)) throw refuse('rooms', 'of kinds that there are')
  }
  return { userName, name, rooms, hub, attempts, concurrency, streaming }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function refuse(option: string, what: string): ChatError {
  return new ChatError('invalid', `${option} has to be ${what}.`)
}
