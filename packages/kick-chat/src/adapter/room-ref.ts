import { ChatError, type RoomRef } from '@wireloom/chat-core'
import { readUserId, type UserId } from '../ids.js'

/** How events call the room of a streamer. */
export function roomRefOf(userId: UserId, account: string): RoomRef {
  return { platform: 'kick', account, room: String(userId), kind: 'live' }
}

/** Whose room it is. @throws ChatError `invalid` */
export function streamerOf(ref: RoomRef): UserId {
  const userId = readUserId(ref.room)
  if (userId !== undefined) return userId
  throw new ChatError(
    'invalid',
    `A room of Kick is named by its streamer's user id, and "${ref.room}" is none: get it by adapter.room('<name>').`,
    { platform: 'kick' },
  )
}
