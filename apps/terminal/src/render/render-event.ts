import type { ChatEvent, RoomRef } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import type { Line } from '../terminal/line.ts'
import { renderActivity } from './activity.ts'
import { renderGap, renderStatus } from './gap.ts'
import { renderDelete, renderEdit, renderMessage, renderPin } from './message.ts'
import { renderClear, renderRestrict } from './moderation.ts'
import { renderOther, renderRoom } from './room.ts'
import type { Style } from './style.ts'
import { formatTime } from './words.ts'

/**
 * An event as the lines to print for it; none where it says nothing new. The last line carries the time.
 *
 * Whatever the event holds, the lines hold no control character but the palette's own styles.
 */
export function renderEvent(event: ChatEvent<KickEvent>, style: Style): readonly Line[] {
  const { palette, roomLabel } = style
  const bodies = renderBodies(event, style)
  const label = roomLabel(roomOf(event))
  return bodies.map((body, index) => {
    const time = formatTime(timeOf(event) ?? style.nowMs())
    return { prefix: `${index === bodies.length - 1 ? palette.time(time) : ' '.repeat(8)} ${label}`, body }
  })
}

/** The room an event is about; undefined where it is about all of them. */
export function roomOf(event: ChatEvent): RoomRef | undefined {
  if (event.type === 'message' || event.type === 'edit') return event.message.ref.room
  if (event.type === 'delete') return event.target.room
  return event.room
}

/** When it happened, as far as the event itself says. */
function timeOf(event: ChatEvent): number | undefined {
  if (event.type === 'message') return event.message.sentAt
  if (event.type === 'edit') return event.message.editedAt
  return event.type === 'gap' ? event.toMs : undefined
}

function renderBodies(event: ChatEvent<KickEvent>, style: Style): readonly string[] {
  switch (event.type) {
    case 'message':
      return renderMessage(event, style)
    case 'edit':
      return renderEdit(event, style)
    case 'delete':
      return renderDelete(event, style)
    case 'clear':
      return renderClear(event, style)
    case 'pin':
      return renderPin(event, style)
    case 'restrict':
      return renderRestrict(event, style)
    case 'room':
      return renderRoom(event, style)
    case 'activity':
      return renderActivity(event, style)
    case 'gap':
      return renderGap(event, style)
    case 'status':
      return renderStatus(event, style)
    case 'other':
      return renderOther(event, style)
    // Nobody on Kick is told who has read what.
    case 'seen':
    default:
      return []
  }
}
