import { checkOneOf } from './check.js'
import type { ChatEventType } from './event.js'
import type { Part } from './part.js'

/** What can be done in a room, or can reach a reader from it, as a dotted name. */
export type Operation =
  | 'message.send'
  | 'message.reply'
  | 'message.edit'
  | 'message.delete'
  | 'message.forward'
  | 'message.seen'
  | 'typing.send'
  | 'user.ban'
  | 'user.timeout'
  | 'user.release'
  | 'history.read'
  | 'member.list'
  | 'room.list'
  | 'room.open'
  | 'media.upload'
  | 'receive.socket'
  | 'receive.webhook'
  | 'receive.poll'

/**
 * How well it can be done: by the platform itself · by something that stands in for it · not at all, in which case it
 * is refused as `unsupported` before any I/O.
 */
export type CapabilityLevel = 'native' | 'emulated' | 'none'

/** So many in so long. */
export interface RateLimit {
  /** How many; above 0. */
  readonly count: number
  /** In how many milliseconds; above 0. */
  readonly perMs: number
}

/** How far an operation goes. What is absent is not known to be limited. */
export interface CapabilityLimits {
  /** Longest text, in characters as a reader counts them (graphemes). */
  readonly maxCharacters?: number
  /** Longest text, in bytes of UTF-8. */
  readonly maxBytes?: number
  /** How often in one room. */
  readonly roomRate?: RateLimit
  /** How often in all rooms of the account together. */
  readonly accountRate?: RateLimit
  /** How old a message may be to be edited or deleted, in milliseconds. */
  readonly maxAgeMs?: number
  /** Which parts a message may be made of. Absent: text alone. */
  readonly parts?: readonly Part['type'][]
}

/** What a way of receiving promises. */
export interface ReceiveTraits {
  /** Whether events of a room come in the order they happened. */
  readonly ordered: boolean
  /** Whether it can go on where a cursor says. */
  readonly resumable: boolean
  /** The types of events that it can bring. */
  readonly events: readonly ChatEventType[]
}

/** Whether, and by which right, something can be done in one room by one account. */
export interface Capability {
  readonly level: CapabilityLevel
  /** Whether the platform offers it to programs. What is not official may end on any day. */
  readonly official: boolean
  /** The scope that a token needs for it, where one does. */
  readonly scope?: string
  /** Whether the token has that scope; absent where that is not known. Not granted is refused as `missing_scope`. */
  readonly granted?: boolean
  readonly limits?: CapabilityLimits
  /** For `receive.*`: what it promises. */
  readonly receive?: ReceiveTraits
}

/** Every operation and what may be said of it. */
export type Capabilities = Readonly<Record<Operation, Capability>>

/** What an adapter says it can do. What it does not name it cannot do. */
export type DeclaredCapabilities = Readonly<Partial<Record<Operation, Capability>>>

const none: Capability = { level: 'none', official: false }

const noCapabilities: Capabilities = {
  'message.send': none,
  'message.reply': none,
  'message.edit': none,
  'message.delete': none,
  'message.forward': none,
  'message.seen': none,
  'typing.send': none,
  'user.ban': none,
  'user.timeout': none,
  'user.release': none,
  'history.read': none,
  'member.list': none,
  'room.list': none,
  'room.open': none,
  'media.upload': none,
  'receive.socket': none,
  'receive.webhook': none,
  'receive.poll': none,
}

/** Every name of an operation. */
export const operations: readonly Operation[] = Object.keys(noCapabilities) as Operation[]

/** Fills in `none` for every operation that is not named. */
export function completeCapabilities(declared: DeclaredCapabilities): Capabilities {
  return { ...noCapabilities, ...declared }
}

/**
 * One of them.
 *
 * @throws ChatError `invalid` for an operation that there is not
 */
export function capabilityOf(capabilities: DeclaredCapabilities, operation: Operation): Capability {
  return capabilities[checkOneOf('The operation', operation, operations)] ?? none
}
