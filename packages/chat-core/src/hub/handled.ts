import type { Clock } from '../clock.js'
import { sleep } from '../delivery/persist.js'
import type { Mark } from '../delivery/watermark.js'

/** What somebody waits for. */
interface Wait {
  readonly marks: Set<Mark>
  readonly over: AbortController
}

/** Lets others wait until events are handled and that is kept. */
export class Handled {
  readonly #clock: Clock
  readonly #waits = new Set<Wait>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** An event was finished. */
  passed(mark: Mark): void {
    for (const { marks, over } of this.#waits) if (marks.delete(mark) && marks.size === 0) over.abort()
  }

  /**
   * Waits for events that are not finished.
   *
   * @returns whether they are now; false where the time was over first, or the signal aborted
   */
  async wait(unfinished: readonly Mark[], timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const wait: Wait = { marks: new Set(unfinished), over: new AbortController() }
    const end = (): void => wait.over.abort()
    this.#waits.add(wait)
    signal.addEventListener('abort', end)
    if (wait.marks.size > 0 && !signal.aborted) await sleep(timeoutMs, this.#clock, wait.over.signal)
    signal.removeEventListener('abort', end)
    this.#waits.delete(wait)
    return wait.marks.size === 0
  }
}
