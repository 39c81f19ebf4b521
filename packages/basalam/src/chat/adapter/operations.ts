import {
  ChatError,
  type AdapterOperations,
  type Media,
  type MessageRef,
  type Operation,
} from '@wireloom/chat-core'
import type { FileType } from '../../generated/upload.js'
import type { UploadedFile } from '../../services/upload/files.js'
import type { ChatRooms } from './chat-rooms.js'
import type { ChatApiClient } from './client.js'
import { toWords } from './compose.js'
import { toChatId, toId, toMessageId } from './ids.js'
import { asChatCall } from './to-chat-error.js'

/** What Basalam takes at once. */
const mostDeleted = 30
const mostForwarded = 26

/** What can be done beside sending and reading. */
export function createOperations(
  { chats, files }: ChatApiClient,
  rooms: ChatRooms,
): Partial<AdapterOperations> {
  return {
    edit: async (target, outgoing, { signal }) => {
      const text = toWords(outgoing)
      const input = { messageId: toMessageId(target, 'message.edit'), content: { text } }
      await asChatCall('message.edit', chats.editMessage(input, { signal }))
    },
    delete: async (targets, { signal }) => {
      for (const messageIds of inBatches(targets, mostDeleted, 'message.delete')) {
        // oxlint-disable-next-line no-await-in-loop -- one request after the other, so that a refusal ends it
        await demandYes('message.delete', chats.deleteMessages({ messageIds }, { signal }))
      }
    },
    forward: async (targets, to, { signal }) => {
      const chatIds = [toChatId(to, 'message.forward')]
      for (const messageIds of inBatches(targets, mostForwarded, 'message.forward')) {
        // oxlint-disable-next-line no-await-in-loop -- in their order
        await demandYes('message.forward', chats.forwardMessages({ messageIds, chatIds }, { signal }))
      }
    },
    rooms: async ({ signal }) => asChatCall('room.list', listRooms(chats, rooms, signal)),
    openRoom: async (userId, { signal }) => {
      const id = toId(userId, 'userId', 'room.open')
      return rooms.learn(await asChatCall('room.open', chats.create({ userId: id }, { signal }))).ref
    },
    ...(files !== undefined && {
      upload: async (_room, file, { signal }) => {
        const input = { file, fileType: toFileType(file.type) }
        return toMedia(await asChatCall('media.upload', files.upload(input, { signal })), file)
      },
    }),
  }
}

async function listRooms(
  chats: ChatApiClient['chats'],
  rooms: ChatRooms,
  signal: AbortSignal | undefined,
): ReturnType<AdapterOperations['rooms']> {
  const refs = []
  for await (const chat of chats.list({}, { signal })) refs.push(rooms.learn(chat).ref)
  return refs
}

/** @throws ChatError `invalid`, before anything is asked */
function inBatches(
  targets: readonly MessageRef[],
  most: number,
  operation: Operation,
): readonly (readonly number[])[] {
  const ids = [...new Set(targets.map((target) => toMessageId(target, operation)))]
  const count = Math.ceil(ids.length / most)
  return Array.from({ length: count }, (_, index) => ids.slice(index * most, (index + 1) * most))
}

async function demandYes(operation: Operation, call: PromiseLike<boolean>): Promise<void> {
  if (await asChatCall(operation, call)) return
  throw new ChatError('invalid', `Basalam answered ${operation} with no.`, { platform: 'basalam', operation })
}

function toFileType(mimeType: string): FileType {
  if (mimeType.startsWith('image/')) return 'chat.photo'
  if (mimeType.startsWith('video/')) return 'chat.video'
  return mimeType.startsWith('audio/') ? 'chat.voice' : 'chat.file'
}

function toMedia({ id, url, fileName, size, width, height, duration }: UploadedFile, { type }: Blob): Media {
  return {
    id: String(id),
    ...(url !== undefined && { url }),
    ...(typeof fileName === 'string' && { name: fileName }),
    ...(type !== '' && { mimeType: type }),
    ...(typeof size === 'number' && { sizeBytes: size }),
    ...(typeof width === 'number' && { widthPx: width }),
    ...(typeof height === 'number' && { heightPx: height }),
    ...(typeof duration === 'number' && { durationMs: duration * 1_000 }),
  }
}
