import { aCount, check, type Kind } from '../check-option.js'
import { PusherError } from '../errors.js'
import type { EventStream, OverflowPolicy, StreamOptions } from './event-stream.js'

/** What a stream needs of its source. */
export interface StreamSource {
  /** The consumer is done: push nothing more. */
  ended(): void
  /** The first event of a run was dropped; the run ends when the consumer has caught up. */
  overflowed(limit: number): void
}

const anOverflowPolicy: Kind = [
  'drop-oldest, drop-newest or fail',
  (value) => value === 'drop-oldest' || value === 'drop-newest' || value === 'fail',
]

/** An {@link EventStream} with the ends that feed it: a bounded queue between its source and one consumer. */
export class EventQueue<Value> implements EventStream<Value> {
  readonly #limit: number
  readonly #overflow: OverflowPolicy
  readonly #signal: AbortSignal | undefined
  readonly #source: StreamSource
  #queue: Value[] = []
  /** Where the queue begins in its array: taking from the front is then no copy. */
  #first = 0
  #waiting: ((result: IteratorResult<Value, undefined>) => void)[] = []
  #ended = false
  #failure: PusherError | undefined
  #dropped = 0
  #overflowing = false

  /** @throws PusherError `invalid_options` where the limit or the policy is none */
  constructor({ limit, overflow, signal }: StreamOptions, source: StreamSource) {
    this.#limit = check('limit', limit ?? 1_000, aCount)
    this.#overflow = check('overflow', overflow ?? 'drop-oldest', anOverflowPolicy)
    this.#signal = signal
    this.#source = source
    // One that was aborted before is ended by whoever made the queue, who has things to undo.
    if (!signal?.aborted) signal?.addEventListener('abort', this.#aborted)
  }

  get dropped(): number {
    return this.#dropped
  }

  get size(): number {
    return this.#queue.length - this.#first
  }

  push(value: Value): void {
    if (this.#ended) return
    const take = this.#waiting.shift()
    if (take !== undefined) {
      take({ done: false, value })
      return
    }
    if (this.size >= this.#limit && !this.#makeRoom()) return
    this.#queue.push(value)
  }

  /** The source has no more: what waits is still given out. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#signal?.removeEventListener('abort', this.#aborted)
    for (const give of this.#waiting.splice(0)) give({ done: true, value: undefined })
    this.#source.ended()
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    if (this.size > 0) return Promise.resolve({ done: false, value: this.#shift() })
    this.#overflowing = false
    if (this.#failure !== undefined) {
      const failure = this.#failure
      this.#failure = undefined
      return Promise.reject(failure)
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  return(): Promise<IteratorResult<Value, undefined>> {
    this.#queue = []
    this.#first = 0
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  readonly #aborted = (): void => void this.return()

  #makeRoom(): boolean {
    if (this.#overflow === 'fail') {
      this.#failure = new PusherError(
        'overflow',
        `A stream ended because its consumer let ${this.#limit} events pile up; consume faster or raise \`limit\`.`,
      )
      this.end()
      return false
    }
    this.#dropped += 1
    if (!this.#overflowing) {
      this.#overflowing = true
      this.#source.overflowed(this.#limit)
    }
    if (this.#overflow === 'drop-newest') return false
    this.#shift()
    return true
  }

  #shift(): Value {
    const value = this.#queue[this.#first] as Value
    // Let go of it now, not when the array is cut.
    this.#queue[this.#first] = undefined as Value
    this.#first += 1
    if (this.#first * 2 >= this.#queue.length) {
      this.#queue.splice(0, this.#first)
      this.#first = 0
    }
    return value
  }
}
