import type { ChatEvent } from '../event.js'
import type { Cursor } from '../history.js'
import type { Envelope, Room } from '../room.js'
import type { SourceKind, Via } from '../source.js'
import { globalKey } from './event-key.js'
import type { Watermark } from './watermark.js'

/** What has to be known when every reader is done with an entry. */
export interface EntryOwner {
  finished(entry: Entry): void
}

/** Where an entry stands: the room it is of, and that room's unfinished events. */
export interface EntryPlace {
  readonly handle: Room
  readonly key: string
  readonly watermark: Watermark
  /** Tells it from the other rooms of the hub; above 0. */
  readonly number: number
  /** Who reads this room alone. */
  readonly readers: { publish(entry: Entry): void; of(type: 'gap'): readonly EntryReader[] }
}

/** Somebody who takes events, to be settled once. */
export interface EntryReader {
  readonly isStream: boolean
  accept(entry: Entry): void
}

/** An event on its way through the hub: what readers are told of it, and how many are still at it. */
export class Entry implements Envelope {
  readonly event: ChatEvent
  /** What it is known by within its room. */
  readonly local: string | undefined
  readonly place: EntryPlace | undefined
  readonly via: Via
  readonly late: boolean
  readonly receivedAt: number
  /** Whether its source waits when told to. */
  readonly canWait: boolean
  /** Where its source would go on after it. */
  readonly cursor: Cursor | undefined
  readonly source: SourceKind | undefined
  /** How many readers have not finished it, and one for whoever hands it to them. */
  pending = 1
  /** Whether a reader failed on it and could not put it aside. */
  hasFailed = false
  /** Whether it is finished, so that the watermark may pass it. */
  isDone = false
  /** Those unfinished that arrived before and after it in its room, and the cursors it carries; for the watermark. */
  before: Entry | undefined
  next: Entry | undefined
  carried: Map<SourceKind, Cursor> | undefined
  readonly #owner: EntryOwner

  constructor(
    owner: EntryOwner,
    event: ChatEvent,
    local: string | undefined,
    place: EntryPlace | undefined,
    via: Via,
    late: boolean,
    receivedAt: number,
    canWait: boolean,
    cursor?: Cursor,
    source?: SourceKind,
  ) {
    this.#owner = owner
    this.event = event
    this.local = local
    this.place = place
    this.via = via
    this.late = late
    this.receivedAt = receivedAt
    this.canWait = canWait
    this.cursor = cursor
    this.source = source
  }

  get key(): string | undefined {
    const { event, local, place } = this
    return place === undefined || local === undefined ? undefined : globalKey(event, place.key, local)
  }

  get room(): Room | undefined {
    return this.place?.handle
  }

  /** From when on something would be missing, were it never handled, in milliseconds since 1970. */
  get sinceMs(): number {
    const { event, receivedAt } = this
    if (event.type === 'gap') return Math.min(receivedAt, event.fromMs ?? receivedAt)
    // A history is read from when things were said, which may be well before they came.
    return event.type === 'message' ? Math.min(receivedAt, event.message.sentAt) : receivedAt
  }

  /** Whether it is a message of our own account. */
  get isSelf(): boolean {
    const { event } = this
    return (event.type === 'message' || event.type === 'edit') && event.message.author.self === true
  }

  /** One reader, or whoever handed it out, is done with it. */
  settle(): void {
    this.pending -= 1
    if (this.pending === 0) this.#owner.finished(this)
  }
}
