import { ChatError, type MessageRef, type Operation, type RoomRef } from '@wireloom/chat-core'

/** The number that Basalam counts a room by. @throws ChatError `invalid` */
export function toChatId({ room }: RoomRef, operation: Operation): number {
  return toId(room, 'The room', operation)
}

/** The number that Basalam counts a message by. @throws ChatError `invalid` */
export function toMessageId({ id }: MessageRef, operation: Operation): number {
  return toId(id, 'The message', operation)
}

/** @param what begins the message of the error @throws ChatError `invalid` */
export function toId(text: string, what: string, operation: Operation): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (id > 0) return id
  throw new ChatError('invalid', `${what} has to be named by a number of Basalam's, not “${text}”.`, {
    platform: 'basalam',
    operation,
  })
}
