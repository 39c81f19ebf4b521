import type { KickChatError } from '../errors.js'
import type { Feed, FeedRequest } from './transport.js'

/** One connection and the rooms on it. */
export interface Line {
  /** How many channels it carries. */
  readonly channelCount: number
  /** Begins to listen to a room on it, opening it where it is not open. */
  open(request: FeedRequest): Feed
  /** Ends its rooms, and the connection. */
  close(): void
}

/** What a line needs of its owner. */
export interface LineOwner {
  error(error: KickChatError): void
  reconnected(): void
  /** Its last room is gone, or its server will not have it. */
  ended(line: Line): void
}
