import type { Entry } from '../delivery/entry.js'
import type { ChatEventType } from '../event.js'
import type { Subscriber } from '../subscription/subscriber.js'

const nobody: readonly Subscriber[] = []

/** Who reads which types of events. A dispatch reaches those there when it began: lists are replaced, never edited. */
export class Readers {
  readonly #byType = new Map<ChatEventType, readonly Subscriber[]>()

  add(subscriber: Subscriber, types: Iterable<ChatEventType>): void {
    for (const type of types) this.#byType.set(type, [...this.of(type), subscriber])
  }

  remove(subscriber: Subscriber): void {
    for (const [type, list] of this.#byType) {
      const rest = list.filter((other) => other !== subscriber)
      if (rest.length === 0) this.#byType.delete(type)
      else this.#byType.set(type, rest)
    }
  }

  of(type: ChatEventType): readonly Subscriber[] {
    return this.#byType.get(type) ?? nobody
  }

  publish(entry: Entry): void {
    if (this.#byType.size === 0) return
    for (const reader of this.of(entry.event.type)) reader.accept(entry)
  }
}
