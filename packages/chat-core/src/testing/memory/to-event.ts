import type { Author } from '../../author.js'
import type { ChatEvent } from '../../event.js'
import type { Message } from '../../message.js'
import type { Role } from '../../role.js'
import type { RoomRef } from '../../room-ref.js'
import type { Frame, Line } from './wire.js'

/** What turning frames into events needs to know. */
export interface Reader {
  /** Our own name on the platform. */
  readonly user: string
  room(name: string): RoomRef
  roles(user: string): readonly Role[]
}

/** A line as a message. */
export function toMessage(line: Line, reader: Reader): Message<Line> {
  const room = reader.room(line.room)
  return {
    ref: { room, id: line.id },
    author: toAuthor(line.user, reader),
    parts: [{ type: 'text', text: line.text }],
    text: line.text,
    sentAt: line.sentAtMs,
    ...(line.editedAtMs !== undefined && { editedAt: line.editedAtMs }),
    ...(line.replyTo !== undefined && { replyTo: { ref: { room, id: line.replyTo } } }),
    ...(line.clientId !== undefined && { clientId: line.clientId }),
    raw: line,
  }
}

/** A frame as an event; undefined for the greeting, which tells nothing but that it works. */
export function toEvent(frame: Frame, reader: Reader): ChatEvent | undefined {
  switch (frame.type) {
    case 'hello':
      return undefined
    case 'line':
      return { type: 'message', message: toMessage(frame.line, reader) }
    case 'edited':
      return { type: 'edit', message: toMessage(frame.line, reader) }
    case 'removed':
      return { type: 'delete', target: { room: reader.room(frame.room), id: frame.id }, inferred: false }
    case 'restricted':
      return {
        type: 'restrict',
        room: reader.room(frame.room),
        user: toAuthor(frame.user, reader),
        action: frame.untilMs === undefined ? 'ban' : 'timeout',
        ...(frame.untilMs !== undefined && { untilMs: frame.untilMs }),
      }
    default:
      return { type: 'other', room: reader.room(frame.room), name: frame.type, raw: frame }
  }
}

function toAuthor(user: string, reader: Reader): Author {
  const self = user === reader.user
  return { id: user, name: user, roles: new Set(reader.roles(user)), badges: [], self, anonymous: false }
}
