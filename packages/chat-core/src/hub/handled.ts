import type { Clock } from '../clock.js'
import { sleep } from '../delivery/persist.js'
import type { ChatRoom } from './chat-room.js'

/** Lets others wait until what arrived in some rooms is handled and kept. */
export class Handled {
  readonly #clock: Clock
  readonly #looks = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** An event was finished. */
  passed(): void {
    for (const look of this.#looks) look()
  }

  /**
   * Waits for everything that arrived in these rooms so far.
   *
   * @returns whether it is finished; false where the time was over first, or the signal aborted
   */
  async wait(rooms: readonly ChatRoom[], timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const atMs = this.#clock.now()
    const isFinished = (): boolean => rooms.every(({ watermark }) => (watermark.oldestAt ?? Infinity) > atMs)
    if (isFinished()) return true
    const over = new AbortController()
    const end = (): void => over.abort()
    const look = (): void => {
      if (isFinished()) end()
    }
    this.#looks.add(look)
    signal.addEventListener('abort', end)
    if (!signal.aborted) await sleep(timeoutMs, this.#clock, over.signal)
    signal.removeEventListener('abort', end)
    this.#looks.delete(look)
    return isFinished()
  }
}
