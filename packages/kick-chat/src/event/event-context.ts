import type { RoomRef } from '@wireloom/chat-core'
import type { UserId } from '../ids.js'

/** What an event does not say of itself. */
export interface EventContext {
  /** The room it happened in. */
  readonly room: RoomRef
  /** When it arrived, in milliseconds since 1970: stands in for a message's time where Kick gives none. */
  readonly receivedAtMs: number
  /** Whose room it is, where that is known: who has this id is its owner, with or without a badge. */
  readonly streamerId?: UserId | undefined
}
