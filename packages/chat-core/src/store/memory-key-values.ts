import type { Clock } from '../clock.js'
import type { KeyValueStore } from '../store.js'

/** Values by name; what is over is forgotten when it is asked for. */
export class MemoryKeyValues implements KeyValueStore {
  readonly #clock: Pick<Clock, 'now'>
  readonly #values = new Map<string, { readonly value: string; readonly endsAtMs: number }>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  async get(key: string): Promise<string | undefined> {
    const known = this.#values.get(key)
    if (known === undefined) return undefined
    if (known.endsAtMs > this.#clock.now()) return known.value
    this.#values.delete(key)
    return undefined
  }

  async set(key: string, value: string, timeToLiveMs: number = Infinity): Promise<void> {
    this.#values.set(key, { value, endsAtMs: this.#clock.now() + timeToLiveMs })
  }

  async delete(key: string): Promise<void> {
    this.#values.delete(key)
  }
}
