import { systemClock, type Clock } from '../clock.js'
import { ChatError } from '../error.js'
import type { ChatEventType } from '../event.js'
import type { Hub } from '../hub.js'
import { toPlainEvent, type PlainValue } from '../plain-event.js'
import type { Delivery, EventStream } from '../room.js'
import { formatCursor, parseCursor } from './cursor.js'
import { ReplayBuffer, type Replay } from './replay-buffer.js'

/** How a feed is. */
export interface FeedOptions {
  /** Which events it tells. Gaps always come. Default: all. */
  readonly types?: readonly ChatEventType[]
  /** How many events a reader may be behind, or away, without losing one. Default 1,000. */
  readonly limit?: number
  /** Whether the platform's own form goes along. Default false. */
  readonly raw?: boolean
  /** Default: the platform's own. */
  readonly clock?: Clock
}

/**
 * What a feed says, as JSON: an event with what is known of its way. Where a reader was away or behind for too long, a
 * `gap` without a room says that every room may lack something.
 */
export interface FeedRecord {
  /** Where to go on after this one. */
  readonly cursor: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  /** What the event is known by, whichever way it came; absent for events without identity. */
  readonly key?: string
  readonly via?: string
  readonly late?: boolean
  /** The event, as {@link toPlainEvent} has it. */
  readonly event: PlainValue
}

/** One reader's place in a feed. */
export interface FeedReader {
  /** Its place now. */
  cursor(): string
  /** What is there to be said, so many at most; none where there is nothing. */
  read(limit: number): readonly { readonly cursor: string; readonly record: string }[]
}

/** Events of a hub for readers elsewhere. One buffer serves all of them, however slow each is. */
export interface Feed extends AsyncDisposable {
  readonly clock: Clock
  /** Aborts when the feed ends. */
  readonly signal: AbortSignal
  /**
   * Begins to read: with no cursor, at what comes next; with one, after it; with one that this feed did not give, with a
   * gap and everything that is still there.
   */
  reader(cursor?: string): FeedReader
  /** Calls back at the next event. @returns takes it back */
  onNext(callback: () => void): () => void
  /** Ends it, and every reader's connection. */
  close(): Promise<void>
}

/** Makes a feed. It hears the hub from now on. Throws ChatError `invalid` for a limit that is none. */
export function createFeed(hub: Pick<Hub, 'stream'>, options: FeedOptions = {}): Feed {
  const { limit = 1_000, types } = options
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ChatError('invalid', `limit must be a whole number above 0, not ${limit}.`)
  }
  return new HubFeed(hub.stream({ name: 'feed', ...(types !== undefined && { types }) }), limit, options)
}

class HubFeed implements Feed {
  readonly clock: Clock
  readonly #raw: boolean
  readonly #buffer: ReplayBuffer
  readonly #stream: EventStream
  readonly #waiting = new Set<() => void>()
  readonly #end = new AbortController()
  readonly #ended: Promise<void>
  /** A cursor of another run cannot be told from one of this by its number alone. */
  readonly #run = crypto.randomUUID().slice(0, 8)

  constructor(stream: EventStream, limit: number, { clock = systemClock, raw = false }: FeedOptions) {
    this.clock = clock
    this.#raw = raw
    this.#buffer = new ReplayBuffer(limit)
    this.#stream = stream
    this.#ended = this.#listen()
  }

  get signal(): AbortSignal {
    return this.#end.signal
  }

  reader(cursor?: string): FeedReader {
    const place = cursor === undefined ? undefined : parseCursor(cursor)
    const isOurs = place?.run === this.#run && place.position <= this.#buffer.end
    // What another run of the program said after that cursor nobody knows: a gap, and then all there is of this one.
    let isCut = cursor !== undefined && !isOurs
    let position = isOurs ? place.position : isCut ? 0 : this.#buffer.end
    const cursorAt = (at: number): string => formatCursor({ run: this.#run, position: at })
    return {
      cursor: () => cursorAt(position),
      read: (limit) => {
        const replay = this.#buffer.read(position, limit)
        const first = position + replay.lost
        const gap = isCut ? this.#gap('restart', cursorAt(first)) : this.#lossOf(replay, cursorAt(first))
        isCut = false
        position = replay.position
        const records = replay.records.map((record, index) => ({
          cursor: cursorAt(first + index + 1),
          record,
        }))
        return gap === undefined ? records : [{ cursor: cursorAt(first), record: gap }, ...records]
      },
    }
  }

  onNext(callback: () => void): () => void {
    this.#waiting.add(callback)
    return () => void this.#waiting.delete(callback)
  }

  async close(): Promise<void> {
    await this.#stream.return()
    await this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #listen(): Promise<void> {
    for await (const delivery of this.#stream) {
      this.#buffer.append((position) => this.#write(delivery, formatCursor({ run: this.#run, position })))
      this.#wake()
    }
    this.#end.abort()
    this.#wake()
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const callback of waiting) callback()
  }

  #write({ event, key, late, receivedAt, via }: Delivery, cursor: string): string {
    const plain = toPlainEvent(event, { raw: this.#raw })
    const record: FeedRecord = {
      cursor,
      receivedAt,
      ...(key !== undefined && { key }),
      via,
      late,
      event: plain,
    }
    return JSON.stringify(record)
  }

  #lossOf({ lost }: Replay, cursor: string): string | undefined {
    return lost === 0 ? undefined : this.#gap('overflow', cursor, lost)
  }

  #gap(cause: 'overflow' | 'restart', cursor: string, lost?: number): string {
    const event = { type: 'gap', cause, recovered: 0, complete: false, ...(lost !== undefined && { lost }) }
    const record: FeedRecord = { cursor, receivedAt: this.clock.now(), event }
    return JSON.stringify(record)
  }
}
