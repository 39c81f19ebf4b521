import { ChatError, type CardPart, type Media, type Outgoing, type Part } from '@wireloom/chat-core'
import type { AttachmentFile } from '../../generated/chat.js'
import type { MessageToSend } from '../../services/chat/message-to-send.js'
import type { CardMessageType, FileMessageType } from '../../services/chat/message.js'
import { toId } from './ids.js'

/** A message to be sent, but for where to. */
export type Piece = Omit<MessageToSend, 'chatId'>

const cardTypes: Readonly<Record<string, CardMessageType>> = {
  product: 'product',
  vendor: 'vendor',
  user: 'user',
  coupon: 'coupon',
  order: 'order',
  order_process: 'order_process',
  review: 'review',
  story: 'story',
  post: 'social_post',
}

const fileTypes: Readonly<Partial<Record<Part['type'], FileMessageType>>> = {
  image: 'picture',
  gallery: 'gallery',
  video: 'video',
  voice: 'voice',
  file: 'file',
  sticker: 'sticker',
}

/**
 * What has to be sent for a list of parts: words together are one message, each file or card is one of its own, with
 * the words behind it as its caption. A voice with a product behind it is one message too.
 *
 * @throws ChatError `invalid` for a file that was not uploaded, or a card of no known kind; `unsupported` for other parts
 */
export function compose({ parts, replyTo, clientId }: Outgoing): readonly Piece[] {
  const pieces: Piece[] = []
  let rest = parts
  while (rest.length > 0) {
    const [head, next] = rest as readonly [Part, ...Part[]]
    const product =
      head.type === 'voice' && next?.type === 'card' && next.card === 'product' ? next : undefined
    const own = isWords(head) ? 0 : product === undefined ? 1 : 2
    const end = rest.findIndex((part, index) => index >= own && !isWords(part))
    const caption = toText(rest.slice(own, end === -1 ? rest.length : end))
    pieces.push(toPiece(head, product, caption))
    rest = end === -1 ? [] : rest.slice(end)
  }
  return pieces.map((piece, index) => ({
    ...piece,
    tempId: toTempId(`${clientId}/${index}`),
    ...(index === 0 &&
      replyTo !== undefined && { repliedMessageId: toId(replyTo.id, 'replyTo', 'message.reply') }),
  }))
}

/** The words of parts, for what takes words alone. @throws ChatError `unsupported` */
export function toWords({ parts }: Outgoing): string {
  const stranger = parts.find((part) => !isWords(part))
  if (stranger !== undefined) throw cannotShow(stranger, 'message.edit')
  return toText(parts)
}

function toPiece(head: Part, product: CardPart | undefined, caption: string): Piece {
  if (isWords(head)) return { messageType: 'text', content: { text: caption } }
  const words = caption === '' ? {} : { text: caption }
  if (head.type === 'card') {
    return { messageType: toCardType(head), content: { ...words, entityId: toEntityId(head) } }
  }
  const fileType = fileTypes[head.type]
  if (fileType === undefined || !('media' in head)) throw cannotShow(head, 'message.send')
  const media = 'length' in head.media ? head.media : [head.media]
  const attachment = { files: media.map((each) => toAttachment(each)) }
  if (product !== undefined) {
    return { messageType: 'product_voice', attachment, content: { ...words, entityId: toEntityId(product) } }
  }
  return { messageType: fileType, attachment, ...(caption !== '' && { content: words }) }
}

function isWords({ type }: Part): boolean {
  return type === 'text' || type === 'link' || type === 'mention' || type === 'emote'
}

/** As a reader sees it; the address of a link stands behind words that do not say it. */
function toText(parts: readonly Part[]): string {
  return parts.map((part) => wordsOf(part)).join('')
}

function wordsOf(part: Part): string {
  if (part.type === 'text') return part.text
  if (part.type === 'mention') return `@${part.name}`
  if (part.type === 'emote') return part.name
  if (part.type !== 'link') return ''
  const { text, url } = part
  if (text === undefined || text === '') return url
  return url.endsWith(text) ? text : `${text} ${url}`
}

function toCardType(part: CardPart): CardMessageType {
  const type = cardTypes[part.card]
  if (type !== undefined) return type
  const known = Object.keys(cardTypes).join(', ')
  throw new ChatError('invalid', `card has to be one of ${known}, not “${part.card}”.`, about)
}

function toEntityId({ entityId, card }: CardPart): number {
  return toId(entityId, `The entityId of a ${card}`, 'message.send')
}

function toAttachment({
  id,
  url,
  name,
  sizeBytes,
  widthPx,
  heightPx,
  durationMs,
  blurHash,
}: Media): AttachmentFile {
  if (id === undefined || url === undefined) {
    const message =
      'media has to have the id and url of a file that was uploaded; room.upload(file) gives both.'
    throw new ChatError('invalid', message, about)
  }
  const duration = durationMs === undefined ? undefined : Math.round(durationMs / 1_000)
  const facts = { name, size: sizeBytes, width: widthPx, height: heightPx, duration, blurHash }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return { id: toId(id, 'The id of a file', 'message.send'), url, ...Object.fromEntries(known) }
}

const about = { platform: 'basalam', operation: 'message.send' } as const

function cannotShow({ type }: Part, operation: string): ChatError {
  const message = `Basalam cannot show a part of type “${type}” here.`
  return new ChatError('unsupported', message, { platform: 'basalam', operation })
}

/** Basalam takes a whole number as the sender's own id, where ours are texts: this one is as good as unique. */
function toTempId(text: string): number {
  let hash = 0x81_1c_9d_c5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93)
  return hash >>> 1 || 1
}
