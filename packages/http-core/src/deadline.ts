import type { Clock } from './clock.js'

/**
 * What ends a call from outside: its caller's signal, the time of one attempt, the time of the whole.
 *
 * One controller and at most one timer, because both are paid for by every call.
 */
export class Deadline {
  readonly #clock: Clock
  readonly #controller = new AbortController()
  readonly #callerSignal: AbortSignal | undefined
  readonly #endsAtMs: number
  #timer: unknown
  #onEnd: (() => void) | undefined
  #ended: 'timeout' | 'aborted' | undefined

  constructor(clock: Clock, totalTimeoutMs: number, callerSignal: AbortSignal | undefined) {
    this.#clock = clock
    this.#endsAtMs = clock.now() + totalTimeoutMs
    this.#callerSignal = callerSignal
    if (callerSignal?.aborted) this.handleEvent()
    else callerSignal?.addEventListener('abort', this, { once: true })
  }

  /** Aborts at whichever comes first. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Which came first, or `undefined` while none did. */
  get ended(): 'timeout' | 'aborted' | undefined {
    return this.#ended
  }

  /** What is left of the whole time. */
  get remainingMs(): number {
    return this.#endsAtMs - this.#clock.now()
  }

  /**
   * What a promise that never rejects gives, or `undefined` if the end comes first: what does not heed the signal is
   * left behind.
   */
  before<Value>(work: Promise<Value>): Promise<Value | undefined> {
    return new Promise((resolve) => {
      this.#onEnd = () => resolve(undefined)
      void work.then(resolve)
    })
  }

  /** Begins an attempt, in the place of the one before. */
  start(attemptTimeoutMs: number): void {
    this.stop()
    const delayMs = Math.max(0, Math.min(attemptTimeoutMs, this.remainingMs))
    // Longer ones overflow a timer's 32 bits and would fire at once: no deadline then.
    if (delayMs > 2_147_483_647) return
    this.#timer = this.#clock.setTimeout(
      () => this.#end('timeout', new DOMException('The deadline passed.', 'TimeoutError')),
      delayMs,
    )
  }

  /** Ends an attempt. */
  stop(): void {
    if (this.#timer === undefined) return
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Leaves no timer and no listener. */
  close(): void {
    this.stop()
    this.#callerSignal?.removeEventListener('abort', this)
  }

  /** The caller's signal aborted. */
  handleEvent(): void {
    this.#end('aborted', this.#callerSignal?.reason)
  }

  #end(how: 'timeout' | 'aborted', reason: unknown): void {
    if (this.#ended !== undefined) return
    this.#ended = how
    this.stop()
    this.#onEnd?.()
    this.#controller.abort(reason)
  }
}
