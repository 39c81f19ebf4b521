import { renderText, type Author, type Message, type Part, type RoomRef } from '@wireloom/chat-core'

/** What some platform of your own sends. */
export interface Line {
  readonly id: string
  readonly nick: string
  readonly body: string
  readonly at: number
}

/** The same line as everybody else's messages: bots, stores and overlays read it without knowing the platform. */
export function toMessage(line: Line, room: RoomRef): Message<Line> {
  const pieces = line.body.split(/(@\w+)/).filter((piece) => piece !== '')
  const parts = pieces.map((piece): Part =>
    piece.startsWith('@') ? { type: 'mention', name: piece.slice(1) } : { type: 'text', text: piece },
  )
  const author: Author = {
    id: line.nick,
    name: line.nick,
    roles: new Set(),
    badges: [],
    self: false,
    anonymous: false,
  }
  return { ref: { room, id: line.id }, author, parts, text: renderText(parts), sentAt: line.at, raw: line }
}
