import type { RoomRef } from '../room-ref.js'
import type { CursorStore } from '../store.js'
import { persist, type Persistence } from './persist.js'
import type { Watermark } from './watermark.js'

/** A room that has cursors. */
export interface CursorRoom {
  readonly ref: RoomRef
  readonly watermark: Watermark
}

/** How long cursors are gathered before they are kept, in milliseconds. A crash repeats no more than that. */
const gatherMs = 250

/** Keeps the watermark of every room, so that sources go on there after a restart. */
export class CursorWriter {
  readonly #cursors: CursorStore
  readonly #persistence: Persistence
  readonly #changed = new Set<CursorRoom>()
  #timer: unknown
  #writing: Promise<void> | undefined

  constructor(cursors: CursorStore, persistence: Persistence) {
    this.#cursors = cursors
    this.#persistence = persistence
  }

  /** There are new cursors in a room. */
  changed(room: CursorRoom): void {
    this.#changed.add(room)
    if (this.#timer !== undefined || this.#persistence.signal.aborted) return
    this.#timer = this.#persistence.clock.setTimeout(() => {
      this.#timer = undefined
      void this.flush()
    }, gatherMs)
  }

  /** Keeps what is not kept yet. */
  async flush(): Promise<void> {
    await this.#writing
    this.#writing = this.#write()
    await this.#writing
  }

  close(): void {
    if (this.#timer !== undefined) this.#persistence.clock.clearTimeout(this.#timer)
  }

  async #write(): Promise<void> {
    const rooms = [...this.#changed]
    this.#changed.clear()
    await Promise.all(
      rooms.map(async (room) => {
        const cursors = room.watermark.takeCursors()
        if (cursors === undefined) return
        await persist('keep cursors', this.#persistence, () =>
          Promise.all([...cursors].map(([via, cursor]) => this.#cursors.set(room.ref, via, cursor))),
        )
      }),
    )
  }
}
