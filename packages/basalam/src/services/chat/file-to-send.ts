import { BasalamError, invalidArgument } from '../../basalam-error.js'
import type { AttachmentFile } from '../../generated/chat.js'
import type { FileType } from '../../generated/upload.js'
import type { FileToUpload, UploadedFile } from '../upload/files.js'
import type { MessageToSend } from './message-to-send.js'

/** What `chats.sendFile` takes: a file to upload, and the message that shows it. */
export interface FileToSend
  extends
    Pick<FileToUpload, 'file' | 'fileName' | 'maxBytes' | 'onProgress'>,
    Omit<MessageToSend, 'messageType' | 'content' | 'attachment'> {
  /** How it is shown. Default `file`. */
  readonly messageType?: 'picture' | 'video' | 'voice' | 'file' | undefined
  /** What is said of it. */
  readonly text?: string | undefined
}

const fileTypes = {
  picture: 'chat.photo',
  video: 'chat.video',
  voice: 'chat.voice',
  file: 'chat.file',
} as const satisfies Record<NonNullable<FileToSend['messageType']>, FileType>

/** What is uploaded, and how the message with it looks once it is. @throws BasalamError `invalid_argument` */
export function splitFile(given: FileToSend): {
  readonly upload: FileToUpload
  readonly message: (uploaded: UploadedFile) => MessageToSend
} {
  const { file, fileName, maxBytes, onProgress, messageType = 'file', text, ...rest } = given ?? {}
  const fileType = fileTypes[messageType]
  if (fileType === undefined) {
    throw invalidArgument(`messageType has to be one of ${Object.keys(fileTypes).join(', ')}.`)
  }
  if (typeof rest.chatId !== 'number')
    throw invalidArgument('chatId is missing: the chat that the file goes to.')
  return {
    upload: { file, fileName, maxBytes, onProgress, fileType },
    message: (uploaded) => ({
      ...rest,
      messageType,
      ...(text !== undefined && { content: { text } }),
      attachment: { files: [toAttachment(uploaded)] },
    }),
  }
}

function toAttachment({ id, url, fileName, size, width, height, duration }: UploadedFile): AttachmentFile {
  if (url === undefined) {
    throw new BasalamError(
      'malformed',
      `The file was uploaded as ${id}, and the answer names no address of it.`,
      {
        reason: 'unexpected_shape',
      },
    )
  }
  const facts = { name: fileName, size, width, height, duration }
  const known = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)
  return { id, url, ...Object.fromEntries(known) }
}
