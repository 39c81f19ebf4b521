import type { ChatEvent } from '../event.js'
import { escapeSegment } from '../key.js'

/**
 * What an event is known by within its room, whichever way it came: a message by its id, a change of it by that and
 * the kind and version of the change. Undefined for events without identity, which are told each time.
 *
 * @param given what the adapter says it is known by
 */
export function localKey(event: ChatEvent, given: string | undefined): string | undefined {
  switch (event.type) {
    case 'message': {
      const { id } = event.message.ref
      // The id itself, which needs no memory of its own; but for one that could be taken for another key.
      return id.charCodeAt(0) === hash ? `#message/${id}` : id
    }
    case 'edit':
      return `#edit@${event.message.editedAt ?? event.message.text}/${event.message.ref.id}`
    case 'delete':
      return `#delete/${event.target.id}`
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
      return given === undefined ? undefined : `#${event.type}/${given}`
  }
}

const hash = 35

/** The same among all rooms: for a message its `messageKey`. */
export function globalKey(event: ChatEvent, roomKey: string, local: string): string {
  return event.type === 'message' ? `${roomKey}/${escapeSegment(event.message.ref.id)}` : `${roomKey}${local}`
}
