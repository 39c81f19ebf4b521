import type { Media } from '@wireloom/chat-core'
import type { MessageFile } from '../../services/chat/message.js'

/** A file of a message, with whatever was said of it. */
export function toMedia(file: MessageFile): Media {
  const { id, url, name, type, size, width, height, duration, blurHash } = file
  const durationMs = typeof duration === 'number' ? duration * 1_000 : undefined
  return {
    ...text('url', url),
    ...(typeof id === 'number' || (typeof id === 'string' && id !== '') ? { id: String(id) } : {}),
    ...text('name', name),
    // The server's word for the kind of file is a MIME type only now and then.
    ...(typeof type === 'string' && type.includes('/') && { mimeType: type }),
    ...number('sizeBytes', size),
    ...number('widthPx', width),
    ...number('heightPx', height),
    ...number('durationMs', durationMs),
    ...text('blurHash', blurHash),
  }
}

function text(name: keyof Media, value: unknown): Media {
  return typeof value === 'string' && value !== '' ? { [name]: value } : {}
}

function number(name: keyof Media, value: unknown): Media {
  return typeof value === 'number' && Number.isFinite(value) ? { [name]: value } : {}
}
