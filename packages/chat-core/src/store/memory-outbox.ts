import type { OutboxItem, OutboxStore } from '../store.js'

/** How many items that are over are remembered by name. */
const mostOver = 10_000

/** Items by key, in the order they were added. */
export class MemoryOutbox implements OutboxStore {
  readonly #items = new Map<string, OutboxItem>()
  readonly #over = new Set<string>()

  async add(item: OutboxItem): Promise<OutboxItem | undefined> {
    const known = this.#items.get(item.key)
    if (known === undefined) this.#items.set(item.key, item)
    return known
  }

  async update(item: OutboxItem): Promise<void> {
    this.#items.set(item.key, item)
    if (!isOver(item)) {
      this.#over.delete(item.key)
      return
    }
    this.#over.add(item.key)
    if (this.#over.size <= mostOver) return
    for (const oldest of this.#over) {
      this.#over.delete(oldest)
      this.#items.delete(oldest)
      break
    }
  }

  async remove(key: string): Promise<void> {
    this.#items.delete(key)
    this.#over.delete(key)
  }

  async pending(): Promise<readonly OutboxItem[]> {
    return [...this.#items.values()].filter((item) => !isOver(item))
  }
}

function isOver({ state }: OutboxItem): boolean {
  return state === 'sent' || state === 'unknown'
}
