/** The newest of what was added; what is older is forgotten. */
export class RecentSet {
  readonly #items = new Set<string>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  add(item: string): void {
    this.#items.delete(item)
    this.#items.add(item)
    if (this.#items.size <= this.#limit) return
    for (const oldest of this.#items) {
      this.#items.delete(oldest)
      break
    }
  }

  has(item: string): boolean {
    return this.#items.has(item)
  }
}
