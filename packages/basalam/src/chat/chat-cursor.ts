import { BasalamError } from '../basalam-error.js'
import { isPlain } from '../case.js'

/**
 * How far a stream was read: plain data, to be kept as JSON. What is in it is for the stream alone.
 */
export interface ChatCursor {
  readonly version: 1
  /** The last message that was told of each chat, and when the chat changed. */
  readonly chats: Readonly<Record<string, ReadChat>>
  /** In chats that are not named here, messages are new that came after this. Left out: all of them. */
  readonly since?: string | undefined
  /** Whatever changed before this was told. */
  readonly watermark?: string | undefined
}

/** How far one chat was read. */
export interface ReadChat {
  readonly messageId: number
  readonly updatedAt?: string | undefined
}

/** @throws BasalamError `invalid_options` */
export function checkCursor(cursor: unknown): ChatCursor {
  if (isPlain(cursor) && cursor['version'] === 1 && isPlain(cursor['chats'])) {
    const { chats, since, watermark } = cursor
    const areRead = Object.entries(chats).every(
      ([id, chat]) =>
        /^\d+$/.test(id) &&
        isPlain(chat) &&
        Number.isSafeInteger(chat['messageId']) &&
        isTime(chat['updatedAt']),
    )
    if (areRead && isTime(since) && isTime(watermark)) return cursor as unknown as ChatCursor
  }
  throw new BasalamError(
    'invalid_options',
    'cursor has to be what `cursor` of an earlier stream was, or left out.',
  )
}

function isTime(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
