/**
 * Runs at most so many tasks in one turn of the event loop, the first of them at once and the others in the turns
 * that follow, in order.
 */
export class Turns {
  readonly #most: number
  #waiting: (() => void)[] = []
  /** How many ran in the present turn. */
  #ran = 0

  constructor(most: number) {
    this.#most = most
  }

  run(task: () => void): void {
    if (this.#ran >= this.#most) {
      this.#waiting.push(task)
      return
    }
    if (this.#ran === 0) setImmediate(() => this.#next())
    this.#ran += 1
    task()
  }

  #next(): void {
    this.#ran = 0
    const waiting = this.#waiting
    this.#waiting = []
    for (const task of waiting) this.run(task)
  }
}
