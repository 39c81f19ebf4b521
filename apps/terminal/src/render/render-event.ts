import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import { renderActivity } from './activity.ts'
import { renderGap, renderStatus } from './gap.ts'
import { renderDelete, renderEdit, renderMessage, renderPin } from './message.ts'
import { renderClear, renderRestrict } from './moderation.ts'
import { renderOther, renderRoom } from './room.ts'
import type { Style } from './style.ts'

/**
 * An event as the lines to print for it; none where it says nothing new.
 *
 * Whatever the event holds, the lines hold no control character but the palette's own styles.
 */
export function renderEvent(event: ChatEvent<KickEvent>, style: Style): readonly string[] {
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
