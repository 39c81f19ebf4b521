import type { Cursor } from '../history.js'
import type { SourceKind } from '../source.js'

/** An event as far as the watermark cares. */
interface Mark {
  readonly receivedAt: number
  readonly cursor: Cursor | undefined
  readonly source: SourceKind | undefined
  isDone: boolean
  next: Mark | undefined
}

/**
 * The unfinished events of one room in the order they arrived. Where a source may go on after a restart is the cursor
 * before the oldest of them, never the newest that was finished.
 */
export class Watermark {
  readonly #advanced: () => void
  #head: Mark | undefined
  #tail: Mark | undefined
  #unfinished = 0
  #cursors: Map<SourceKind, Cursor> | undefined

  /** @param advanced called when there is a cursor to be kept */
  constructor(advanced: () => void) {
    this.#advanced = advanced
  }

  /** How many events arrived and are not finished. */
  get unfinished(): number {
    return this.#unfinished
  }

  /** When the oldest unfinished event arrived, in milliseconds since 1970. */
  get oldestAt(): number | undefined {
    return this.#head?.receivedAt
  }

  /** Takes the cursors that changed since the last time. */
  takeCursors(): ReadonlyMap<SourceKind, Cursor> | undefined {
    const cursors = this.#cursors
    this.#cursors = undefined
    return cursors
  }

  /** An event arrived. */
  begin(mark: Mark): void {
    if (this.#tail === undefined) this.#head = mark
    else this.#tail.next = mark
    this.#tail = mark
    this.#unfinished += 1
  }

  /** An event is finished. */
  finish(mark: Mark): void {
    if (mark.isDone) return
    mark.isDone = true
    this.#unfinished -= 1
    if (mark === this.#head) this.#advance()
  }

  /** A duplicate brought a cursor: it holds once everything before it is finished. */
  pass(source: SourceKind, cursor: Cursor, receivedAt: number): void {
    const mark: Mark = { receivedAt, cursor, source, isDone: false, next: undefined }
    this.begin(mark)
    this.finish(mark)
  }

  #advance(): void {
    let head = this.#head
    let hasMoved = false
    while (head?.isDone === true) {
      if (head.cursor !== undefined && head.source !== undefined) {
        this.#cursors ??= new Map()
        this.#cursors.set(head.source, head.cursor)
        hasMoved = true
      }
      const { next }: Mark = head
      // A finished event that still led to the next one would drag it along when it grows old in memory.
      head.next = undefined
      head = next
    }
    this.#head = head
    if (head === undefined) this.#tail = undefined
    if (hasMoved) this.#advanced()
  }
}
