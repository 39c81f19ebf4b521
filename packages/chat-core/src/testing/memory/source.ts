import type { Clock } from '../../clock.js'
import { ChatError } from '../../error.js'
import { eventRoom } from '../../event-room.js'
import type { ChatEvent } from '../../event.js'
import type { RoomRef } from '../../room-ref.js'
import type { Sink, Source } from '../../source.js'
import { pause } from './pause.js'
import type { MemoryPlatform } from './platform.js'
import { toEvent, type Reader } from './to-event.js'
import type { Frame } from './wire.js'

const reconnectDelayMs = 1_000

/** The memory platform's socket: it cannot wait and does not resume, so it tells a gap whenever it was away. */
export function createMemorySource(platform: MemoryPlatform, reader: Reader, clock: Clock): Source {
  let joined: readonly RoomRef[] = []
  return {
    via: 'socket',
    pausable: false,
    run: async (rooms, sink) => {
      joined = rooms
      const { signal } = sink
      const offer = (...events: readonly ChatEvent[]): void =>
        void sink.offer(events.map((event) => ({ event })))
      let lastHeardAtMs = clock.now()
      let wasAway = false
      while (!signal.aborted) {
        offer({ type: 'status', state: 'connecting' })
        // oxlint-disable-next-line no-await-in-loop -- one connection after the other
        await listen(platform, sink, (frame) => {
          const nowMs = clock.now()
          if (frame.type === 'hello') {
            offer({ type: 'status', state: 'live' })
            if (wasAway) offer(...joined.map((room) => toGap(room, lastHeardAtMs, nowMs)))
          }
          lastHeardAtMs = nowMs
          const event = toEvent(frame, reader)
          const ref = event && eventRoom(event)
          if (event !== undefined && joined.some(({ room }) => room === ref?.room)) offer(event)
        })
        wasAway = true
        // oxlint-disable-next-line no-await-in-loop
        await pause(reconnectDelayMs, clock, signal)
      }
    },
    update: async (rooms) => {
      joined = rooms
    },
  }
}

function toGap(room: RoomRef, fromMs: number, toMs: number): ChatEvent {
  return { type: 'gap', room, fromMs, toMs, cause: 'reconnect', recovered: 0, complete: false }
}

/** One connection, from its beginning to its end. */
async function listen(
  platform: MemoryPlatform,
  { signal }: Sink,
  heard: (frame: Frame) => void,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let disconnect: (() => void) | undefined
    const abort = (): void => {
      disconnect?.()
      done()
    }
    const done = (): void => {
      signal.removeEventListener('abort', abort)
      resolve()
    }
    signal.addEventListener('abort', abort)
    disconnect = platform.connect(platform.token, {
      text: (frame) => heard(JSON.parse(frame) as Frame),
      closed: (isRefused) => {
        if (isRefused)
          reject(new ChatError('unauthenticated', 'The platform refused the token; sign in again.'))
        else done()
      },
    })
  })
}
