import { eventTypes, type ChatEvent, type ChatEventType } from '@wireloom/chat-core'
import { checkObject, checkSignal, describeValue, invalid } from '../check-option.js'
import { kickError, type KickChatError } from '../errors.js'
import type { KickEvent } from '../event/kick-event.js'
import type { EventStream, OverflowPolicy, StreamEvent, StreamOptions } from './event-stream.js'
import { Losses } from './losses.js'

const defaults = { limit: 1_000, overflow: 'drop-oldest' } as const satisfies StreamOptions
const policies: readonly OverflowPolicy[] = ['drop-oldest', 'drop-newest', 'fail']

/** What a queue needs of its source. */
export interface QueueSource {
  /** An event was dropped because the consumer is slow. */
  dropped(): void
  /** The consumer is done, or the queue gave up: push nothing more. */
  ended(): void
}

/** An {@link EventStream} with the ends that feed it: a bounded queue between its source and one consumer. */
export class EventQueue<Type extends ChatEventType> implements EventStream<Type> {
  readonly #types: ReadonlySet<string> | undefined
  readonly #limit: number
  readonly #overflow: OverflowPolicy
  readonly #signal: AbortSignal | undefined
  readonly #source: QueueSource
  #queue: StreamEvent<Type>[] = []
  /** Where the queue begins in its array: taking from the front is then no copy. */
  #first = 0
  #waiting: ((result: IteratorResult<StreamEvent<Type>, undefined>) => void)[] = []
  /** Dropped from the front: told before what is left. */
  readonly #lostBefore = new Losses()
  /** Dropped at the end: told after what was there, and before what comes next. */
  readonly #lostAfter = new Losses()
  #hasEnded = false
  #failure: KickChatError | undefined
  #dropped = 0

  /** @throws KickError `invalid_options` where the limit or the policy is none */
  constructor(options: StreamOptions<Type>, source: QueueSource) {
    const { types, limit, overflow, signal } = checkObject('The options of a stream', options)
    this.#types = types === undefined ? undefined : new Set<string>([...checkTypes(types), 'gap'])
    this.#limit = checkLimit(limit ?? defaults.limit)
    this.#overflow = checkOverflow(overflow ?? defaults.overflow)
    this.#signal = checkSignal(signal)
    this.#source = source
    if (signal?.aborted) this.#hasEnded = true
    else signal?.addEventListener('abort', this.#aborted)
  }

  get dropped(): number {
    return this.#dropped
  }

  get size(): number {
    return this.#queue.length - this.#first
  }

  /** Whether it takes nothing any more. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  push(event: ChatEvent<KickEvent>): void {
    if (this.#hasEnded || !this.#isWanted(event)) return
    const take = this.#waiting.shift()
    if (take !== undefined) return take({ done: false, value: event })
    if (this.size >= this.#limit && !this.#makeRoom(event)) return
    this.#appendLosses()
    this.#queue.push(event)
  }

  /** The source has no more: what waits is still given out. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#signal?.removeEventListener('abort', this.#aborted)
    for (const give of this.#waiting.splice(0)) give({ done: true, value: undefined })
    this.#source.ended()
  }

  next(): Promise<IteratorResult<StreamEvent<Type>, undefined>> {
    const value = this.#lostBefore.take() ?? this.#shift() ?? this.#lostAfter.take()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (this.#failure !== undefined) {
      const failure = this.#failure
      this.#failure = undefined
      return Promise.reject(failure)
    }
    if (this.#hasEnded) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  return(): Promise<IteratorResult<StreamEvent<Type>, undefined>> {
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

  #isWanted(event: ChatEvent<KickEvent>): event is StreamEvent<Type> {
    return this.#types === undefined || this.#types.has(event.type)
  }

  #makeRoom(event: StreamEvent<Type>): boolean {
    if (this.#overflow === 'fail') {
      this.#failure = kickError(
        'overflow',
        `A stream ended because its consumer let ${this.#limit} events pile up; consume faster or raise "limit".`,
      )
      this.end()
      return false
    }
    this.#dropped += 1
    this.#source.dropped()
    if (this.#overflow === 'drop-newest') {
      this.#lostAfter.add(event)
      return false
    }
    const oldest = this.#shift()
    if (oldest !== undefined) this.#lostBefore.add(oldest)
    return true
  }

  #appendLosses(): void {
    while (!this.#lostAfter.isEmpty) {
      const gap = this.#lostAfter.take()
      if (gap !== undefined) this.#queue.push(gap)
    }
  }

  #shift(): StreamEvent<Type> | undefined {
    if (this.size === 0) return undefined
    const event = this.#queue[this.#first]
    this.#first += 1
    // Cut rarely: one copy for every half of the array.
    if (this.#first * 2 >= this.#queue.length) {
      this.#queue.splice(0, this.#first)
      this.#first = 0
    }
    return event
  }
}

function checkTypes<Type>(types: readonly Type[]): readonly Type[] {
  const wanted = `a list of ${eventTypes.join(', ')}`
  if (!Array.isArray(types)) throw invalid('types', types, wanted)
  const stranger = types.find((type) => !eventTypes.includes(type as ChatEventType))
  if (stranger !== undefined) throw invalid('types', stranger, wanted)
  return types
}

function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit > 0) return limit
  throw kickError(
    'invalid_options',
    `The stream's "limit" must be a whole number above 0, not ${describeValue(limit)}.`,
  )
}

function checkOverflow(overflow: OverflowPolicy): OverflowPolicy {
  if (policies.includes(overflow)) return overflow
  throw kickError(
    'invalid_options',
    `The stream's "overflow" must be one of ${policies.join(', ')}, not ${describeValue(overflow)}.`,
  )
}
