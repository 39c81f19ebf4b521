import { systemClock, type Clock, type Delivery, type EventStream, type Hub } from '@wireloom/chat-core'
import { toPlainEvent, type Feed, type FeedReader, type FeedRecord } from '@wireloom/chat-core/http'
import { formatCursor, parseCursor } from './cursor.ts'
import type { JournalEntry, JournalFile } from './journal-file.ts'

/** How a journal is. */
export interface JournalOptions {
  /** Where it is written. Whoever opened it closes it, once nobody reads any more. */
  readonly file: JournalFile
  /** Told when nothing can be written. It is tried again, and meanwhile nothing counts as handled. */
  readonly onError: (error: unknown) => void
  /** Default: the platform's own. */
  readonly clock?: Clock
}

/** How many a reader of another journal is given of what was before it came. */
const mostForStrangers = 1_000
/** How many events wait to be written before no more are asked for. */
const mostPending = 500
const retryMs = 1_000

/**
 * A feed that outlives the program: every event of a hub is handled once it is on the disk, and readers go on after any
 * record that is still there, whichever run of the relay gave it.
 */
export class Journal implements Feed {
  readonly clock: Clock
  readonly #file: JournalFile
  readonly #onError: (error: unknown) => void
  readonly #stream: EventStream
  readonly #waiting = new Set<() => void>()
  readonly #end = new AbortController()
  readonly #ended: Promise<void>
  #isClosing = false

  /** It hears the hub from now on. */
  constructor(hub: Pick<Hub, 'stream'>, { clock = systemClock, file, onError }: JournalOptions) {
    this.clock = clock
    this.#onError = onError
    this.#file = file
    this.#stream = hub.stream({ name: 'feed', ack: 'manual' })
    this.#ended = this.#listen()
  }

  get signal(): AbortSignal {
    return this.#end.signal
  }

  reader(cursor?: string): FeedReader {
    const { id, end, first } = this.#file
    const place = cursor === undefined ? undefined : parseCursor(cursor)
    const isOurs = place?.journal === id && place.position <= end
    let isCut = cursor !== undefined && !isOurs
    let position = isOurs ? place.position : isCut ? Math.max(first - 1, end - mostForStrangers) : end
    return {
      cursor: () => this.#cursorAt(position),
      read: (limit) => {
        const lost = Math.max(0, this.#file.first - 1 - position)
        position += lost
        const gap = isCut
          ? this.#gap(position, { cause: 'restart' })
          : lost > 0
            ? this.#gap(position, { cause: 'overflow', lost })
            : []
        isCut = false
        const records = this.#file.read(position, limit)
        position = records.at(-1)?.position ?? position
        return [
          ...gap,
          ...records.map(({ text, position: at }) => ({ cursor: this.#cursorAt(at), record: text })),
        ]
      },
    }
  }

  onNext(callback: () => void): () => void {
    this.#waiting.add(callback)
    return () => void this.#waiting.delete(callback)
  }

  /** Ends it, and every reader's connection. What cannot be written by then was not handled. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#stream.return()
    await this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #listen(): Promise<void> {
    let pending: Delivery[] = []
    let writing: Promise<void> | undefined
    const writeSoon = async (): Promise<void> => {
      // What comes up in one turn of the loop is flushed to the disk once.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = pending
      pending = []
      writing = undefined
      await this.#write(batch)
    }
    for await (const delivery of this.#stream) {
      pending.push(delivery)
      writing ??= writeSoon()
      if (pending.length >= mostPending) await writing
    }
    await writing
    this.#end.abort()
    this.#wake()
  }

  async #write(batch: readonly Delivery[]): Promise<void> {
    const entries = batch.map((delivery) => this.#toEntry(delivery))
    for (;;) {
      try {
        this.#file.append(entries)
        break
      } catch (error) {
        this.#onError(error)
        if (this.#isClosing) return
      }
      // oxlint-disable-next-line no-await-in-loop -- between tries
      await new Promise<void>((resolve) => this.clock.setTimeout(resolve, retryMs))
    }
    for (const delivery of batch) delivery.ack()
    this.#wake()
  }

  #toEntry({ event, key, late, receivedAt, via }: Delivery): JournalEntry {
    const about = { receivedAt, ...(key !== undefined && { key }), via, late, event: toPlainEvent(event) }
    return {
      key,
      write: (position) => {
        const record: FeedRecord = { cursor: this.#cursorAt(position), ...about }
        return JSON.stringify(record)
      },
    }
  }

  #gap(
    position: number,
    about: { readonly cause: string; readonly lost?: number },
  ): readonly { readonly cursor: string; readonly record: string }[] {
    const cursor = this.#cursorAt(position)
    const event = { type: 'gap', ...about, recovered: 0, complete: false }
    const record: FeedRecord = { cursor, receivedAt: this.clock.now(), event }
    return [{ cursor, record: JSON.stringify(record) }]
  }

  #cursorAt(position: number): string {
    return formatCursor({ journal: this.#file.id, position })
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const callback of waiting) callback()
  }
}
