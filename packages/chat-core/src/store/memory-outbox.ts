import type { OutboxItem, OutboxStore } from '../store.js'

/** How many sent items are remembered by name. */
const mostSent = 10_000

/** Items by key, in the order they were added. */
export class MemoryOutbox implements OutboxStore {
  readonly #items = new Map<string, OutboxItem>()
  readonly #sent = new Set<string>()

  async add(item: OutboxItem): Promise<OutboxItem | undefined> {
    const known = this.#items.get(item.key)
    if (known === undefined) this.#items.set(item.key, item)
    return known
  }

  async update(item: OutboxItem): Promise<void> {
    this.#items.set(item.key, item)
    if (item.state !== 'sent') return
    this.#sent.add(item.key)
    if (this.#sent.size <= mostSent) return
    for (const oldest of this.#sent) {
      this.#sent.delete(oldest)
      this.#items.delete(oldest)
      break
    }
  }

  async remove(key: string): Promise<void> {
    this.#items.delete(key)
    this.#sent.delete(key)
  }

  async pending(): Promise<readonly OutboxItem[]> {
    return [...this.#items.values()].filter(({ state }) => state !== 'sent')
  }
}
