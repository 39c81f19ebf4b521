import { ChatError, type Media, type Part, type Room } from '@wireloom/chat-core'
import type { AdapterPostableMessage, Attachment, FileUpload } from 'chat'
import type { PlainText } from './plain-text.js'

/** A file in hand. */
interface File {
  readonly name: string
  readonly blob: Blob
}

/** What the SDK wants to post as parts: its words first, then its files, which are uploaded for it. */
export async function toParts(
  room: Room,
  message: AdapterPostableMessage,
  plainText: PlainText,
): Promise<readonly Part[]> {
  const text = plainText.renderPostable(message).trim()
  const files = filesOf(message)
  const attachments = attachmentsOf(message)
  const parts: Part[] = text === '' ? [] : [{ type: 'text', text }]
  // Refused before anything is read, or sent in halves.
  if (files.length > 0 || attachments.some(isInHand)) room.demand('media.upload')
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- one upload after the other
    parts.push(await upload(room, { name: file.filename, blob: toBlob(file.data, file.mimeType) }))
  }
  for (const attachment of attachments) {
    // oxlint-disable-next-line no-await-in-loop
    parts.push(await fromAttachment(room, attachment))
  }
  if (parts.length > 0) return parts
  throw new ChatError('invalid', 'There is nothing in the message to post: no text, and no file.')
}

function filesOf(message: AdapterPostableMessage): readonly FileUpload[] {
  return typeof message === 'object' && 'files' in message ? (message.files ?? []) : []
}

function attachmentsOf(message: AdapterPostableMessage): readonly Attachment[] {
  return typeof message === 'object' && 'attachments' in message ? (message.attachments ?? []) : []
}

function isInHand({ data, fetchData, url }: Attachment): boolean {
  return data !== undefined || (url === undefined && fetchData !== undefined)
}

/** A file in hand is uploaded; of one that lies somewhere the address is said. */
async function fromAttachment(room: Room, attachment: Attachment): Promise<Part> {
  const { data, fetchData, mimeType, name = 'file', url } = attachment
  if (url !== undefined && data === undefined) {
    return { type: 'link', url, ...(attachment.name !== undefined && { text: attachment.name }) }
  }
  const content = data ?? (await fetchData?.())
  if (content !== undefined) return upload(room, { name, blob: toBlob(content, mimeType) })
  throw new ChatError('invalid', `The attachment ${name} has neither data nor an address.`)
}

async function upload(room: Room, { name, blob }: File): Promise<Part> {
  const media = await room
    .demand('media.upload')
    .upload(new globalThis.File([blob], name, { type: blob.type }))
  return { type: typeOf(blob.type), media: { name, mimeType: blob.type, ...media } satisfies Media }
}

function typeOf(mimeType: string): 'image' | 'video' | 'voice' | 'file' {
  if (mimeType.startsWith('image/')) return 'image'
  if (mimeType.startsWith('video/')) return 'video'
  return mimeType.startsWith('audio/') ? 'voice' : 'file'
}

function toBlob(data: Blob | ArrayBuffer | Uint8Array, mimeType = ''): Blob {
  if (data instanceof Blob && (mimeType === '' || data.type === mimeType)) return data
  return new Blob([data], { type: mimeType })
}
