import type { Clock } from './clock.js'
import type { ChatEvent, DeleteEvent, GapEvent, MessageEvent } from './event.js'
import type { Message } from './message.js'
import type { Room } from './room.js'

/** What filling gaps needs of its hub. */
export interface GapFillerParts {
  readonly clock: Clock
  /** Whether a message of a room was heard before. */
  isKnown(message: Message, room: Room): boolean
  /** Hands out a message that was read back, that it is gone by now, or a gap. */
  accept(event: MessageEvent | DeleteEvent | GapEvent, room: Room): void
  /** A history could not be read. */
  failed(cause: unknown, room: Room): void
}

/** Fills the gaps of all rooms of a hub. */
export interface GapFiller {
  /** Whether no gap is being filled. */
  readonly isIdle: boolean
  /**
   * Takes an event that begins a gap to be filled, or that has to wait for one.
   *
   * @param release hands it out
   * @returns false where it is to be handed out now
   */
  detain(event: ChatEvent, room: Room, release: () => void): boolean
  /** Takes note of an event that is handed out: some of them say what became of messages that are read back later. */
  observe(event: ChatEvent, room: Room): void
  /** From when on something is missing in a room for as long as its gaps are not told; undefined where there are none. */
  sinceMs(room: Room): number | undefined
  /** Tells what is left as it is, and lets everything go that waits. */
  stop(): void
}

/** How a hub comes to fill gaps: `createBackfill()`. */
export interface BackfillFactory {
  open(parts: GapFillerParts): GapFiller
}
