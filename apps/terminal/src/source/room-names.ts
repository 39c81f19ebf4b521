import { roomKey, type RoomRef } from '@wireloom/chat-core'

/** What rooms are called, and in which order they were named: events know rooms by number. */
export class RoomNames {
  readonly #byId = new Map<string, string>()

  add(room: string, name: string): void {
    this.#byId.set(room, name)
  }

  /** The name, or the number where there is none. */
  find(ref: RoomRef): string {
    return this.#byId.get(ref.room) ?? ref.room
  }

  indexOf(ref: RoomRef): number {
    const index = [...this.#byId.keys()].indexOf(ref.room)
    return index === -1 ? roomKey(ref).length : index
  }
}
