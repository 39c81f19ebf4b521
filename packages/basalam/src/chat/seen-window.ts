import type { Message } from '../services/chat/message.js'

/** What a second look at the newest messages of a chat showed. */
export interface WindowChanges {
  readonly edited: readonly { readonly message: Message; readonly previous: Message }[]
  readonly deleted: readonly Message[]
  /** Came among those that were told already: their ids are not the newest. */
  readonly late: readonly Message[]
}

/**
 * The newest messages of a chat as they were told, to see what became of them. It holds every message there was between
 * its oldest and the last that was told.
 */
export class SeenWindow {
  readonly #messages: ReadonlyMap<number, Message>

  constructor(messages: readonly Message[] = []) {
    this.#messages = byId(messages)
  }

  /**
   * Holds a new page of the newest messages against what was told.
   *
   * @param lastId the greatest id that was told; what is above is new and none of our business
   * @param isWhole whether the page holds all that is in the chat
   */
  compare(page: readonly Message[], lastId: number, isWhole: boolean): WindowChanges {
    const found = byId(page)
    const from = isWhole ? -Infinity : Math.min(...found.keys())
    const oldest = Math.min(...this.#messages.keys())
    const edited = page.flatMap((message) => {
      const previous = this.#messages.get(message.id)
      return previous === undefined || saysTheSame(message, previous) ? [] : [{ message, previous }]
    })
    return {
      edited: edited.toSorted((a, b) => a.message.id - b.message.id),
      deleted: [...this.#messages.values()].filter(({ id }) => id >= from && !found.has(id)),
      late: page
        .filter(({ id }) => id > oldest && id <= lastId && !this.#messages.has(id))
        .toSorted((a, b) => a.id - b.id),
    }
  }
}

/** Times may move for other reasons: that it was seen, say. */
function saysTheSame(one: Message, other: Message): boolean {
  return (
    one.messageType === other.messageType && JSON.stringify(one.content) === JSON.stringify(other.content)
  )
}

function byId(messages: readonly Message[]): ReadonlyMap<number, Message> {
  return new Map(messages.map((message) => [message.id, message]))
}
