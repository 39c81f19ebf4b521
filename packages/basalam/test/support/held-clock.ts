/** A clock that stands still until it is moved. */
export class HeldClock {
  #nowMs = 1_000_000
  #timers: { readonly atMs: number; readonly callback: () => void }[] = []

  readonly now = (): number => this.#nowMs

  readonly setTimeout = (callback: () => void, delayMs: number): unknown => {
    const timer = { atMs: this.#nowMs + delayMs, callback }
    this.#timers.push(timer)
    return timer
  }

  readonly clearTimeout = (timer: unknown): void => {
    this.#timers = this.#timers.filter((one) => one !== timer)
  }

  /** How long until the next timer; `undefined` where there is none. */
  get nextInMs(): number | undefined {
    const next = Math.min(...this.#timers.map(({ atMs }) => atMs))
    return Number.isFinite(next) ? next - this.#nowMs : undefined
  }

  /** Moves on to the next timer, and lets what waits for it go as far as it can. */
  async step(): Promise<void> {
    const [timer] = this.#timers.toSorted((a, b) => a.atMs - b.atMs)
    if (timer !== undefined) {
      this.#nowMs = Math.max(this.#nowMs, timer.atMs)
      this.clearTimeout(timer)
      timer.callback()
    }
    await settle()
  }
}

/** Until nothing is left to do but to wait for timers and sockets. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
