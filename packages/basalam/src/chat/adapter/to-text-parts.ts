import type { LinkPart, Part } from '@wireloom/chat-core'
import type { MessageContent, MessageLink } from '../../services/chat/message.js'

interface Range {
  readonly start: number
  readonly end: number
  readonly link: Omit<LinkPart, 'text'>
}

/** Words, with the links in them where the message says they stand. Nothing of the text is lost or added. */
export function toTextParts({ text = '', links }: MessageContent): readonly Part[] {
  if (text === '') return []
  const ranges = links.flatMap((link) => toRange(link, text))
  const parts: Part[] = []
  let end = 0
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    // Of two that overlap, the first stands.
    if (range.start < end) continue
    if (range.start > end) parts.push({ type: 'text', text: text.slice(end, range.start) })
    parts.push({ ...range.link, text: text.slice(range.start, range.end) })
    end = range.end
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) })
  return parts
}

function toRange({ url, startIndex, endIndex, isBasalamLink }: MessageLink, text: string): readonly Range[] {
  if (typeof url !== 'string' || url === '') return []
  const link = {
    type: 'link',
    url,
    ...(typeof isBasalamLink === 'boolean' && { internal: isBasalamLink }),
  } as const
  if (isPlace(startIndex, text) && isPlace(endIndex, text) && startIndex < endIndex) {
    return [{ start: startIndex, end: endIndex, link }]
  }
  const start = text.indexOf(url)
  return start === -1 ? [] : [{ start, end: start + url.length, link }]
}

function isPlace(value: unknown, text: string): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= text.length
}
