import type { Clock } from '@wireloom/http-core'
import { BasalamError, invalidArgument, isBasalamError } from '../basalam-error.js'
import { checkCursor, type ChatCursor } from './chat-cursor.js'
import type { ChatReader } from './chat-reader.js'
import { Doorbell } from './doorbell.js'
import { Follower } from './follower.js'
import { KnownChats } from './known-chats.js'
import type { LiveEvent } from './live-event.js'
import { Pace } from './pace.js'
import { RequestBudget } from './request-budget.js'

/** How chats are followed. */
export interface FollowOptions {
  /** Where an earlier stream stood: its `cursor`. Default: now, so that only what comes is told. */
  readonly cursor?: ChatCursor | undefined
  /** The token's own user, to tell their messages in groups too. Private chats need none. */
  readonly userId?: number | undefined
  /** How long between two looks while something happens. Default 2,000. */
  readonly activeIntervalMs?: number | undefined
  /** And where nothing has for long. Default 60,000. */
  readonly idleIntervalMs?: number | undefined
  /**
   * How many requests may go out, for all chats together. Default 90: Basalam names no limit. One look is one, and one
   * more for each chat with something new.
   */
  readonly maxRequestsPerMinute?: number | undefined
  /** Ends the stream, quietly. */
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock | undefined
}

const defaults = {
  activeIntervalMs: 2_000,
  idleIntervalMs: 60_000,
  maxRequestsPerMinute: 90,
} as const satisfies Partial<Required<FollowOptions>>

const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
}

/**
 * What happens in all chats of an account, as one stream for one `for await` loop. Basalam has no socket: the chats are
 * asked for, often while something happens and seldom where nothing does.
 *
 * Every message is told at least once, and in its chat in order; twice only after a restart from a cursor that was kept
 * before it. Nothing is asked for while the loop is busy, so that nothing piles up. Leaving the loop ends the stream.
 *
 * The loop rejects where the token is refused for good (`unauthenticated`) or lacks a scope (`missing_scope`): `cursor`
 * then is where the next stream goes on. Any other failure is an `error` event.
 */
export class ChatStream implements AsyncIterableIterator<LiveEvent, undefined>, AsyncDisposable {
  readonly #closing = new AbortController()
  readonly #signal: AbortSignal
  readonly #doorbell: Doorbell
  readonly #known: KnownChats
  readonly #events: AsyncGenerator<LiveEvent, undefined>
  #rung = new Set<number>()
  #hasStock: boolean

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(chats: ChatReader, options: FollowOptions = {}) {
    const { cursor, userId, signal, clock = systemClock } = options
    if (typeof chats?.list !== 'function' || typeof chats.listMessages !== 'function') {
      throw new BasalamError('invalid_options', 'chats is missing: basalam.chats of a client.')
    }
    const { activeIntervalMs, idleIntervalMs, maxRequestsPerMinute } = readNumbers(options)
    this.#hasStock = cursor !== undefined
    this.#known = new KnownChats(cursor === undefined ? undefined : checkCursor(cursor))
    this.#doorbell = new Doorbell(clock)
    this.#signal =
      signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal])
    const follower = new Follower({
      chats,
      known: this.#known,
      budget: new RequestBudget(maxRequestsPerMinute, clock),
      clock,
      userId,
      signal: this.#signal,
    })
    this.#events = this.#run(follower, new Pace({ activeIntervalMs, idleIntervalMs }, clock.now()), clock)
  }

  /**
   * How far the stream was read, with the event that was told last: keep it once that is dealt with, and give it to the
   * next stream. Left out until everything was looked at once.
   */
  get cursor(): ChatCursor | undefined {
    return this.#hasStock ? this.#known.toCursor() : undefined
  }

  /**
   * Looks at once: somebody told that there is something, a webhook say. What they told is not believed, but read.
   *
   * @param chatId a chat to look into whatever the list says
   * @throws BasalamError `invalid_argument`
   */
  ring(chatId?: number): void {
    if (chatId !== undefined && !(Number.isSafeInteger(chatId) && chatId > 0)) {
      throw invalidArgument('chatId has to be the id of a chat, or left out.')
    }
    if (chatId !== undefined) this.#rung.add(chatId)
    this.#doorbell.ring()
  }

  next(): Promise<IteratorResult<LiveEvent, undefined>> {
    return this.#events.next()
  }

  /** Ends the stream, also while somebody waits for its next event. */
  async return(): Promise<IteratorResult<LiveEvent, undefined>> {
    this.#closing.abort()
    return this.#events.return(undefined)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  async *#run(follower: Follower, pace: Pace, clock: Clock): AsyncGenerator<LiveEvent, undefined> {
    let isReady = false
    while (!this.#signal.aborted) {
      let waitMs: number
      const rung = this.#rung
      this.#rung = new Set()
      try {
        for await (const event of this.#hasStock ? follower.look(rung) : this.#start(follower)) {
          if (event.type !== 'error') pace.quicken(clock.now())
          yield event
          if (this.#signal.aborted) return
        }
        waitMs = pace.afterLook(clock.now())
        if (!isReady) yield { type: 'ready' }
        isReady = true
      } catch (error) {
        if (this.#signal.aborted) return
        if (!isBasalamError(error) || isForGood(error)) throw error
        for (const chatId of rung) this.#rung.add(chatId)
        waitMs = pace.afterFailure(error.retryAfterMs)
        yield { type: 'error', error, retryInMs: waitMs }
      }
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await this.#doorbell.wait(waitMs, this.#signal)
    }
  }

  // oxlint-disable-next-line require-yield -- a look at which everything is old
  async *#start(follower: Follower): AsyncGenerator<LiveEvent, undefined> {
    await follower.takeStock()
    this.#hasStock = true
  }
}

/**
 * Follows all chats of an account.
 *
 * @example
 * ```ts
 * const stream = followChats(basalam.chats)
 * for await (const event of stream) {
 *   if (event.type === 'message' && !event.isOwn) console.log(event.message.content.text)
 * }
 * ```
 * @param chats `basalam.chats`
 * @throws BasalamError `invalid_options`
 */
export function followChats(chats: ChatReader, options?: FollowOptions): ChatStream {
  return new ChatStream(chats, options)
}

/** Whether every later look would end the same: the token was refused, and no other is to be had. */
function isForGood({ code, status, reason }: BasalamError): boolean {
  // Without either it is a source of tokens that failed, perhaps in passing.
  if (code === 'unauthenticated') return status !== undefined || reason === 'refresh_refused'
  return code === 'missing_scope'
}

function readNumbers(options: FollowOptions): Readonly<Record<keyof typeof defaults, number>> {
  const numbers = {
    activeIntervalMs: options.activeIntervalMs ?? defaults.activeIntervalMs,
    idleIntervalMs: options.idleIntervalMs ?? defaults.idleIntervalMs,
    maxRequestsPerMinute: options.maxRequestsPerMinute ?? defaults.maxRequestsPerMinute,
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new BasalamError('invalid_options', `${name} has to be a number above 0, not ${value}.`)
    }
  }
  if (options.userId !== undefined && !Number.isSafeInteger(options.userId)) {
    throw new BasalamError('invalid_options', 'userId has to be the id of a user.')
  }
  return numbers
}
