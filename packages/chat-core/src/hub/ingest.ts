import type { Clock } from '../clock.js'
import { viaBits, type Coverage } from '../delivery/coverage.js'
import type { DedupeWindow } from '../delivery/dedupe-window.js'
import type { Echoes } from '../delivery/echoes.js'
import { Entry, type EntryOwner } from '../delivery/entry.js'
import { eventKey } from '../delivery/event-key.js'
import type { Pipeline } from '../delivery/pipeline.js'
import { eventRoom } from '../event-room.js'
import type { Arrival, SourceKind, Via } from '../source.js'
import type { ChatRoom } from './chat-room.js'
import type { Counters } from './counters.js'
import type { Rooms } from './rooms.js'
import type { Subscriptions } from './subscriptions.js'

/** How long after it was sent a message is late, in milliseconds. */
const lateMs = 60_000

/** What takes arrivals in. */
export interface IngestParts extends EntryOwner {
  readonly clock: Clock
  readonly counters: Counters
  readonly coverage: Coverage
  readonly window: DedupeWindow | undefined
  readonly echoes: Echoes
  readonly pipeline: Pipeline
  readonly rooms: Rooms
  readonly subscriptions: Subscriptions
  /** Takes an arrival that begins a gap to be filled, or has to wait for one. */
  detain(arrival: Arrival, room: ChatRoom, release: () => void): boolean
}

/** Makes entries of arrivals: knows duplicates and echoes, and notes where each stands in its room. */
export class Ingest {
  readonly #parts: IngestParts

  constructor(parts: IngestParts) {
    this.#parts = parts
  }

  /** Takes arrivals of a source in, or none of them. */
  offer(arrivals: readonly Arrival[], via: SourceKind, canWait: boolean): 'ok' | 'full' {
    if (canWait && this.#isFullFor(arrivals)) return 'full'
    const { rooms, detain } = this.#parts
    for (const arrival of arrivals) {
      const ref = eventRoom(arrival.event)
      const room = ref === undefined ? undefined : rooms.of(ref)
      const take = (): void => this.accept(arrival, room, via, canWait, via)
      if (room === undefined || !detain(arrival, room, take)) take()
    }
    return 'ok'
  }

  /** Takes one arrival in. */
  accept(
    arrival: Arrival,
    room: ChatRoom | undefined,
    via: Via,
    canWait: boolean,
    source: SourceKind | undefined,
  ): void {
    const { clock, counters, coverage, echoes, pipeline, window } = this.#parts
    const { cursor } = arrival
    let { event } = arrival
    const nowMs = clock.now()
    const platform = room?.ref.platform ?? ''
    counters.add('received', platform, via)
    const key = room === undefined ? undefined : eventKey(arrival, room.key)
    if (window !== undefined && key !== undefined) {
      const bit = viaBits[via]
      const before = window.see(key, bit, nowMs)
      coverage.count(before, bit)
      if (before !== 0) {
        counters.add('duplicates', platform, via)
        if (cursor !== undefined && source !== undefined) room?.watermark.pass(source, cursor, nowMs)
        return
      }
    }
    let way = via
    const echo = echoes.recognize(event, key)
    if (echo !== undefined) {
      counters.add('echoes', platform, via)
      event = echo
      way = 'echo'
    }
    const isLate =
      arrival.late ??
      (via === 'backfill' || (event.type === 'message' && nowMs - event.message.sentAt > lateMs))
    if (isLate) counters.add('late', platform, via)
    if (event.type === 'gap') counters.add('gaps', event.cause)
    const entry = new Entry(this.#parts, event, key, room, way, isLate, nowMs, canWait)
    entry.cursor = cursor
    entry.source = source
    room?.watermark.begin(entry)
    pipeline.enter(entry)
  }

  #isFullFor(arrivals: readonly Arrival[]): boolean {
    const { pipeline, rooms, subscriptions } = this.#parts
    if (pipeline.isFull) return true
    if (!subscriptions.isAnyFull) return false
    return arrivals.some(({ event }) => {
      const ref = eventRoom(event)
      return subscriptions.isFullFor(event.type, ref === undefined ? undefined : rooms.of(ref))
    })
  }
}
