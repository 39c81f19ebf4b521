import type { Clock } from '../../clock.js'
import type { RoomRef } from '../../room-ref.js'
import type { Arrival, Sink, Source } from '../../source.js'
import { pause } from './pause.js'
import { toMessage, type Reader } from './to-event.js'
import type { Answer, Call, Line } from './wire.js'

/** How often a memory platform is asked for what is new, in milliseconds. */
export const pollIntervalMs = 2_000
const pageSize = 50

/** Asks for lines, by whatever token the session has. */
type ReadLines = (call: Extract<Call, { do: 'history' }>) => Promise<Extract<Answer, { status: 'done' }>>

/** The history, read again and again from where it was left off: it can wait, and it can resume. */
export function createPollSource(
  read: ReadLines,
  newest: (room: string) => number,
  reader: Reader,
  clock: Clock,
): Source {
  const positions = new Map<string, number>()

  async function readNew(room: RoomRef, sink: Sink): Promise<void> {
    const known = positions.get(room.room) ?? (await storedPosition(room, sink)) ?? newest(room.room)
    positions.set(room.room, known)
    const { isAll = true, lines } = await read({
      do: 'history',
      room: room.room,
      after: known,
      limit: pageSize,
    })
    const arrivals = lines.map((line) => toArrival(line, reader))
    const gap = { type: 'gap', room, cause: 'reconnect', recovered: 0, complete: false } as const
    if (!isAll) arrivals.unshift({ event: gap })
    while (!sink.signal.aborted && arrivals.length > 0 && sink.offer(arrivals) === 'full') {
      // oxlint-disable-next-line no-await-in-loop -- until there is room
      await sink.ready()
    }
    const last = lines.at(-1)
    if (sink.signal.aborted || last === undefined) return
    positions.set(room.room, last.sequence)
    if (lines.length === pageSize) await readNew(room, sink)
  }

  return {
    via: 'poll',
    pausable: true,
    run: async (rooms, sink) => {
      sink.offer([{ event: { type: 'status', state: 'live' } }])
      while (!sink.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- one round after the other
        for (const room of rooms) await readNew(room, sink)
        sink.alive()
        // oxlint-disable-next-line no-await-in-loop
        await pause(pollIntervalMs, clock, sink.signal)
      }
    },
  }
}

async function storedPosition(room: RoomRef, sink: Sink): Promise<number | undefined> {
  const cursor = await sink.cursor(room)
  return cursor === undefined ? undefined : Number(cursor)
}

function toArrival(line: Line, reader: Reader): Arrival {
  return { event: { type: 'message', message: toMessage(line, reader) }, cursor: String(line.sequence) }
}
