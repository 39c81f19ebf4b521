import type { ChatEventType } from '@wireloom/chat-core'
import { abortedError, untilAborted, type WaitOptions } from './abort.js'
import { toChatroomInfo, toSlug, type ChatroomInfo, type ChatroomLookup } from './chatroom/lookup.js'
import { systemClock, type Clock } from './clock.js'
import {
  checkFunction,
  checkMethods,
  checkObject,
  checkSignal,
  describeValue,
  invalid,
} from './check-option.js'
import { kickError, type KickChatError } from './errors.js'
import { readChatroomId, type ChatroomId } from './ids.js'
import { reportUnheard } from './report.js'
import { createCounters, type ChatStats } from './room/counters.js'
import type { EventStream, StreamOptions } from './room/event-stream.js'
import type { ChatHistory } from './room/history.js'
import type { KickRoom } from './room/kick-room.js'
import { LiveRoom, type RoomOwner } from './room/live-room.js'
import { Outlet, type HandlerOptions, type Handlers, type Undo } from './room/outlet.js'
import { seenIdsDefaults, type SeenIdsOptions } from './room/seen-ids.js'
import type { KickActions } from './room/room-actions.js'
import { channelNames } from './transport/channel-names.js'
import { createLimit } from './transport/limit.js'
import type { Feed, KickSocket, Transport } from './transport/transport.js'

/** What a chat is made of. */
export interface KickChatOptions {
  /** The way to Kick's live chat, such as `pusherSocket()`. Unofficial, which is why it is named. */
  readonly socket: KickSocket
  /** Turns slugs into ids, such as `siteLookup()`. Default none: rooms are then joined by chatroom id. */
  readonly lookup?: ChatroomLookup | undefined
  /** A client of Kick's official API, by which rooms send and moderate. Default none: rooms are then only read. */
  readonly kick?: KickActions | undefined
  /**
   * Fills gaps after a reconnect, such as `siteHistory()`: what was said meanwhile is handed out before what comes
   * next, for 15 seconds and 1,000 events at most, and the gap says how much it was. Unofficial, which is why it is named. Default none: a gap is told.
   */
  readonly history?: ChatHistory | undefined
  /** Whether predictions are heard as well, which takes a sixth channel of each room. Default `false`. */
  readonly predictions?: boolean | undefined
  /** Whose eyes rooms are seen through, in `RoomRef.account`. Default `anonymous`. */
  readonly account?: string | undefined
  /** How long, and how many, messages are remembered in each room, to drop their duplicates. */
  readonly dedupe?: SeenIdsOptions | undefined
  /** Closes the chat when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** Default: the platform's. */
  readonly clock?: Clock | undefined
}

/** A room to join: its slug, its chatroom id, or as many of its ids as are known. */
export type JoinTarget = string | ChatroomId | ChatroomInfo

/** How many rooms read back at once. */
const historiesAtOnce = 2

/** A room joined or being joined. */
interface Entry {
  readonly room: LiveRoom
  readonly feed: Feed
  /** How many calls of `join` wait for it. */
  waiting: number
  isReady: boolean
}

/**
 * Live chat of Kick rooms: messages and everything that happens around them.
 *
 * Unofficial parts run only where they are named: the socket, and the lookup that turns names into ids.
 *
 * @example
 * ```ts
 * await using chat = new KickChat({ socket: pusherSocket(), lookup: siteLookup() })
 * const room = await chat.join('somebody')
 * for await (const event of room.events()) {
 *   if (event.type === 'message') show(event.message.author.name, event.message.text)
 * }
 * ```
 */
export class KickChat implements AsyncDisposable {
  readonly #lookup: ChatroomLookup | undefined
  readonly #transport: Transport
  readonly #entries = new Map<ChatroomId, Entry>()
  readonly #counters = createCounters()
  readonly #outlet: Outlet<KickRoom>
  readonly #roomOwner: RoomOwner
  readonly #predictions: boolean
  readonly #signal: AbortSignal | undefined
  /** Aborts when the chat closes. */
  readonly #closing = new AbortController()

  /** @throws KickError `invalid_options`, naming the option. Opens nothing. */
  constructor(options: KickChatOptions) {
    const {
      socket,
      lookup,
      kick,
      history,
      predictions = false,
      account = 'anonymous',
      dedupe = {},
      signal,
      clock = systemClock,
    } = checkObject('The options of a KickChat', options)
    if (typeof socket?.connect !== 'function') {
      throw kickError('invalid_options', 'socket is missing: pass one, such as pusherSocket().')
    }
    if (typeof account !== 'string') throw invalid('account', account, 'text')
    checkSignal(signal)
    checkMethods('clock', ['now'], clock)
    if (kick !== undefined && typeof kick.chat?.send !== 'function') {
      throw invalid('kick', kick, 'a client of Kick’s API, new Kick({ token })')
    }
    if (history !== undefined) checkFunction('history', history)
    if (typeof predictions !== 'boolean') throw invalid('predictions', predictions, 'true or false')
    this.#predictions = predictions
    this.#lookup = lookup === undefined ? undefined : checkFunction('lookup', lookup)
    this.#outlet = new Outlet({
      failed: (error, room) => this.#tellError(error, room),
      dropped: () => {
        this.#counters.dropped += 1
      },
    })
    this.#roomOwner = {
      clock,
      account,
      dedupe: completeDedupe(dedupe),
      kick,
      history,
      historyLimit: createLimit(historiesAtOnce),
      counters: this.#counters,
      emit: (event, room) => this.#outlet.emit(event, room),
      emitError: (error, room) => this.#outlet.emitError(error, room),
      unheard: (error) => showUnheard(error),
      left: (room) => this.#entries.delete(room.chatroomId),
    }
    this.#transport = socket.connect({ error: (error) => this.#tellError(error, undefined) })
    this.#signal = signal
    if (signal?.aborted) this.#close()
    else signal?.addEventListener('abort', this.#close)
  }

  /** The rooms joined now, in the order they were. */
  get rooms(): readonly KickRoom[] {
    return [...this.#entries.values()].filter(({ isReady }) => isReady).map(({ room }) => room)
  }

  /**
   * Joins a room; settles once its chat is subscribed. Joining a room twice gives the same room, with the channels
   * it was first joined with.
   *
   * Nothing is sent to Kick before this call. It waits through lost connections; set a deadline by
   * `AbortSignal.timeout()`.
   *
   * Rejects with a KickError: `invalid_argument`, `no_lookup`, what the lookup says (`not_found`, `edge_blocked`, …),
   * `subscription_refused`, `connection_refused`, `aborted`, `closed`.
   *
   * @param target the slug (the name in `kick.com/<name>`), the chatroom id (`toChatroomId(1001)`), or an object of
   *   ids: with the channel id more is heard than with the chatroom id alone
   */
  async join(target: JoinTarget, options: WaitOptions = {}): Promise<KickRoom> {
    const signal = checkSignal(checkObject('The options of join', options).signal)
    this.#refuseClosed()
    if (signal?.aborted) throw abortedError('the room', signal)
    const info = await this.#resolve(target, signal)
    this.#refuseClosed()
    const entry = this.#entries.get(info.chatroomId) ?? this.#open(info)
    entry.waiting += 1
    try {
      await untilAborted(entry.feed.ready, `room ${info.slug ?? info.chatroomId}`, signal)
      entry.isReady = true
      return entry.room
    } finally {
      entry.waiting -= 1
      // Nobody wants it any more: it failed, or all that waited gave up.
      if (!entry.isReady && entry.waiting === 0) entry.room.leave()
    }
  }

  /** Calls the handler at each event of one type in any room, or at each error; see `KickRoom.on`. */
  on<Name extends keyof Handlers<KickRoom>>(
    name: Name,
    handler: Handlers<KickRoom>[Name],
    options?: HandlerOptions,
  ): Undo {
    return this.#outlet.on(name, handler, options)
  }

  /** The events of all rooms from now on, also of rooms joined later; see `KickRoom.events`. */
  events<Type extends ChatEventType = ChatEventType>(options: StreamOptions<Type> = {}): EventStream<Type> {
    return this.#outlet.events(options)
  }

  /** What the chat has seen so far. */
  stats(): ChatStats {
    return { ...this.#counters, reconnects: this.#transport.reconnects, rooms: this.rooms.length }
  }

  /** Leaves every room and closes every connection. Closing twice is closing once. */
  async close(): Promise<void> {
    this.#close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close()
  }

  #open(info: ChatroomInfo): Entry {
    const { chatroomId, channelId } = info
    this.#refuseSharedChannel(info)
    const room = new LiveRoom(info, this.#roomOwner)
    const channels = channelNames(chatroomId, channelId, this.#predictions)
    const feed = this.#transport.open({ chatroomId, channelId, channels, listener: room })
    const entry: Entry = { room, feed, waiting: 0, isReady: false }
    this.#entries.set(chatroomId, entry)
    room.attach(feed)
    // A handler of its first status may have closed the chat already.
    if (this.#closing.signal.aborted) room.leave()
    return entry
  }

  /** Two rooms would share its channels, and the first to leave would take them from the other. */
  #refuseSharedChannel({ chatroomId, channelId }: ChatroomInfo): void {
    if (channelId === undefined) return
    const other = [...this.#entries.values()].find(({ room }) => room.channelId === channelId)?.room
    if (other === undefined) return
    throw kickError(
      'invalid_argument',
      `Channel ${channelId} is joined already, with chatroom ${other.chatroomId}: ${chatroomId} is not its chatroom too.`,
    )
  }

  async #resolve(target: JoinTarget, signal: AbortSignal | undefined): Promise<ChatroomInfo> {
    if (typeof target !== 'string') return checkTarget(target)
    const slug = toSlug(target)
    if (this.#lookup === undefined) {
      throw kickError(
        'no_lookup',
        `"${slug}" is a name, and this chat has no lookup: pass one, such as siteLookup(), or join by the chatroom id.`,
      )
    }
    return checkFound(slug, await this.#look(this.#lookup, slug, signal))
  }

  /** Asks the lookup, which is told to stop when nobody waits any more, and is not waited for if it does not. */
  async #look(lookup: ChatroomLookup, slug: string, signal: AbortSignal | undefined): Promise<ChatroomInfo> {
    const closing = this.#closing.signal
    const either = signal === undefined ? closing : AbortSignal.any([signal, closing])
    try {
      return await untilAborted(lookup(slug, { signal: either }), `the ids of ${slug}`, either)
    } catch (error) {
      this.#refuseClosed()
      throw error
    }
  }

  #refuseClosed(): void {
    if (this.#closing.signal.aborted)
      throw kickError('closed', 'The chat was closed: make another to join rooms.')
  }

  readonly #close = (): void => {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    this.#signal?.removeEventListener('abort', this.#close)
    for (const { room } of this.#entries.values()) room.leave()
    this.#transport.close()
    this.#outlet.end()
  }

  #tellError(error: KickChatError, room: KickRoom | undefined): void {
    this.#counters.errors += 1
    // Not to the handlers again where one of them is what failed.
    if (error.code === 'handler_failed' && room === undefined) return showUnheard(error)
    if (!this.#outlet.emitError(error, room)) showUnheard(error)
  }
}

/** A handler's own failure is a defect of the program, which must not pass unseen; the rest is in `stats()`. */
function showUnheard(error: KickChatError): void {
  if (error.code === 'handler_failed') reportUnheard(error)
}

function checkTarget(target: ChatroomId | ChatroomInfo): ChatroomInfo {
  const info = typeof target === 'object' && target !== null ? target : { chatroomId: target }
  if (readChatroomId(info.chatroomId) !== undefined) return toChatroomInfo(info)
  throw kickError(
    'invalid_argument',
    `A room is joined by slug, by chatroom id (a positive whole number) or by { chatroomId }; ${describeValue(target)} names none.`,
  )
}

/** A lookup of the caller's own may answer anything; a wrong id would be subscribed to in silence. */
function checkFound(slug: string, info: ChatroomInfo): ChatroomInfo {
  if (readChatroomId(info?.chatroomId) !== undefined) return toChatroomInfo(info)
  throw kickError(
    'invalid_argument',
    `The lookup gave ${describeValue(info)} for "${slug}", without a chatroomId: let it reject where it knows of none.`,
  )
}

function completeDedupe(options: SeenIdsOptions): Required<SeenIdsOptions> {
  const { windowMs = seenIdsDefaults.windowMs, limit = seenIdsDefaults.limit } = checkObject(
    'dedupe',
    options,
  )
  if (!(windowMs > 0)) {
    throw invalid('dedupe.windowMs', windowMs, 'above 0 milliseconds')
  }
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalid('dedupe.limit', limit, 'a whole number above 0')
  }
  return { windowMs, limit }
}
