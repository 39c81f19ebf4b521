import { messageKey, type Message, type MessageRef } from '@wireloom/chat-core'
import { cut } from '../terminal/clean-text.ts'

/** What is kept of a message, to show it struck through when it is deleted. */
export interface RecentMessage {
  readonly name: string
  readonly color: string | undefined
  readonly text: string
}

/** The messages of a while ago, all rooms together; the oldest gives way. */
export class RecentMessages {
  readonly #limit: number
  readonly #byKey = new Map<string, RecentMessage>()

  constructor(limit = 5000) {
    this.#limit = limit
  }

  add({ ref, author, text }: Message): void {
    this.#byKey.set(messageKey(ref), {
      name: cut(author.name),
      color: author.color,
      text: cut(text),
    })
    if (this.#byKey.size <= this.#limit) return
    for (const oldest of this.#byKey.keys()) {
      this.#byKey.delete(oldest)
      break
    }
  }

  find(ref: MessageRef): RecentMessage | undefined {
    return this.#byKey.get(messageKey(ref))
  }
}
