import type { DeadLetter, DeadLetterStore } from '../store.js'

/** Dead letters by key. */
export class MemoryDeadLetters implements DeadLetterStore {
  readonly #letters = new Map<string, DeadLetter>()

  async add(letter: DeadLetter): Promise<void> {
    this.#letters.set(letter.key, letter)
  }

  async list(): Promise<readonly DeadLetter[]> {
    return [...this.#letters.values()]
  }

  async remove(key: string): Promise<void> {
    this.#letters.delete(key)
  }
}
