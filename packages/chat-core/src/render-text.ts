import type { Media } from './media.js'
import type { Part } from './part.js'

/**
 * A message's parts as plain text: the form for logs, terminals, search and screen readers.
 *
 * Words stay as they are; an emote is its name, a mention `@name`, a link its words or its address. A file is its
 * name or `[image]` and the like, a place its label or its degrees, a card its title, address or `[product 12]`,
 * and an unknown part its fallback. Parts are joined without anything between them.
 */
export function renderText(parts: readonly Part[]): string {
  let text = ''
  for (const part of parts) text += renderPart(part)
  return text
}

function renderPart(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'emote':
      return part.name
    case 'mention':
      return `@${part.name}`
    case 'link':
      return part.text ?? part.url
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
    case 'sticker':
      return renderMedia(part.type, part.media)
    case 'gallery':
      return part.media.map((media) => renderMedia('image', media)).join(' ')
    case 'location':
      return part.label ?? `${part.latitude}, ${part.longitude}`
    case 'card':
      return part.title ?? part.url ?? `[${part.card} ${part.entityId}]`
    case 'unknown':
    default:
      return part.fallback
  }
}

function renderMedia(type: string, media: Media): string {
  return media.name ?? `[${type}]`
}
