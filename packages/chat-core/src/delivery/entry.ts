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

const lateBit = 1
const waitsBit = 2
const failedBit = 4
const doneBit = 8

/**
 * An event on its way through the hub: what readers are told of it, and how many are still at it. There is one for each
 * event that waits, so that it holds no more fields than it must.
 */
export class Entry implements Envelope {
  readonly event: ChatEvent
  /** What it is known by within its room. */
  readonly local: string | undefined
  readonly place: EntryPlace | undefined
  readonly via: Via
  readonly receivedAt: number
  /** How many readers have not finished it, and one for whoever hands it to them. */
  pending = 1
  /** Those unfinished that arrived before and after it in its room, and the cursors it carries; for the watermark. */
  before: Entry | undefined
  next: Entry | undefined
  cursors: Map<SourceKind, Cursor> | undefined
  #bits: number
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
    cursors?: Map<SourceKind, Cursor>,
  ) {
    this.#owner = owner
    this.event = event
    this.local = local
    this.place = place
    this.via = via
    this.receivedAt = receivedAt
    this.cursors = cursors
    this.#bits = (late ? lateBit : 0) | (canWait ? waitsBit : 0)
  }

  get late(): boolean {
    return (this.#bits & lateBit) !== 0
  }

  /** Whether its source waits when told to. */
  get canWait(): boolean {
    return (this.#bits & waitsBit) !== 0
  }

  /** Whether a reader failed on it and could not put it aside. */
  get hasFailed(): boolean {
    return (this.#bits & failedBit) !== 0
  }

  set hasFailed(value: boolean) {
    this.#bits = value ? this.#bits | failedBit : this.#bits & ~failedBit
  }

  /** Whether it is finished, so that the watermark may pass it. */
  get isDone(): boolean {
    return (this.#bits & doneBit) !== 0
  }

  set isDone(value: boolean) {
    this.#bits = value ? this.#bits | doneBit : this.#bits & ~doneBit
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
