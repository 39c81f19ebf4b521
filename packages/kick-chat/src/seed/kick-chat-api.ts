import { untilAborted, type WaitOptions } from '../abort.js'
import { bookLookup, ChatroomBook } from '../chatroom/book.js'
import { toSlug, type ChatroomInfo, type ChatroomLookup } from '../chatroom/lookup.js'
import { checkFunction, checkObject, checkSignal, describeValue, invalid } from '../check-option.js'
import { systemClock, type TimerClock } from '../clock.js'
import { isKickError, kickError } from '../errors.js'
import { readUserId, toChatroomId, type ChatroomId } from '../ids.js'
import { KickChat, type KickChatOptions } from '../kick-chat.js'
import type { KickRoom } from '../room/kick-room.js'
import type { Undo } from '../room/outlet.js'
import type { KickActions, SendOptions } from '../room/room-actions.js'
import { siteLookup } from '../site/site-lookup.js'
import { negotiatedSocket } from '../transport/negotiated-socket.js'
import { retryDelayMs } from '../transport/retry-delays.js'
import { toSeedMessage, type SeedMessage } from './seed-message.js'

/** What a {@link KickChatApi} is made of. Everything has a default; sending alone needs `kick`. */
export interface KickChatApiOptions extends Omit<KickChatOptions, 'socket' | 'lookup' | 'kick' | 'clock'> {
  /** The client whose token posts; or, for several accounts, the one of a streamer's user id. */
  readonly kick?: KickActions | ((channelId: string) => KickActions | undefined) | undefined
  /** Default {@link negotiatedSocket}. */
  readonly socket?: KickChatOptions['socket'] | undefined
  /** Default {@link siteLookup}. */
  readonly lookup?: ChatroomLookup | undefined
  /** Rooms whose ids are known already, and where those that are found are written down. */
  readonly book?: ChatroomBook | undefined
  /** Default: the platform's. */
  readonly clock?: TimerClock | undefined
}

/** A room by its name in addresses or by its chatroom id: digits alone are an id; a name of digits goes as `{ slug }`. */
export type ChatroomName = string | number | { readonly slug: string } | { readonly chatroomId: ChatroomId }

/** A chatroom that is known. */
export interface KnownChatroom {
  readonly username: string
  readonly chatroomId: string
}

/**
 * Kick chat by the names of the Python wrapper `kickpython`, in one object: a client of the official API, the live chat
 * and the lookup of ids. Unofficial parts are its defaults, which is what choosing it means.
 *
 * @example
 * ```ts
 * const api = new KickChatApi({ kick: new Kick({ token }) })
 * api.addMessageHandler(({ sender_username, content }) => console.log(`${sender_username}: ${content}`))
 * await api.runChatListener('somebody', { signal })
 * ```
 */
export class KickChatApi implements AsyncDisposable {
  /** The chat beneath: every event, typed, and what was lost. */
  readonly chat: KickChat
  readonly #kick: KickChatApiOptions['kick']
  readonly #book: ChatroomBook
  readonly #lookup: ChatroomLookup
  readonly #clock: TimerClock
  /** How many listeners stay in a room. */
  readonly #stays = new WeakMap<KickRoom, number>()

  /** @throws KickError `invalid_options`, naming the option. Opens nothing. */
  constructor(options: KickChatApiOptions = {}) {
    const {
      kick,
      socket = negotiatedSocket(),
      lookup = siteLookup(),
      book = new ChatroomBook(),
      clock = systemClock,
      ...rest
    } = checkObject('The options of a KickChatApi', options)
    if (typeof checkObject('book', book).find !== 'function') throw invalid('book', book, 'a ChatroomBook')
    if (kick !== undefined && typeof kick !== 'function') checkObject('kick', kick)
    this.#kick = kick
    this.#book = book
    this.#lookup = bookLookup(book, checkFunction('lookup', lookup))
    this.#clock = clock
    this.chat = new KickChat({
      ...rest,
      clock,
      socket,
      lookup: this.#lookup,
      ...(typeof kick === 'object' && { kick }),
    })
  }

  /**
   * Posts a message in a channel, by Kick's official API, and gives its id. It is never posted twice by itself.
   *
   * Rejects with a KickError: `invalid_argument` for a channel or content that cannot be right, before anything is
   * sent; `no_kick` where no client was given; and what `kick.chat.send` rejects with.
   *
   * @param channelId the streamer's user id
   * @param content 1 to 500 code points
   */
  async postChat(channelId: string | number, content: string, options: SendOptions = {}): Promise<string> {
    const { replyTo, as = 'user', ...callOptions } = checkObject('The options of postChat', options)
    const broadcasterUserId = readUserId(channelId)
    if (broadcasterUserId === undefined) {
      const given = describeValue(channelId)
      throw kickError(
        'invalid_argument',
        `channelId has to be the streamer's user id, a number above 0, not ${given}.`,
      )
    }
    const kick = typeof this.#kick === 'function' ? this.#kick(String(broadcasterUserId)) : this.#kick
    if (kick === undefined) {
      throw kickError(
        'no_kick',
        `There is no client to post with in ${channelId}: pass new Kick({ token }) as "kick".`,
      )
    }
    const replyToMessageId = typeof replyTo === 'object' ? replyTo.id : replyTo
    const message = { content, replyToMessageId, broadcasterUserId, type: as }
    const { messageId } = await kick.chat.send(message, callOptions)
    return messageId
  }

  /** Joins a chatroom; settles once it is subscribed. Messages then reach the handlers. Rejects as `KickChat.join`. */
  async connectToChatroom(name: ChatroomName, options?: WaitOptions): Promise<KickRoom> {
    return this.chat.join(await this.#target(name, options), options)
  }

  /** Calls the handler at each message of every chatroom; one that fails keeps nothing from the others. */
  addMessageHandler(handler: (message: SeedMessage, room: KickRoom) => unknown): Undo {
    checkFunction('handler', handler)
    return this.chat.on('message', (event, room) => handler(toSeedMessage(event), room))
  }

  /**
   * Joins a chatroom and stays, through lost connections and lookups that fail in passing, until the signal aborts.
   *
   * Rejects with a KickError where it cannot be: `not_found`, `edge_blocked`, `invalid_argument`, `connection_refused`…
   */
  async runChatListener(name: ChatroomName, options: WaitOptions = {}): Promise<void> {
    const signal = checkSignal(checkObject('The options of runChatListener', options).signal)
    try {
      const room = await this.#join(name, signal)
      await this.#stay(room, signal)
    } catch (error) {
      if (signal?.aborted !== true) throw error
    }
  }

  /** The ids of a name: from the book where it is known, else looked up. Rejects as the lookup does. */
  async getChatroomId(username: string, options: WaitOptions = {}): Promise<ChatroomInfo> {
    const signal = checkSignal(checkObject('The options of getChatroomId', options).signal)
    return this.#lookup(toSlug(username), { signal })
  }

  /**
   * The streamer's user id of a chatroom that is known; undefined for one that is not. By its name in the Python
   * wrapper, which gives the user's id too, though it says the channel's.
   */
  getChannelIdFromChatroom(chatroomId: string | number): string | undefined {
    const userId = this.#book.findByChatroom(toChatroomId(chatroomId))?.userId
    return userId === undefined ? undefined : String(userId)
  }

  /** Every chatroom that is known: given at the start, or found since. */
  getAllChatroomIds(): readonly KnownChatroom[] {
    return this.#book.all().map(({ chatroomId, username, slug }) => ({
      username: username ?? slug ?? '',
      chatroomId: String(chatroomId),
    }))
  }

  /** Leaves every room and closes every connection. */
  async close(): Promise<void> {
    await this.chat.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #target(name: ChatroomName, options: WaitOptions = {}): Promise<ChatroomInfo> {
    if (typeof name === 'object' && name !== null && 'slug' in name)
      return this.getChatroomId(name.slug, options)
    if (typeof name === 'string' && !/^\d+$/.test(name)) return this.getChatroomId(name, options)
    const chatroomId = toChatroomId(typeof name === 'object' ? name?.chatroomId : name)
    return this.#book.findByChatroom(chatroomId) ?? { chatroomId }
  }

  async #join(name: ChatroomName, signal: AbortSignal | undefined): Promise<KickRoom> {
    for (let failures = 1; ; failures += 1) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- again only where this one failed
        return await this.connectToChatroom(name, { signal })
      } catch (error) {
        if (!isKickError(error) || !error.retryable) throw error
        const delayMs = Math.max(retryDelayMs(failures, Math.random()), error.retryAfterMs ?? 0)
        // oxlint-disable-next-line no-await-in-loop -- the wait is the purpose
        await this.#sleep(delayMs, signal)
      }
    }
  }

  /** The room is left with the last listener that stays in it. */
  async #stay(room: KickRoom, signal: AbortSignal | undefined): Promise<void> {
    this.#stays.set(room, (this.#stays.get(room) ?? 0) + 1)
    try {
      await untilAborted(untilClosed(room), 'the chat', signal)
    } finally {
      const left = (this.#stays.get(room) ?? 1) - 1
      this.#stays.set(room, left)
      if (left === 0) room.leave()
    }
  }

  async #sleep(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    let timer: unknown
    const passed = new Promise<void>((resolve) => {
      timer = this.#clock.setTimeout(resolve, delayMs)
    })
    try {
      await untilAborted(passed, 'the chat', signal)
    } finally {
      this.#clock.clearTimeout(timer)
    }
  }
}

/** Settles when the room is left, and rejects with the reason where it was ended. */
function untilClosed(room: KickRoom): Promise<void> {
  return new Promise((resolve, reject) => {
    if (room.state === 'closed') return resolve()
    room.on('status', ({ state, error }) => {
      if (state !== 'closed') return
      if (error === undefined) resolve()
      else reject(isKickError(error.cause) ? error.cause : error)
    })
  })
}
