import { createBoundedLog } from './bounded-log.js'

/** One event that was published, whether or not anybody was subscribed. */
export type RecordedEvent = {
  /** Counts published events from 1, over the whole sandbox. */
  sequence: number
  /** When it was published: wall clock, milliseconds since 1970. */
  atMs: number
  channel: string
  event: string
  /** The data exactly as it stands in the frame's `data`: for a published event a string, mostly JSON. */
  data: unknown
  /** The chat message id, for events that are a chat message or speak of one. */
  messageId?: string
  /** `publish` for what the server sent, `client` for a client event it relayed. */
  origin: 'publish' | 'client'
  /** How many connections it was handed to. */
  recipients: number
}

/**
 * What became of a frame: `written` to the socket, `lost` to silence or after a cut, `held` back by a fault (it is recorded
 * again as `written` when it goes out), or `cut` in the middle.
 */
export type FrameFate = 'written' | 'lost' | 'held' | 'cut'

/** One thing the server wrote, or meant to write, to one connection. */
export type RecordedFrame = {
  /** Counts frames from 1, over the whole sandbox. */
  sequence: number
  /** Wall clock, milliseconds since 1970. */
  atMs: number
  /** The connection's socket id. */
  connection: string
  kind: 'text' | 'binary' | 'raw' | 'close'
  /** The text of a text frame; `code reason` of a close; hex of bytes. */
  text: string
  fate: FrameFate
}

/** Which events to list; every condition given must hold. */
export type EventFilter = {
  channel?: string
  event?: string
  messageId?: string
  /** Only events published at this time or later, wall clock milliseconds. */
  sinceMs?: number
  /** Only events with a higher sequence number than this one. */
  afterSequence?: number
}

/** Which frames to list; every condition given must hold. */
export type FrameFilter = {
  /** A socket id. */
  connection?: string
  fate?: FrameFate
  /** Only frames of this time or later, wall clock milliseconds. */
  sinceMs?: number
}

/** What the sandbox sent. Both lists are bounded and keep the newest entries; `overflowed` says when one let go of some. */
export type SandboxRecord = {
  /** Published events, oldest first. */
  events(filter?: EventFilter): readonly RecordedEvent[]
  /** Frames by connection, oldest first. */
  frames(filter?: FrameFilter): readonly RecordedFrame[]
  /** Whether older entries were dropped because a list reached its limit. */
  readonly overflowed: { readonly events: boolean; readonly frames: boolean }
  /** The limits in force, in entries. */
  readonly limits: RecordLimits
  /** Forgets everything so far, the overflow flags too; sequence numbers go on. */
  clear(): void
}

/** How much the record keeps, in entries. */
export type RecordLimits = {
  /** Published events. @default 100_000 */
  maxEvents: number
  /** Frames of all connections together. @default 100_000 */
  maxFrames: number
}

export const defaultRecordLimits: RecordLimits = {
  maxEvents: 100_000,
  maxFrames: 100_000,
}

/** The record with its writing side, which the sandbox keeps for itself. */
export type Recorder = SandboxRecord & {
  addEvent(event: Omit<RecordedEvent, 'sequence'>): void
  addFrame(frame: Omit<RecordedFrame, 'sequence'>): void
}

/** Makes an empty record. */
export function createRecorder(limits: RecordLimits): Recorder {
  const events = createBoundedLog<RecordedEvent>(limits.maxEvents)
  const frames = createBoundedLog<RecordedFrame>(limits.maxFrames)
  let eventSequence = 0
  let frameSequence = 0

  return {
    limits,
    addEvent(event) {
      eventSequence += 1
      events.add({ sequence: eventSequence, ...event })
    },
    addFrame(frame) {
      frameSequence += 1
      frames.add({ sequence: frameSequence, ...frame })
    },
    events: (filter = {}) =>
      events
        .entries()
        .filter(
          (entry) =>
            (filter.channel === undefined || entry.channel === filter.channel) &&
            (filter.event === undefined || entry.event === filter.event) &&
            (filter.messageId === undefined || entry.messageId === filter.messageId) &&
            entry.atMs >= (filter.sinceMs ?? -Infinity) &&
            entry.sequence > (filter.afterSequence ?? 0),
        ),
    frames: (filter = {}) =>
      frames
        .entries()
        .filter(
          (entry) =>
            (filter.connection === undefined || entry.connection === filter.connection) &&
            (filter.fate === undefined || entry.fate === filter.fate) &&
            entry.atMs >= (filter.sinceMs ?? -Infinity),
        ),
    get overflowed() {
      return { events: events.overflowed, frames: frames.overflowed }
    },
    clear() {
      events.clear()
      frames.clear()
    },
  }
}
