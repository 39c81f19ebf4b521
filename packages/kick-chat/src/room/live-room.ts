import type {
  Capabilities,
  ChatEvent,
  ChatEventType,
  GapEvent,
  MessageRef,
  RoomRef,
  StatusState,
} from '@wireloom/chat-core'
import type { CallOptions } from '@wireloom/kick'
import { untilAborted } from '../abort.js'
import type { ChatroomInfo } from '../chatroom/lookup.js'
import type { Clock } from '../clock.js'
import { kickError, toChatError, type KickChatError } from '../errors.js'
import { decodeEvent } from '../event/decode-event.js'
import { eventIdentity } from '../event/identity.js'
import type { KickEvent, KickMalformedEvent } from '../event/kick-event.js'
import { toChatEvent } from '../event/to-chat-event.js'
import type { KickMessageEvent } from '../event/message.js'
import type { ChannelId, ChatroomId, UserId } from '../ids.js'
import { channelNames } from '../transport/channel-names.js'
import type { Limit } from '../transport/limit.js'
import type { Feed, FeedListener } from '../transport/transport.js'
import { Backfill } from './backfill.js'
import { roomCapabilities } from './capabilities.js'
import type { Person } from './check-action.js'
import type { Counters } from './counters.js'
import type { EventStream, StreamOptions } from './event-stream.js'
import { GapStart } from './gap-start.js'
import type { ChatHistory } from './history.js'
import type { KickRoom } from './kick-room.js'
import { Outlet, type HandlerOptions, type Handlers, type Undo } from './outlet.js'
import { readBack, type ReadBack } from './read-back.js'
import { RoomActions, type BanOptions, type KickActions, type SendOptions } from './room-actions.js'
import { SeenIds, type SeenIdsOptions } from './seen-ids.js'

/** What a room needs of its chat. */
export interface RoomOwner {
  readonly clock: Clock
  readonly counters: Counters
  readonly account: string
  readonly dedupe: Required<SeenIdsOptions>
  /** The official API, where the caller gave it. */
  readonly kick: KickActions | undefined
  /** What fills gaps, where the caller named it. */
  readonly history: ChatHistory | undefined
  /** So that a thousand rooms do not ask at the same moment. */
  readonly historyLimit: Limit
  /** After the room's own handlers, those of the chat. */
  emit(event: ChatEvent<KickEvent>, room: KickRoom): void
  /** @returns whether anybody of the chat's heard it */
  emitError(error: KickChatError, room: KickRoom | undefined): boolean
  /** Nobody heard an error. */
  unheard(error: KickChatError): void
  /** The room is no more. */
  left(room: KickRoom): void
}

/** The path of a room's events: decode, drop duplicates, translate, hand out. */
export class LiveRoom implements KickRoom, FeedListener {
  readonly ref: RoomRef
  readonly chatroomId: ChatroomId
  readonly channelId: ChannelId | undefined
  readonly userId: UserId | undefined
  readonly slug: string | undefined
  readonly capabilities: Capabilities
  readonly #actions: RoomActions
  readonly #backfill: Backfill | undefined
  readonly #owner: RoomOwner
  readonly #outlet: Outlet<KickRoom>
  readonly #seen: SeenIds
  readonly #gapStart = new GapStart()
  #feed: Feed | undefined
  #state: StatusState | undefined
  #hasLeft = false

  constructor(info: ChatroomInfo, owner: RoomOwner) {
    this.chatroomId = info.chatroomId
    this.channelId = info.channelId
    this.userId = info.userId
    this.slug = info.slug
    this.#actions = new RoomActions(info, owner.kick)
    this.#backfill = this.#makeBackfill(owner)
    this.capabilities = roomCapabilities({
      hasKick: owner.kick !== undefined,
      hasStreamer: (info.userId ?? info.slug) !== undefined,
      hasHistory: this.#backfill !== undefined,
    })
    this.ref = { platform: 'kick', account: owner.account, room: String(info.chatroomId), kind: 'live' }
    this.#owner = owner
    this.#seen = new SeenIds(owner.dedupe, owner.clock.now())
    this.#outlet = new Outlet({
      failed: (error, room) => this.#tellError(error, room),
      dropped: () => {
        owner.counters.dropped += 1
      },
    })
  }

  get state(): StatusState {
    return this.#state ?? 'connecting'
  }

  /** Where its events come from; leaving the room closes it. */
  attach(feed: Feed): void {
    this.#feed = feed
    // A handler of its first status may have left it already.
    if (!this.#hasLeft) return
    feed.close()
    this.#owner.left(this)
  }

  on<Name extends keyof Handlers<KickRoom>>(
    name: Name,
    handler: Handlers<KickRoom>[Name],
    options?: HandlerOptions,
  ): Undo {
    return this.#outlet.on(name, handler, options)
  }

  events<Type extends ChatEventType = ChatEventType>(options: StreamOptions<Type> = {}): EventStream<Type> {
    return this.#outlet.events(options)
  }

  async send(content: string, options?: SendOptions): Promise<MessageRef> {
    return { room: this.ref, id: await this.#actions.send(content, options) }
  }

  delete(target: MessageRef | string, options?: CallOptions): Promise<void> {
    return this.#actions.delete(target, options)
  }

  ban(person: Person, options?: BanOptions): Promise<void> {
    return this.#actions.ban(person, options)
  }

  timeout(person: Person, durationMinutes: number, options?: BanOptions): Promise<void> {
    return this.#actions.timeout(person, durationMinutes, options)
  }

  unban(person: Person, options?: CallOptions): Promise<void> {
    return this.#actions.release(person, options)
  }

  leave(): void {
    if (this.#hasLeft) return
    this.status('closed')
    this.#feed?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave()
  }

  event(channel: string, name: string, data: unknown): void {
    const { counters, clock } = this.#owner
    counters.received += 1
    const event = decodeEvent(channel, name, data)
    const identity = eventIdentity(event)
    const receivedAtMs = clock.now()
    if (identity !== undefined && this.#seen.see(identity, receivedAtMs)) {
      counters.duplicates += 1
      return
    }
    if (event.type === 'unknown') counters.unknown += 1
    if (event.type === 'malformed') this.#malformed(event)
    const chatEvent = toChatEvent(event, { room: this.ref, receivedAtMs, streamerId: this.userId })
    if (chatEvent === undefined) {
      counters.duplicates += 1
      return
    }
    if (chatEvent.type === 'message') this.#gapStart.observe(chatEvent.message.sentAt, receivedAtMs)
    this.#emit(chatEvent)
  }

  gap(fromMs: number, toMs: number): void {
    this.#owner.counters.gaps += 1
    const gap: GapEvent = {
      type: 'gap',
      room: this.ref,
      fromMs: this.#gapStart.before(fromMs),
      toMs,
      cause: 'reconnect',
      recovered: 0,
      complete: false,
    }
    if (this.#backfill === undefined) this.#emit(gap)
    else this.#backfill.begin(gap)
  }

  status(state: StatusState, error?: KickChatError): void {
    if (this.#hasLeft || (state === this.#state && error === undefined)) return
    this.#state = state
    this.#hasLeft = state === 'closed'
    if (this.#hasLeft) this.#backfill?.stop()
    this.#emit({
      type: 'status',
      room: this.ref,
      state,
      ...(error !== undefined && { error: toChatError(error) }),
    })
    if (state !== 'closed') return
    this.#outlet.end()
    this.#owner.left(this)
  }

  error(error: KickChatError): void {
    this.#tellError(error, this)
  }

  #malformed({ source, reason }: KickMalformedEvent): void {
    this.#owner.counters.malformed += 1
    const message = `Kick sent a ${source.name} on ${source.channel} that cannot be read: ${reason}.`
    this.#tellError(kickError('malformed_event', message), this)
  }

  #makeBackfill({ history, historyLimit, clock }: RoomOwner): Backfill | undefined {
    const { chatroomId, channelId } = this
    if (history === undefined || channelId === undefined) return undefined
    const channel = channelNames(chatroomId, channelId).at(-1) ?? ''
    return new Backfill({
      read: (sinceMs, signal): Promise<ReadBack> =>
        // A history that never answers keeps nobody else waiting for ever.
        historyLimit(signal, () =>
          untilAborted(readBack(history, channelId, channel, sinceMs, signal), 'the history', signal),
        ),
      recover: (message: KickMessageEvent) => {
        if (this.#seen.see(message.id, clock.now())) return false
        const event = toChatEvent(message, {
          room: this.ref,
          receivedAtMs: clock.now(),
          streamerId: this.userId,
        })
        if (event !== undefined) this.#deliver(event)
        return true
      },
      deliver: (event) => this.#deliver(event),
      failed: (error) => this.#tellError(error, this),
    })
  }

  #emit(event: ChatEvent<KickEvent>): void {
    if (this.#backfill?.hold(event) !== true) this.#deliver(event)
  }

  #deliver(event: ChatEvent<KickEvent>): void {
    this.#outlet.emit(event, this)
    this.#owner.emit(event, this)
  }

  #tellError(error: KickChatError, room: KickRoom | undefined): void {
    this.#owner.counters.errors += 1
    const isHeard = room !== undefined && this.#outlet.emitError(error, room)
    if (!this.#owner.emitError(error, this) && !isHeard) this.#owner.unheard(error)
  }
}
