import { joinKey } from './key.js'
import type { RoomRef } from './room-ref.js'

/** Names one message in one room. */
export interface MessageRef {
  /** Where the message stands. */
  readonly room: RoomRef
  /** The platform's own id of the message, as a string. */
  readonly id: string
}

/**
 * The message's identity as one string, `platform/account/room/id`: what duplicates are recognized by.
 *
 * The same message read from a socket, a webhook or a history page has the same key. Escaped as in `roomKey`.
 */
export function messageKey(ref: MessageRef): string {
  const { platform, account, room } = ref.room
  return joinKey([platform, account, room, ref.id])
}
