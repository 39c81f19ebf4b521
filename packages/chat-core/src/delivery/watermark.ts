import type { Cursor } from '../history.js'
import type { SourceKind } from '../source.js'

/** An event as far as the watermark cares. */
export interface Mark {
  readonly receivedAt: number
  /** From when on something would be missing, were it never handled, in milliseconds since 1970. */
  readonly sinceMs: number
  /** Where sources would go on after it, and after those finished events that came right behind it. */
  cursors: Map<SourceKind, Cursor> | undefined
  isDone: boolean
  before: Mark | undefined
  next: Mark | undefined
}

/**
 * The unfinished events of one room in the order they arrived; what is finished is taken out at once, so that one event
 * that never is keeps nothing but itself. Where a source may go on after a restart is the cursor
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

  /** The unfinished events, in the order they arrived. */
  get marks(): readonly Mark[] {
    const marks: Mark[] = []
    for (let mark = this.#head; mark !== undefined; mark = mark.next) marks.push(mark)
    return marks
  }

  /** When the oldest unfinished event arrived, in milliseconds since 1970. */
  get oldestAt(): number | undefined {
    return this.#head?.receivedAt
  }

  /** From when on something would be missing, were nothing more handled; undefined where nothing is under way. */
  get sinceMs(): number | undefined {
    const { marks } = this
    return marks.length === 0 ? undefined : Math.min(...marks.map(({ sinceMs }) => sinceMs))
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
    else {
      this.#tail.next = mark
      mark.before = this.#tail
    }
    this.#tail = mark
    this.#unfinished += 1
  }

  /** An event is finished. */
  finish(mark: Mark): void {
    if (mark.isDone) return
    mark.isDone = true
    this.#unfinished -= 1
    if (mark === this.#head) this.#advance(mark)
    else this.#carry(mark)
    const { before, next } = mark
    if (before === undefined) this.#head = next
    else before.next = next
    if (next === undefined) this.#tail = before
    else next.before = before
    mark.before = undefined
    mark.next = undefined
  }

  /** A duplicate brought a cursor: it holds once everything before it is finished. */
  pass(source: SourceKind, cursor: Cursor, receivedAt: number): void {
    const cursors = new Map([[source, cursor]])
    const links = { before: undefined, next: undefined }
    const mark: Mark = { receivedAt, sinceMs: receivedAt, cursors, isDone: false, ...links }
    this.begin(mark)
    this.finish(mark)
  }

  /** Everything before it is finished, and so are those behind it whose cursors it carries. */
  #advance({ cursors }: Mark): void {
    if (cursors === undefined) return
    this.#cursors ??= new Map()
    for (const [via, cursor] of cursors) this.#cursors.set(via, cursor)
    this.#advanced()
  }

  /** Its cursor holds once the event before it is finished. */
  #carry({ before, cursors }: Mark): void {
    if (before === undefined || cursors === undefined) return
    before.cursors ??= new Map()
    for (const [via, cursor] of cursors) before.cursors.set(via, cursor)
  }
}
