import type { ShownBadge, ShownMessage, ShownPart } from './message.ts'
import { nameColor } from './name-color.ts'

/** Badges that fonts everywhere have a sign for. */
const glyphs: Readonly<Record<string, string>> = {
  broadcaster: '♛',
  staff: '✶',
  moderator: '▲',
  verified: '✓',
  vip: '♦',
  og: '◆',
  founder: '⚑',
  subscriber: '★',
  sub_gifter: '♥',
  bot: '▣',
}

/**
 * Draws a message. Nothing of it is ever read as markup: words become text, pictures are of `http` and `https` alone.
 *
 * The line runs as the words do: the name and the badges stand apart (`bdi`), so that `dir=auto` finds the first letter
 * of what was said.
 */
export function drawMessage(message: ShownMessage): HTMLLIElement {
  const { authorKey, badges, color, name, parts, reply } = message
  const item = document.createElement('li')
  item.className = 'message'
  item.dir = 'auto'
  if (reply !== undefined) item.append(drawReply(reply))
  if (badges.length > 0) item.append(drawBadges(badges), ' ')
  const author = create('bdi', 'name', name)
  author.style.color = nameColor(color, authorKey)
  const text = create('span', 'text')
  text.append(...parts.map(drawPart))
  item.append(author, ': ', text)
  return item
}

function drawReply({ name, text }: { readonly name: string; readonly text: string }): HTMLElement {
  const line = create('span', 'reply')
  line.dir = 'auto'
  line.append('↩ ', create('bdi', 'quoted', name === '' ? '' : `@${name}`), ` ${text}`)
  return line
}

function drawBadges(badges: readonly ShownBadge[]): HTMLElement {
  const place = create('bdi', 'badges')
  for (const { count, image, text, type } of badges) {
    const glyph = Object.hasOwn(glyphs, type) ? glyphs[type] : undefined
    const words = glyph === undefined ? text : `${glyph}${type === 'subscriber' ? (count ?? '') : ''}`
    if (words === '' && image === undefined) continue
    const badge = create('span', 'badge', image === undefined ? words : '')
    // Nobody but the style sheet gives it a meaning, and that only to those it knows.
    if (glyph !== undefined) badge.classList.add(type)
    badge.title = text
    if (image !== undefined) badge.append(drawPicture(image, words))
    place.append(badge)
  }
  return place
}

function drawPart(part: ShownPart): Node {
  switch (part.type) {
    case 'text':
      return document.createTextNode(part.text)
    case 'mention':
    case 'link':
      return create('bdi', part.type, part.text)
    case 'emote': {
      const picture = part.image === undefined ? part.name : drawPicture(part.image, part.name)
      if (picture instanceof HTMLElement) picture.classList.add('emote')
      return typeof picture === 'string' ? document.createTextNode(picture) : picture
    }
  }
}

/** A picture; its words where the address is none, or nothing comes from there. */
function drawPicture(address: string, words: string): Node & ChildNode {
  const url = URL.parse(address, document.baseURI)
  const asText = document.createTextNode(words)
  if (url === null || !/^https?:$/u.test(url.protocol)) return asText
  const picture = document.createElement('img')
  picture.alt = words
  picture.addEventListener('error', () => picture.replaceWith(asText), { once: true })
  picture.src = url.href
  return picture
}

function create(name: 'bdi' | 'span', className: string, text = ''): HTMLElement {
  const element = document.createElement(name)
  element.className = className
  element.textContent = text
  return element
}
