import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import type { ColorSupportLevel } from 'chalk'
import { RecentMessages } from '../../src/render/recent-messages.ts'
import { renderEvent } from '../../src/render/render-event.ts'
import type { Style } from '../../src/render/style.ts'
import { Votes } from '../../src/render/votes.ts'
import { joinLine } from '../../src/terminal/line.ts'
import { createPalette } from '../../src/terminal/palette.ts'
import { nowMs } from './events.ts'

export function makeStyle(level: ColorSupportLevel = 0, difference: Partial<Style> = {}): Style {
  return {
    palette: createPalette(level),
    roomLabel: () => '',
    recent: new RecentMessages(),
    votes: new Votes(),
    connectedRooms: new Set(),
    nowMs: () => nowMs,
    ...difference,
  }
}

/** The lines of an event as a file would get them. */
export function show(event: ChatEvent<KickEvent>, style: Style = makeStyle()): readonly string[] {
  return renderEvent(event, style).map((line) => joinLine(line))
}
