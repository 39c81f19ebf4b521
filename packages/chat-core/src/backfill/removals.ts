import type { ChatEvent } from '../event.js'
import type { Message } from '../message.js'

/** How many removals of a room are remembered. */
const mostKept = 200

/** Something that took messages of a room away. */
interface Removal {
  /** Whose messages; undefined for everybody's. */
  readonly userId: string | undefined
  readonly atMs: number
}

/**
 * Bans, timeouts and clears of one room as they were told. A history may still have what they took away, and would bring
 * it back after they were told.
 */
export class Removals {
  readonly #kept: Removal[] = []

  /** Whether an event is one. */
  static is(event: ChatEvent): boolean {
    return event.type === 'clear' || (event.type === 'restrict' && event.action !== 'release')
  }

  add(event: ChatEvent, atMs: number): void {
    const userId = event.type === 'restrict' ? event.user.id : undefined
    if (userId === null) return
    this.#kept.push({ userId, atMs })
    if (this.#kept.length > mostKept) this.#kept.shift()
  }

  /** Whether a message was taken away after it was said. */
  covers({ author, sentAt }: Message): boolean {
    return this.#kept.some(
      ({ userId, atMs }) => sentAt <= atMs && (userId === undefined || userId === author.id),
    )
  }
}
