import type { ChatEvent, MessageEvent } from '../event.js'
import { eventRoom } from '../event-room.js'
import type { Part } from '../part.js'
import type { Role } from '../role.js'
import type { Platform, RoomKind } from '../room-ref.js'

/** Whether an event is of some sort; the compiler knows it of what passes. */
export type Filter<Out extends ChatEvent = ChatEvent> = (event: ChatEvent) => event is Out

/** Messages whose text matches. */
export function hasText(pattern: RegExp): Filter<MessageEvent> {
  // Those two make a pattern begin where it left off, in another message.
  const stateless = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/gu, ''))
  return (event): event is MessageEvent => event.type === 'message' && stateless.test(event.message.text)
}

/** Messages by somebody with one of these roles. */
export function isFrom(...roles: readonly Role[]): Filter<MessageEvent> {
  return (event): event is MessageEvent =>
    event.type === 'message' && roles.some((role) => event.message.author.roles.has(role))
}

/** Messages with a part of that type: a picture, a product's card. */
export function hasPart(type: Part['type']): Filter<MessageEvent> {
  return (event): event is MessageEvent =>
    event.type === 'message' && event.message.parts.some((part) => part.type === type)
}

/** Events of rooms of that kind. */
export function inRoom(kind: RoomKind): Filter {
  return (event): event is ChatEvent => eventRoom(event)?.kind === kind
}

/** Events of that platform. */
export function onPlatform(platform: Platform): Filter {
  return (event): event is ChatEvent => eventRoom(event)?.platform === platform
}

/** Events that pass both. */
export function both<Left extends ChatEvent, Right extends ChatEvent>(
  left: Filter<Left>,
  right: Filter<Right>,
): Filter<Left & Right> {
  return (event): event is Left & Right => left(event) && right(event)
}

/** Events that pass one of them, or both. */
export function either<Left extends ChatEvent, Right extends ChatEvent>(
  left: Filter<Left>,
  right: Filter<Right>,
): Filter<Left | Right> {
  return (event): event is Left | Right => left(event) || right(event)
}
