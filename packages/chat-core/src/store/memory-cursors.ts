import type { Cursor } from '../history.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { SourceKind } from '../source.js'
import type { CursorStore } from '../store.js'

/** Cursors by room and source. */
export class MemoryCursors implements CursorStore {
  readonly #cursors = new Map<string, Cursor>()

  async get(room: RoomRef, via: SourceKind): Promise<Cursor | undefined> {
    return this.#cursors.get(nameOf(room, via))
  }

  async set(room: RoomRef, via: SourceKind, cursor: Cursor): Promise<void> {
    this.#cursors.set(nameOf(room, via), cursor)
  }
}

function nameOf(room: RoomRef, via: SourceKind): string {
  return `${roomKey(room)}#${via}`
}
