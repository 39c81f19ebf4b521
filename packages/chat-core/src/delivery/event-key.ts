import { escapeSegment } from '../key.js'
import type { Arrival } from '../source.js'

/**
 * What an event of a room is known by, whichever way it came: the message's key, for a change of it with the kind and
 * version of that. Undefined for events without identity, which are told each time.
 *
 * @param roomKey the room's key, made once for all its events
 */
export function eventKey({ event, key }: Arrival, roomKey: string): string | undefined {
  switch (event.type) {
    case 'message':
      return `${roomKey}/${escapeSegment(event.message.ref.id)}`
    case 'edit':
      return `${roomKey}/${escapeSegment(event.message.ref.id)}#edit@${event.message.editedAt ?? event.message.text}`
    case 'delete':
      return `${roomKey}/${escapeSegment(event.target.id)}#delete`
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
      return key === undefined ? undefined : `${roomKey}#${event.type}/${key}`
  }
}
