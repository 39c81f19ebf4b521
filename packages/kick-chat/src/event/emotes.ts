import type { Part } from '@wireloom/chat-core'

/** One part found in a message's content, and where in it. */
interface Found {
  readonly part: Part
  readonly start: number
  readonly end: number
}

const emoteOpening = '[emote:'

/**
 * A message's content as parts: words, emotes, mentions and links, in order and without loss:
 * {@link renderContent} gives the content back.
 *
 * - An emote is `[emote:<digits>:<name>]`; its name is anything but `]`, and not empty. Emotes may touch each other
 *   and words.
 * - A mention is `@` and a username of letters, digits and underscores, where no such character stands before the `@`.
 * - A link is `http://` or `https://` up to a space, without the punctuation that ends a sentence.
 */
export function parseContent(content: string): readonly Part[] {
  if (content === '') return []
  // Most messages hold none of the three, and need no scan.
  if (!content.includes(emoteOpening) && !content.includes('@') && !content.includes('://')) {
    return [{ type: 'text', text: content }]
  }
  return scan(content)
}

/** The content that was typed to say these parts, emotes as their tokens. */
export function renderContent(parts: readonly Part[]): string {
  let content = ''
  for (const part of parts) {
    if (part.type === 'text') content += part.text
    else if (part.type === 'emote') content += `${emoteOpening}${part.id}:${part.name}]`
    else if (part.type === 'mention') content += `@${part.name}`
    else if (part.type === 'link') content += part.url
  }
  return content
}

function scan(content: string): readonly Part[] {
  const parts: Part[] = []
  let textStart = 0
  // Behind this no `]` is left, so that a flood of opened tokens is not searched again and again.
  const lastClosing = content.lastIndexOf(']')
  for (let index = 0; index < content.length; index += 1) {
    const code = content.charCodeAt(index)
    let found: Found | undefined
    if (code === openingBracket) found = index < lastClosing ? findEmote(content, index) : undefined
    else if (code === at) found = findMention(content, index)
    else if (code === colon) found = findLink(content, index, textStart)
    if (found === undefined) continue
    if (found.start > textStart) parts.push({ type: 'text', text: content.slice(textStart, found.start) })
    parts.push(found.part)
    textStart = found.end
    index = found.end - 1
  }
  if (textStart < content.length) parts.push({ type: 'text', text: content.slice(textStart) })
  return parts
}

const openingBracket = 0x5b
const at = 0x40
const colon = 0x3a

/** An emote whose `[` stands at `start`. */
function findEmote(content: string, start: number): Found | undefined {
  if (!content.startsWith(emoteOpening, start)) return undefined
  const idStart = start + emoteOpening.length
  let idEnd = idStart
  while (isDigit(content.charCodeAt(idEnd))) idEnd += 1
  if (idEnd === idStart || content.charCodeAt(idEnd) !== colon) return undefined
  const closing = content.indexOf(']', idEnd)
  if (closing <= idEnd + 1) return undefined
  const id = content.slice(idStart, idEnd)
  return {
    part: {
      type: 'emote',
      id,
      name: content.slice(idEnd + 1, closing),
      provider: 'kick',
      image: `https://files.kick.com/emotes/${id}/fullsize`,
    },
    start,
    end: closing + 1,
  }
}

/** A mention whose `@` stands at `start`. */
function findMention(content: string, start: number): Found | undefined {
  // Something before the `@` makes it an address for mail rather than somebody's name.
  if (start > 0 && isNameCharacter(content.charCodeAt(start - 1))) return undefined
  let end = start + 1
  while (isNameCharacter(content.charCodeAt(end))) end += 1
  if (end === start + 1) return undefined
  return { part: { type: 'mention', name: content.slice(start + 1, end) }, start, end }
}

/** A link whose first `:` stands at `colonIndex`, and which does not reach back before `textStart`. */
function findLink(content: string, colonIndex: number, textStart: number): Found | undefined {
  if (!content.startsWith('://', colonIndex)) return undefined
  const start = schemeStart(content, colonIndex, textStart)
  if (start === undefined) return undefined
  const hostStart = colonIndex + 3
  let end = hostStart
  while (end < content.length && isLinkCharacter(content, end)) end += 1
  while (end > hostStart && endPunctuation.includes(content.charAt(end - 1))) end -= 1
  if (end === hostStart) return undefined
  return { part: { type: 'link', url: content.slice(start, end) }, start, end }
}

function schemeStart(content: string, colonIndex: number, textStart: number): number | undefined {
  for (const scheme of ['https', 'http']) {
    const start = colonIndex - scheme.length
    if (start < textStart || content.slice(start, colonIndex).toLowerCase() !== scheme) continue
    const isWordBefore = start > textStart && isNameCharacter(content.charCodeAt(start - 1))
    return isWordBefore ? undefined : start
  }
  return undefined
}

const endPunctuation = `.,;:!?'")]}`

function isLinkCharacter(content: string, index: number): boolean {
  const code = content.charCodeAt(index)
  if (code <= 0x20 || code === 0x3c || code === 0x3e || code === 0x22) return false
  if (code === openingBracket) return !content.startsWith(emoteOpening, index)
  return code < 0x80 || !/\s/.test(content.charAt(index))
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isNameCharacter(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f
}
