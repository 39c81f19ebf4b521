import type { ChatEvent } from './event.js'
import type { RoomRef } from './room-ref.js'

/** The room an event is of; undefined for the few that are of none. */
export function eventRoom(event: ChatEvent): RoomRef | undefined {
  switch (event.type) {
    case 'message':
    case 'edit':
      return event.message.ref.room
    case 'delete':
      return event.target.room
    case 'clear':
    case 'pin':
    case 'restrict':
    case 'room':
    case 'seen':
    case 'activity':
    case 'gap':
    case 'status':
    case 'other':
    default:
      return event.room
  }
}
