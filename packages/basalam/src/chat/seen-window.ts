import type { Message } from '../services/chat/message.js'
import { compareWindow } from './compare-window.js'

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
  readonly #isWhole: boolean

  /** @param isWhole whether they are all that was in the chat: then any other one is news, however old its id */
  constructor(messages: readonly Message[] = [], isWhole = false) {
    this.#messages = new Map(messages.map((message) => [message.id, message]))
    this.#isWhole = isWhole
  }

  /**
   * Holds a new page of the newest messages against what was told.
   *
   * @param lastId the greatest id that was told; what is above is new and none of our business
   * @param isWhole whether the page holds all that is in the chat
   */
  compare(page: readonly Message[], lastId: number, isWhole: boolean): WindowChanges {
    const window = { kept: this.#messages, isWhole: this.#isWhole, lastId, saysTheSame }
    const { deleted, ...changes } = compareWindow(window, page, isWhole)
    return { ...changes, deleted: deleted.map(([, message]) => message) }
  }
}

/** Times may move for other reasons: that it was seen, say. */
function saysTheSame(one: Message, other: Message): boolean {
  return (
    one.messageType === other.messageType && JSON.stringify(one.content) === JSON.stringify(other.content)
  )
}
