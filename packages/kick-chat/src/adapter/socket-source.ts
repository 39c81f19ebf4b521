import {
  roomKey,
  type ChatEvent,
  type Clock,
  type RoomRef,
  type Sink,
  type Source,
} from '@wireloom/chat-core'
import { toChatError, type KickChatError } from '../errors.js'
import { channelNames } from '../transport/channel-names.js'
import { retryDelayMs } from '../transport/retry-delays.js'
import type { KickSocket, Transport } from '../transport/transport.js'
import { toAdapterError } from './adapter-error.js'
import type { HappeningKeys } from './happening-keys.js'
import { overallState } from './overall-state.js'
import { pause } from './pause.js'
import type { RoomDirectory } from './room-directory.js'
import { streamerOf } from './room-ref.js'
import { SocketRoom, type SocketRoomOwner } from './socket-room.js'

/** What the socket source is made of. */
export interface SocketSourceParts {
  readonly socket: KickSocket
  readonly directory: RoomDirectory
  readonly clock: Clock
  readonly predictions: boolean
  readonly isBackedUp: boolean
  keys(room: RoomRef): HappeningKeys
  /** The room was left: what was heard of it need not be remembered. */
  left(room: RoomRef): void
}

/** Kick's live socket as a source: rooms come and go without a restart, and each says how it is doing. */
export function createSocketSource(parts: SocketSourceParts): Source {
  let current: SocketRun | undefined
  return {
    via: 'socket',
    pausable: false,
    run: async (rooms, sink) => {
      const run = new SocketRun(parts, sink)
      current = run
      run.update(rooms)
      await aborted(sink.signal)
      current = undefined
      run.close()
    },
    update: async (rooms) => current?.update(rooms),
  }
}

/** From the start of the source to its end. */
class SocketRun implements SocketRoomOwner {
  readonly clock: Clock
  readonly isBackedUp: boolean
  readonly #parts: SocketSourceParts
  readonly #sink: Sink
  readonly #transport: Transport
  readonly #rooms = new Map<string, SocketRoom>()
  #told: string | undefined

  constructor(parts: SocketSourceParts, sink: Sink) {
    this.clock = parts.clock
    this.isBackedUp = parts.isBackedUp
    this.#parts = parts
    this.#sink = sink
    this.#transport = parts.socket.connect({ error: (error) => this.#troubled(error) })
  }

  update(rooms: readonly RoomRef[]): void {
    const wanted = new Map(rooms.map((ref) => [roomKey(ref), ref]))
    for (const [key, room] of this.#rooms) {
      if (wanted.has(key)) continue
      this.#rooms.delete(key)
      room.leave()
      this.#parts.left(room.ref)
    }
    for (const [key, ref] of wanted) {
      if (this.#rooms.has(key)) continue
      const room = new SocketRoom(ref, this)
      this.#rooms.set(key, room)
      void this.#open(room)
    }
    this.changed()
  }

  close(): void {
    for (const room of this.#rooms.values()) room.leave()
    this.#rooms.clear()
    this.#transport.close()
  }

  keys(room: RoomRef): HappeningKeys {
    return this.#parts.keys(room)
  }

  offer(arrivals: Parameters<Sink['offer']>[0]): void {
    if (!this.#sink.signal.aborted) this.#sink.offer(arrivals)
  }

  changed(): void {
    const state = overallState([...this.#rooms.values()].map((room) => room.state))
    if (state === this.#told) return
    this.#told = state
    this.#tell({ type: 'status', state })
  }

  #troubled(error: KickChatError): void {
    for (const room of this.#rooms.values()) room.trouble()
    const state = overallState([...this.#rooms.values()].map((room) => room.state))
    this.#told = state === 'live' ? 'degraded' : state
    this.#tell({ type: 'status', state: this.#told as 'degraded', error: toChatError(error) })
  }

  #tell(event: ChatEvent): void {
    this.offer([{ event }])
  }

  /** Finds the room's chat, with growing waits where that may yet succeed, and listens to it. */
  async #open(room: SocketRoom): Promise<void> {
    const { signal } = room.leaving
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        const userId = streamerOf(room.ref)
        // oxlint-disable-next-line no-await-in-loop -- again only where this failed
        const { chatroomId, channelId } = await this.#parts.directory.find(userId, signal)
        if (signal.aborted) return
        const channels = channelNames(chatroomId, channelId, this.#parts.predictions)
        return room.attach(this.#transport.open({ chatroomId, channelId, channels, listener: room }))
      } catch (error) {
        if (signal.aborted) return
        const cause = toAdapterError(error, { operation: 'receive.socket' })
        room.fail(cause)
        if (!cause.retryable) return
        const delayMs = Math.max(cause.retryAfterMs ?? 0, retryDelayMs(failures, Math.random()))
        // oxlint-disable-next-line no-await-in-loop
        await pause(delayMs, this.clock, signal)
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
