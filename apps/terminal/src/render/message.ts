import type { DeleteEvent, EditEvent, Message, MessageEvent, PinEvent } from '@wireloom/chat-core'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import { fit } from '../terminal/fit.ts'
import { renderParts } from './parts.ts'
import { renderBadges, renderName } from './people.ts'
import type { Style } from './style.ts'

/** How much of another message is quoted, in columns. */
const quoteColumns = 60

export function renderMessage({ message }: MessageEvent, style: Style): readonly string[] {
  style.recent.add(message)
  const line = renderSaid(message, style)
  return message.replyTo === undefined ? [line] : [renderQuote(message, style), line]
}

export function renderEdit({ message, previous }: EditEvent, style: Style): readonly string[] {
  const { palette } = style
  style.recent.add(message)
  const before = previous === undefined ? '' : `${renderStruck(previous.text, style)} `
  return [`${palette.quiet('edited')} ${before}${renderSaid(message, style)}`]
}

/** What was printed cannot be taken back: the message is printed once more, struck through. */
export function renderDelete(event: DeleteEvent, style: Style): readonly string[] {
  const { palette, recent } = style
  const { target, by, automatic } = event
  const message = recent.find(target)
  const who =
    by !== undefined ? ` by ${renderName(by, palette)}` : automatic === true ? ' by automatic moderation' : ''
  const what =
    message === undefined
      ? palette.quiet('a message from before this view')
      : `${renderName({ name: message.name, ...(message.color !== undefined && { color: message.color }) }, palette)}: ${renderStruck(message.text, style)}`
  return [`${palette.bad(`✗ deleted${who}`)} ${what}`]
}

export function renderPin({ target, by, message }: PinEvent, style: Style): readonly string[] {
  const { palette, recent } = style
  if (target === null) return [palette.quiet('▪ the pin was taken off')]
  const who = by === undefined ? '' : ` by ${renderName(by, palette)}`
  const known = recent.find(target)
  const said =
    message !== undefined
      ? renderSaid(message, style)
      : known === undefined
        ? palette.quiet('a message from before this view')
        : `${renderName({ name: known.name }, palette)}: ${isolate(cleanText(known.text))}`
  return [`${palette.good('▪ pinned')}${who}: ${said}`]
}

function renderSaid({ author, parts }: Message, { palette }: Style): string {
  return `${renderBadges(author, palette)}${renderName(author, palette)}: ${renderParts(parts, palette)}`
}

function renderQuote({ replyTo }: Message, { palette }: Style): string {
  const name = isolate(cleanText(replyTo?.author?.name ?? '').trim())
  const text = isolate(fit(cleanText(replyTo?.text ?? ''), quoteColumns))
  return palette.quiet(`┌ ${name === '' ? '' : `${name}: `}${text}`)
}

function renderStruck(text: string, { palette }: Style): string {
  return isolate(palette.struck(cleanText(text)))
}
