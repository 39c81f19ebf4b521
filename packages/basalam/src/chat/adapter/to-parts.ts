import type { CardKind, CardPart, LocationPart, Part, UnknownPart } from '@wireloom/chat-core'
import type { MessageContent, RepliedMessage } from '../../services/chat/message.js'
import { toMedia } from './to-media.js'
import { toTextParts } from './to-text-parts.js'

/** What a message of Basalam's is made of: its type decides what its content is. */
export function toParts({ type, messageType, content }: RepliedMessage): readonly Part[] {
  switch (type) {
    case 'text':
    case 'label':
    case 'notification':
      return toTextParts(content)
    case 'picture':
    case 'gallery':
    case 'sticker':
    case 'video':
    case 'voice':
    case 'file':
    case 'old_file':
      return [...toMediaParts(type, content), ...toTextParts(content)]
    case 'product_voice':
      return [
        ...toMediaParts('voice', content),
        toCard('product', content, messageType),
        ...toTextParts(content),
      ]
    case 'location':
      return toLocation(content)
    case 'product':
    case 'vendor':
    case 'user':
    case 'coupon':
    case 'order':
    case 'order_process':
    case 'review':
    case 'story':
    case 'social_post':
      return [toCard(cardKinds[type] ?? type, content, messageType), ...toTextParts(content)]
    case 'factor':
    case 'voice_call_phone':
    case 'agreement':
    case 'unknown':
    default:
      return [toUnknown(messageType, content)]
  }
}

const cardKinds: Readonly<Record<string, CardKind>> = { social_post: 'post' }

type MediaType = 'picture' | 'gallery' | 'sticker' | 'video' | 'voice' | 'file' | 'old_file'

const mediaParts = {
  picture: 'image',
  sticker: 'sticker',
  video: 'video',
  voice: 'voice',
  file: 'file',
  old_file: 'file',
} as const

function toMediaParts(type: MediaType, { files }: MessageContent): readonly Part[] {
  const media = files.map((file) => toMedia(file))
  if (type === 'gallery' || (type === 'picture' && media.length > 1)) return [{ type: 'gallery', media }]
  // Of a picture without a file it is still known that it is one.
  const all = media.length === 0 ? [{}] : media
  return all.map((each) => ({ type: mediaParts[type], media: each }))
}

function toCard(card: CardKind, content: MessageContent, messageType: string): CardPart | UnknownPart {
  const { entityId } = content
  return entityId === undefined
    ? { type: 'unknown', platformType: messageType, fallback: '' }
    : { type: 'card', card, entityId: String(entityId) }
}

/**
 * Basalam says where a place is by two whole numbers, “geo width” and “geo height”, and no document says what they
 * count. They are taken for degrees only where they can be some; the message's `raw` has them in any case.
 */
function toLocation(content: MessageContent): readonly Part[] {
  const { geoWidth, geoHeight } = (content.location ?? {}) as Readonly<Record<string, unknown>>
  const isPlace = isWithin(geoWidth, 90) && isWithin(geoHeight, 180)
  const place: LocationPart | UnknownPart = isPlace
    ? { type: 'location', latitude: geoWidth, longitude: geoHeight }
    : { type: 'unknown', platformType: 'location', fallback: toNumbers(geoWidth, geoHeight) }
  return [place, ...toTextParts(content)]
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most
}

function toNumbers(...values: readonly unknown[]): string {
  return values.filter((value) => typeof value === 'number').join(', ')
}

function toUnknown(platformType: string, { text }: MessageContent): UnknownPart {
  return { type: 'unknown', platformType, fallback: text ?? '' }
}
