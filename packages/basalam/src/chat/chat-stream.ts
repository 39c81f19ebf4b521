import type { Clock } from '@wireloom/http-core'
import { BasalamError, invalidArgument } from '../basalam-error.js'
import { checkCursor, type ChatCursor } from './chat-cursor.js'
import type { ChatReader } from './chat-reader.js'
import { Follower } from './follower.js'
import { KnownChats } from './known-chats.js'
import type { LiveEvent } from './live-event.js'
import { Pace } from './pace.js'
import { completePollOptions, type PollOptions } from './poll-options.js'
import { RequestBudget } from './request-budget.js'
import { Rounds } from './rounds.js'

/** How chats are followed. */
export interface FollowOptions extends PollOptions {
  /** Where an earlier stream stood: its `cursor`. Default: now, so that only what comes is told. */
  readonly cursor?: ChatCursor | undefined
  /** The token's own user, to tell their messages in groups too. Private chats need none. */
  readonly userId?: number | undefined
  /** Ends the stream, quietly. */
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock | undefined
}

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
  readonly #rounds: Rounds
  readonly #known: KnownChats
  readonly #events: AsyncGenerator<LiveEvent, undefined>
  #hasStock: boolean

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(chats: ChatReader, options: FollowOptions = {}) {
    const { cursor, userId, signal, clock = systemClock } = options
    if (typeof chats?.list !== 'function' || typeof chats.listMessages !== 'function') {
      throw new BasalamError('invalid_options', 'chats is missing: basalam.chats of a client.')
    }
    const { activeIntervalMs, idleIntervalMs, maxRequestsPerMinute } = completePollOptions(options)
    if (userId !== undefined && !Number.isSafeInteger(userId)) {
      throw new BasalamError('invalid_options', 'userId has to be the id of a user.')
    }
    this.#hasStock = cursor !== undefined
    this.#known = new KnownChats(cursor === undefined ? undefined : checkCursor(cursor))
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
    const pace = new Pace({ activeIntervalMs, idleIntervalMs }, clock.now())
    this.#rounds = new Rounds(pace, clock, this.#signal)
    this.#events = this.#rounds.run((rung) => this.#look(follower, rung))
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
    this.#rounds.ring(chatId)
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

  #look(follower: Follower, rung: ReadonlySet<number>): AsyncGenerator<LiveEvent, undefined> {
    return this.#hasStock ? follower.look(rung) : this.#start(follower)
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
