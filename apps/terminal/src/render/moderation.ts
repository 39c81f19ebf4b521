import type { ClearEvent, RestrictEvent } from '@wireloom/chat-core'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import { renderName } from './people.ts'
import { formatSpan, formatTime } from './words.ts'
import type { Style } from './style.ts'

export function renderClear({ by }: ClearEvent, style: Style): readonly string[] {
  const { palette } = style
  const who = by === undefined ? '' : ` by ${renderName(by, palette)}`
  return [`${palette.bad('✗ the chat was cleared')}${who}`]
}

export function renderRestrict(event: RestrictEvent, style: Style): readonly string[] {
  const { palette } = style
  const { user, by, action, reason } = event
  const who = by === undefined ? '' : ` by ${renderName(by, palette)}`
  const why = reason === undefined || reason === '' ? '' : ` (${isolate(cleanText(reason))})`
  const name = renderName(user, palette)
  const lines = {
    ban: `${palette.bad('✗')} ${name} ${palette.bad('was banned')}${who}${why}`,
    timeout: `${palette.bad('✗')} ${name} ${palette.bad('may not write')}${renderUntil(event, style)}${who}${why}`,
    release: `${palette.good('✓')} ${name} ${palette.good('may write again')}${who}${why}`,
  }
  return [lines[action]]
}

function renderUntil({ untilMs }: RestrictEvent, { nowMs }: Style): string {
  if (untilMs === undefined) return ' for a while'
  const spanMs = untilMs - nowMs()
  return spanMs <= 0 ? ` until ${formatTime(untilMs)}` : ` for ${formatSpan(spanMs)}`
}
