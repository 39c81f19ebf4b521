import type { Media, Part } from '@wireloom/chat-core'
import { ChatError } from '@wireloom/chat-core'
import type { Attachment } from 'chat'

const kinds = {
  image: 'image',
  sticker: 'image',
  gallery: 'image',
  video: 'video',
  voice: 'audio',
  file: 'file',
} as const satisfies Readonly<Record<string, Attachment['type']>>

/** The files that a message carries. */
export function toAttachments(parts: readonly Part[]): Attachment[] {
  return parts.flatMap((part) => {
    if (part.type === 'gallery') return part.media.map((media) => toAttachment('image', media))
    return 'media' in part ? [toAttachment(kinds[part.type], part.media)] : []
  })
}

function toAttachment(type: Attachment['type'], media: Media): Attachment {
  const { url, name, mimeType, sizeBytes, widthPx, heightPx } = media
  return {
    type,
    ...(url !== undefined && { url, fetchData: () => fetchData(url) }),
    ...(name !== undefined && { name }),
    ...(mimeType !== undefined && { mimeType }),
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    ...(widthPx !== undefined && { width: widthPx }),
    ...(heightPx !== undefined && { height: heightPx }),
  }
}

async function fetchData(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url)
  if (response.ok) return response.arrayBuffer()
  const { status } = response
  throw new ChatError('unavailable', `The file could not be fetched: the server answered ${status}.`, {
    status,
  })
}
