/** Values in the order they came, each to be waited for. */
export class Queue<Value> {
  readonly #values: Value[] = []
  readonly #takers: ((value: Value) => void)[] = []

  /** What came and was not taken yet. */
  get waiting(): readonly Value[] {
    return this.#values
  }

  put(value: Value): void {
    const taker = this.#takers.shift()
    if (taker === undefined) this.#values.push(value)
    else taker(value)
  }

  take(): Promise<Value> {
    const value = this.#values.shift()
    if (value !== undefined) return Promise.resolve(value)
    return new Promise((resolve) => this.#takers.push(resolve))
  }
}
