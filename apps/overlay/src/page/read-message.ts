import type { ShownBadge, ShownMessage, ShownPart, ShownReply } from './message.ts'
import { readList, readNumber, readObject, readText, type Wire } from './wire.ts'

/** Where the picture of an emote lies, given its id and where the platform says it lies. */
export type EmoteAddress = (id: string, image: string | undefined) => string | undefined

/** How much of a message is shown, in characters: one person does not get the whole screen. */
const mostText = 300
const mostName = 40
const mostBadges = 8
const withASay: ReadonlySet<unknown> = new Set(['owner', 'moderator', 'staff'])

/** What stands for parts that have no words. */
const signs: Readonly<Record<string, string>> = {
  image: '[picture]',
  gallery: '[pictures]',
  sticker: '[sticker]',
  voice: '[voice]',
  video: '[video]',
  file: '[file]',
  location: '[place]',
}

/** Reads a message of the relay. @returns undefined where it has no id */
export function readMessage(message: Wire, emoteAddress: EmoteAddress): ShownMessage | undefined {
  const key = readMessageKey(message['ref'])
  if (key === undefined) return undefined
  const room = readObject(readObject(message['ref'])['room'])
  const author = readObject(message['author'])
  return {
    key,
    roomKey: readRoomKey(room),
    authorKey: readPersonKey(room, author) ?? key,
    name: cut(readText(author['name']) ?? 'somebody', mostName),
    color: readText(author['color']),
    badges: readList(author['badges']).slice(0, mostBadges).map(readBadge),
    hasSay: readList(author['roles']).some((role) => withASay.has(role)),
    parts: readParts(message['parts'], emoteAddress),
    reply: readReply(room, message['replyTo']),
    sentAtMs: readNumber(message['sentAt']) ?? 0,
  }
}

/** What tells a room from others. */
export function readRoomKey(room: Wire): string {
  return JSON.stringify([room['platform'], room['account'], room['room']])
}

/** What tells a message from others, by its reference. */
export function readMessageKey(ref: unknown): string | undefined {
  const { id, room } = readObject(ref)
  return typeof id === 'string' ? `${readRoomKey(readObject(room))}${id}` : undefined
}

/** What tells somebody from others in a room: by id, or where the platform hides it, by name. */
export function readPersonKey(room: Wire, person: unknown): string | undefined {
  const { id, name } = readObject(person)
  const who = typeof id === 'string' ? `#${id}` : readText(name)?.toLowerCase()
  return who === undefined ? undefined : `${readRoomKey(room)}${who}`
}

function readBadge(value: unknown): ShownBadge {
  const badge = readObject(value)
  return {
    type: readText(badge['type']) ?? '',
    text: cut(readText(badge['text']) ?? readText(badge['type']) ?? '', 12),
    count: readNumber(badge['count']),
    image: readText(badge['image']),
  }
}

function readReply(room: Wire, value: unknown): ShownReply | undefined {
  const reply = readObject(value)
  const key = readMessageKey(reply['ref'])
  if (key === undefined) return undefined
  return {
    key,
    authorKey: readPersonKey(room, reply['author']),
    name: cut(readText(readObject(reply['author'])['name']) ?? '', mostName),
    text: cut(readText(reply['text']) ?? '', 120),
  }
}

function readParts(value: unknown, emoteAddress: EmoteAddress): readonly ShownPart[] {
  const parts: ShownPart[] = []
  let left = mostText
  for (const each of readList(value)) {
    if (left <= 0) break
    const part = readPart(readObject(each), emoteAddress)
    if (part.type === 'emote') {
      // A picture takes the room of a few letters.
      left -= 4
      parts.push(part)
    } else {
      const text = cut(part.text, left)
      left -= text.length
      parts.push({ ...part, text })
    }
  }
  return parts
}

function readPart(part: Wire, emoteAddress: EmoteAddress): ShownPart {
  const text = readText(part['text']) ?? ''
  const name = readText(part['name']) ?? ''
  const type = readText(part['type']) ?? ''
  switch (type) {
    case 'text':
      return { type: 'text', text }
    case 'mention':
      return { type: 'mention', text: `@${name}` }
    case 'link':
      return { type: 'link', text: text === '' ? (readText(part['url']) ?? '') : text }
    case 'emote':
      return {
        type: 'emote',
        name,
        image: emoteAddress(readText(part['id']) ?? '', readText(part['image'])),
      }
    case 'card':
      return { type: 'text', text: `[${readText(part['title']) ?? readText(part['card']) ?? ''}]` }
    default:
      return { type: 'text', text: signs[type] ?? readText(part['fallback']) ?? '' }
  }
}

/** Marks that turn words round: with them a name can look like somebody else's. Joiners, which Persian needs, stay. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const marks = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/gu

/** Without marks, and no more than so many characters, never half of one. */
function cut(written: string, most: number): string {
  const text = written.replace(marks, ' ')
  if (text.length <= most) return text
  return `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, '')}…`
}
