import type { RoomRef } from '@wireloom/chat-core'
import type { Palette } from '../terminal/palette.ts'
import type { RecentMessages } from './recent-messages.ts'
import type { Votes } from './votes.ts'

/** What rendering needs to know beside the event. */
export interface Style {
  readonly palette: Palette
  /** What stands before a line of a room, or of none: its name where there are several. */
  readonly roomLabel: (room: RoomRef | undefined) => string
  readonly recent: RecentMessages
  readonly votes: Votes
  /** The rooms that were connected once, by `roomKey`; rendering fills it. */
  readonly connectedRooms: Set<string>
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number
}
