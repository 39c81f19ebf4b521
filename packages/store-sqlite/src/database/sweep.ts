import type { Clock } from '@wireloom/chat-core'

/** How often something is looked for that can be forgotten, in milliseconds. */
const everyMs = 60_000

/** Forgets what ran out, now and then, along with a write that takes place anyway. */
export class Sweep {
  readonly #forget: (nowMs: number) => unknown
  #nextAtMs: number

  constructor(clock: Pick<Clock, 'now'>, forget: (nowMs: number) => unknown) {
    this.#forget = forget
    this.#nextAtMs = clock.now() + everyMs
  }

  run(nowMs: number): void {
    if (nowMs < this.#nextAtMs) return
    this.#nextAtMs = nowMs + everyMs
    this.#forget(nowMs)
  }
}
