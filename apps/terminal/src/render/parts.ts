import { renderText, type Part } from '@wireloom/chat-core'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import type { Palette } from '../terminal/palette.ts'

/** The length of a line, styles and all, from which the rest of a message is left out. */
const longLine = 4000

/** What a message says, on one line and safe to print; a very long one is cut. */
export function renderParts(parts: readonly Part[], palette: Palette): string {
  let line = ''
  let previous: Part | undefined
  for (const part of parts) {
    if (line.length >= longLine) return isolate(`${line}…`)
    // Emotes may touch each other on the site, where they are pictures; as words they need a gap.
    if (part.type === 'emote' && previous?.type === 'emote') line += ' '
    line += renderPart(part, palette)
    previous = part
  }
  return isolate(line)
}

function renderPart(part: Part, palette: Palette): string {
  const text = cleanText(renderText([part]))
  switch (part.type) {
    case 'emote':
      return palette.emote(text)
    case 'mention':
      return palette.mention(text)
    case 'link':
      // What a link is called may be anything; where it leads must be seen.
      return palette.link(cleanText(part.url))
    case 'text':
      return text
    default:
      return palette.quiet(text)
  }
}
