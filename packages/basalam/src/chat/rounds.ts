import type { Clock } from '@wireloom/http-core'
import { isBasalamError, type BasalamError } from '../basalam-error.js'
import { Doorbell } from './doorbell.js'
import type { LiveError, LiveReady } from './live-event.js'
import type { Pace } from './pace.js'

/** One look at the chats. @param rung those to look into whatever the list says */
export type Look<Event> = (rung: ReadonlySet<number>) => AsyncGenerator<Event, undefined>

/** Looks at chats round after round, at a pace, and at once when somebody rings. */
export class Rounds {
  readonly #pace: Pace
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #doorbell: Doorbell
  #rung = new Set<number>()

  constructor(pace: Pace, clock: Clock, signal: AbortSignal) {
    this.#pace = pace
    this.#clock = clock
    this.#signal = signal
    this.#doorbell = new Doorbell(clock)
  }

  /** Looks at once. */
  ring(chatId?: number): void {
    if (chatId !== undefined) this.#rung.add(chatId)
    this.#doorbell.ring()
  }

  /**
   * What every look tells, until the signal aborts. A look that fails is made again, later; the loop rejects where every
   * later look would fail the same, and with whatever is no BasalamError.
   */
  async *run<Event extends { readonly type: string }>(
    look: Look<Event>,
  ): AsyncGenerator<Event | LiveError | LiveReady, undefined> {
    const pace = this.#pace
    let isReady = false
    while (!this.#signal.aborted) {
      let waitMs: number
      const rung = this.#rung
      this.#rung = new Set()
      try {
        for await (const event of look(rung)) {
          if (event.type !== 'error') pace.quicken(this.#clock.now())
          yield event
          if (this.#signal.aborted) return
        }
        waitMs = pace.afterLook(this.#clock.now())
        if (!isReady) yield { type: 'ready' }
        isReady = true
      } catch (error) {
        if (this.#signal.aborted) return
        for (const chatId of rung) this.#rung.add(chatId)
        if (!isBasalamError(error) || isForGood(error)) throw error
        waitMs = pace.afterFailure(error.retryAfterMs)
        yield { type: 'error', error, retryInMs: waitMs }
      }
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await this.#doorbell.wait(waitMs, this.#signal)
    }
  }
}

/** Whether every later look would end the same: the token was refused, and no other is to be had. */
function isForGood({ code, status, reason }: BasalamError): boolean {
  // Without either it is a source of tokens that failed, perhaps in passing.
  if (code === 'unauthenticated') return status !== undefined || reason === 'refresh_refused'
  return code === 'missing_scope'
}
