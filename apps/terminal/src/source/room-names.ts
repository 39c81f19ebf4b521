import type { RoomRef } from '@wireloom/chat-core'

/** What rooms are called, and in which order they came: events know rooms by number alone. */
export class RoomNames {
  readonly #byId = new Map<string, string>()
  readonly #order: string[] = []

  add(id: string, name: string): void {
    this.#byId.set(id, name)
  }

  /** The name, or the number where there is none. */
  find({ room }: RoomRef): string {
    return this.#byId.get(room) ?? room
  }

  /** The room's place in the order in which rooms were first asked for; always the same for the same room. */
  indexOf({ room }: RoomRef): number {
    const index = this.#order.indexOf(room)
    return index === -1 ? this.#order.push(room) - 1 : index
  }
}
