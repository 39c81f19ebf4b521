import type { Clock } from '../clock.js'
import { viaBits, type Coverage } from '../delivery/coverage.js'
import type { DedupeWindow } from '../delivery/dedupe-window.js'
import type { Echoes } from '../delivery/echoes.js'
import { Entry, type EntryOwner } from '../delivery/entry.js'
import { localKey } from '../delivery/event-key.js'
import type { Pipeline } from '../delivery/pipeline.js'
import { eventRoom } from '../event-room.js'
import type { ChatEvent } from '../event.js'
import type { GapFiller } from '../gap-filler.js'
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
  readonly dedupe: DedupeWindow | undefined
  readonly echoes: Echoes
  readonly pipeline: Pipeline
  readonly rooms: Rooms
  readonly subscriptions: Subscriptions
  gapFiller(): GapFiller | undefined
}

/** Makes entries of arrivals: knows duplicates and echoes, and notes where each stands in its room. */
export class Ingest {
  readonly #parts: IngestParts

  constructor(parts: IngestParts) {
    this.#parts = parts
  }

  /** Takes arrivals of a source in, or none of them. */
  offer(arrivals: readonly Arrival[], via: SourceKind, canWait: boolean, nowMs: number): 'ok' | 'full' {
    if (canWait && this.#isFullFor(arrivals)) return 'full'
    for (const arrival of arrivals) {
      const ref = eventRoom(arrival.event)
      const room = ref === undefined ? undefined : this.#parts.rooms.of(ref)
      if (room === undefined || !this.#isDetained(arrival, room, via)) {
        this.accept(arrival, room, via, canWait, via, nowMs)
      }
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
    nowMs: number,
  ): void {
    const parts = this.#parts
    const { counters, dedupe } = parts
    const { cursor } = arrival
    let { event } = arrival
    counters.received(via)
    const key = room === undefined ? undefined : localKey(event, arrival.key)
    if (dedupe !== undefined && key !== undefined && room !== undefined) {
      const bit = viaBits[via]
      const before = dedupe.see(room.number, key, bit, nowMs)
      parts.coverage.count(before, bit)
      if (before !== 0) {
        counters.add('duplicates', via)
        if (source !== undefined) {
          room.heardAtMs = nowMs
          if (cursor !== undefined) room.watermark.pass(source, cursor, nowMs)
        }
        return
      }
    }
    let way = via
    const echo = parts.echoes.recognize(event, nowMs)
    if (echo !== undefined) {
      counters.add('echoes', via)
      event = echo
      way = 'echo'
    }
    const isLate = arrival.late ?? (via === 'backfill' || isOld(event, nowMs))
    if (isLate) counters.add('late', via)
    if (event.type === 'gap') counters.add('gaps', event.cause)
    if (room !== undefined) parts.gapFiller()?.observe(event, room)
    const cursors = cursor === undefined || source === undefined ? undefined : new Map([[source, cursor]])
    const entry = new Entry(parts, event, key, room, way, isLate, nowMs, canWait, cursors)
    if (room !== undefined) {
      room.watermark.begin(entry)
      const isHeard = event.type === 'gap' || (source !== undefined && event.type !== 'status')
      if (isHeard) room.heardAtMs = nowMs
    }
    parts.pipeline.enter(entry)
  }

  /** Whether an arrival begins a gap that is filled first, or has to wait for one. */
  #isDetained(arrival: Arrival, room: ChatRoom, via: SourceKind): boolean {
    const { clock } = this.#parts
    const gapFiller = this.#parts.gapFiller()
    if (gapFiller === undefined || (gapFiller.isIdle && arrival.event.type !== 'gap')) return false
    // Held where it may wait as long as a history takes: it was taken, and is not offered again.
    return gapFiller.detain(arrival.event, room, () =>
      this.accept(arrival, room, via, false, via, clock.now()),
    )
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

function isOld(event: ChatEvent, nowMs: number): boolean {
  return event.type === 'message' && nowMs - event.message.sentAt > lateMs
}
