import { heap } from './heap.mjs'
import { openHub } from './hub.mjs'
import { arrivalOf, makeMessages, makeRooms } from './messages.mjs'

const rooms = makeRooms(100)
const limit = 10_000

/** A ring of events, the oldest overwritten. */
function ring() {
  const slots = Array.from({ length: limit })
  let next = 0
  return ([{ event }]) => {
    slots[next % limit] = event
    next += 1
  }
}

export const contenders = {
  // A hundred functions, each of one room.
  'fan-out, an array of 100': async () => {
    let seen = 0
    const list = rooms.map((room) => (message) => {
      if (message.ref.room === room) seen += 1
    })
    return {
      prepare: (message) => message,
      offer: (message) => {
        for (const listener of list) listener(message)
      },
      seen: () => seen,
    }
  },
  'fan-out, chat-core': async () => {
    const { hub, sink } = await openHub({ dedupe: false })
    let seen = 0
    for (const room of rooms) {
      hub.room(room).on('message', () => {
        seen += 1
      })
    }
    return {
      prepare: (message) => [arrivalOf(message)],
      offer: (arrivals) => sink.offer(arrivals),
      seen: () => seen,
    }
  },
  'slow, a ring of 10,000': async () => {
    const push = ring()
    let seen = 0
    return {
      prepare: (message) => [arrivalOf(message)],
      offer: (arrivals) => {
        seen += 1
        push(arrivals)
      },
      seen: () => seen,
      // What was overwritten nobody hears of.
      end: async () => Math.min(seen, limit),
    }
  },
  'slow, chat-core': async () => {
    const { hub, sink } = await openHub({ dedupe: false })
    const stream = hub.stream({ limit })
    let seen = 0
    return {
      prepare: (message) => [arrivalOf(message)],
      offer: (arrivals) => {
        seen += 1
        sink.offer(arrivals)
      },
      seen: () => seen,
      end: async () => {
        let told = 0
        for await (const { event } of stream) {
          told += event.type === 'gap' ? event.lost : 1
          if (stream.depth === 0) break
        }
        return told
      },
    }
  },
}

/** Microseconds of each message, what is held in bytes while nobody reads, and how many were told in the end. */
export async function measure(name, count) {
  const { prepare, offer, seen, end } = await contenders[name]()
  const before = heap()
  let microseconds = 0
  let peak = 0
  for (let first = 0; first < count; first += 10_000) {
    let items = makeMessages(10_000, rooms).map(prepare)
    const started = process.cpuUsage()
    for (const item of items) offer(item)
    const { user, system } = process.cpuUsage(started)
    if (first >= count / 2) microseconds += (user + system) / (count / 2)
    items = undefined
    if (first % 100_000 === 0) peak = Math.max(peak, heap() - before)
  }
  return { microseconds, peak, lost: seen() - ((await end?.()) ?? seen()) }
}
