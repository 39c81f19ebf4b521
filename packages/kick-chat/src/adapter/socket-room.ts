import type { Arrival, ChatError, Clock, RoomRef, StatusEvent, StatusState } from '@wireloom/chat-core'
import { decodeEvent } from '../event/decode-event.js'
import { happeningOf, socketIdOf } from '../event/happening.js'
import type { KickEvent } from '../event/kick-event.js'
import { toChatEvent } from '../event/to-chat-event.js'
import { toChatError, type KickChatError } from '../errors.js'
import { readUserId } from '../ids.js'
import { GapStart } from '../room/gap-start.js'
import type { Feed, FeedListener } from '../transport/transport.js'
import type { HappeningKeys } from './happening-keys.js'

/** What a room needs of the source it is of. */
export interface SocketRoomOwner {
  readonly clock: Clock
  /** Whether another way may still bring what this one lost. */
  readonly isBackedUp: boolean
  /** The keys of what happens in the room. */
  keys(room: RoomRef): HappeningKeys
  offer(arrivals: readonly Arrival[]): void
  /** The room's state changed. */
  changed(): void
}

/** One room on the socket: what the transport tells of it, as arrivals. */
export class SocketRoom implements FeedListener {
  readonly ref: RoomRef
  state: StatusState = 'connecting'
  /** Aborts when the room is left. */
  readonly leaving: AbortController = new AbortController()
  readonly #owner: SocketRoomOwner
  readonly #gapStart = new GapStart()
  readonly #joinedAtMs: number
  #feed: Feed | undefined
  #hasLived = false
  /** Whether something went wrong before it ever lived: what was said meanwhile was meant to be heard. */
  #isTroubled = false

  constructor(ref: RoomRef, owner: SocketRoomOwner) {
    this.ref = ref
    this.#owner = owner
    this.#joinedAtMs = owner.clock.now()
    this.#offer({ event: { type: 'status', room: ref, state: 'connecting' } })
  }

  /** Where its events come from. */
  attach(feed: Feed): void {
    this.#feed = feed
    // What it fails of is told as its status.
    feed.ready.catch(() => undefined)
    if (this.leaving.signal.aborted) feed.close()
  }

  leave(): void {
    this.leaving.abort()
    this.#feed?.close()
  }

  /** Something beneath the rooms went wrong. */
  trouble(): void {
    if (!this.#hasLived) this.#isTroubled = true
  }

  event(channel: string, name: string, data: unknown): void {
    const { clock } = this.#owner
    const receivedAtMs = clock.now()
    const kickEvent = decodeEvent(channel, name, data)
    const event = toChatEvent(kickEvent, {
      room: this.ref,
      receivedAtMs,
      streamerId: readUserId(this.ref.room),
    })
    if (event === undefined) return
    if (event.type === 'message') {
      this.#gapStart.observe(event.message.sentAt, receivedAtMs)
      return this.#offer({ event })
    }
    const key = this.#keyOf(kickEvent, receivedAtMs)
    this.#offer(key === undefined ? { event } : { event, key })
  }

  gap(fromMs: number, toMs: number): void {
    const isFirst = this.#isTroubled
    this.#isTroubled = false
    this.#offer({
      event: {
        type: 'gap',
        room: this.ref,
        fromMs: this.#gapStart.before(isFirst ? Math.min(fromMs, this.#joinedAtMs) : fromMs),
        toMs,
        cause: 'reconnect',
        recovered: 0,
        complete: this.#owner.isBackedUp ? 'unknown' : false,
      },
    })
  }

  status(state: StatusState, error?: KickChatError): void {
    if (state === 'live') {
      if (this.#isTroubled) this.gap(this.#joinedAtMs, this.#owner.clock.now())
      this.#hasLived = true
    } else if (state !== 'connecting') this.trouble()
    this.#tell(state, error && toChatError(error))
  }

  /** Its chat could not be found, for now or for good. */
  fail(error: ChatError): void {
    this.trouble()
    this.#tell(error.retryable ? 'degraded' : 'closed', error)
  }

  error(error: KickChatError): void {
    // What cannot be read is told as `other` besides; here it would say that the room is doing badly.
    if (error.code !== 'malformed_event') this.status(this.state === 'live' ? 'degraded' : this.state, error)
  }

  #tell(state: StatusState, error: ChatError | undefined): void {
    if (state === this.state && error === undefined) return
    this.state = state
    const event: StatusEvent = {
      type: 'status',
      room: this.ref,
      state,
      ...(error !== undefined && { error }),
    }
    this.#offer({ event })
    this.#owner.changed()
  }

  #keyOf(event: KickEvent, receivedAtMs: number): string | undefined {
    const id = socketIdOf(event)
    const happening = happeningOf(event)
    if (happening === undefined) return id
    const telling = { happening, way: 'socket', id, atMs: receivedAtMs } as const
    return this.#owner.keys(this.ref).take(telling, receivedAtMs)
  }

  #offer(arrival: Arrival): void {
    if (!this.leaving.signal.aborted) this.#owner.offer([arrival])
  }
}
