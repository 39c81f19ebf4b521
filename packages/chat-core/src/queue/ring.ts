/** A queue in an array that wraps around: no copying at either end, and it grows by doubling. */
export class Ring<Value> {
  #slots: (Value | undefined)[] = []
  #first = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The oldest, left where it is. */
  peek(): Value | undefined {
    return this.#slots[this.#first]
  }

  push(value: Value): void {
    if (this.#size === this.#slots.length) this.#grow()
    this.#slots[(this.#first + this.#size) & (this.#slots.length - 1)] = value
    this.#size += 1
  }

  /** Takes the oldest. */
  shift(): Value | undefined {
    if (this.#size === 0) return undefined
    const value = this.#slots[this.#first]
    this.#slots[this.#first] = undefined
    this.#first = (this.#first + 1) & (this.#slots.length - 1)
    this.#size -= 1
    return value
  }

  /** Takes the oldest that fits out of its place. */
  take(fits: (value: Value) => boolean): Value | undefined {
    for (let index = 0; index < this.#size; index += 1) {
      const value = this.#at(index)
      if (!fits(value)) continue
      for (let after = index; after < this.#size - 1; after += 1) {
        this.#slots[(this.#first + after) & (this.#slots.length - 1)] = this.#at(after + 1)
      }
      this.#size -= 1
      this.#slots[(this.#first + this.#size) & (this.#slots.length - 1)] = undefined
      return value
    }
    return undefined
  }

  #at(index: number): Value {
    return this.#slots[(this.#first + index) & (this.#slots.length - 1)] as Value
  }

  #grow(): void {
    // The length stays a power of two, so that wrapping around is one bitwise and.
    const slots: (Value | undefined)[] = Array.from({ length: Math.max(4, this.#size * 2) })
    for (let index = 0; index < this.#size; index += 1) slots[index] = this.#at(index)
    this.#slots = slots
    this.#first = 0
  }
}
