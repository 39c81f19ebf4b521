import { heap } from './heap.mjs'
import { makeMessages, makeRooms } from './messages.mjs'
import { readSources } from './sources.mjs'

readSources()
const { DedupeWindow } = await import('../../src/delivery/dedupe-window.ts')
const windowMs = 3_600_000

export const contenders = {
  'a Map with expiry': () => {
    const seen = new Map()
    const see = (_, id, nowMs) => {
      for (const [key, untilMs] of seen) {
        if (untilMs > nowMs) break
        seen.delete(key)
      }
      if (seen.has(id)) return true
      seen.set(id, nowMs + windowMs)
      return false
    }
    return { see, size: () => seen.size }
  },
  'chat-core': () => {
    const window = new DedupeWindow(windowMs, 10_000_000)
    const numbers = new WeakMap()
    const see = (room, id, nowMs) => {
      let number = numbers.get(room)
      if (number === undefined) numbers.set(room, (number = Number(room.room.slice(5)) + 1))
      return window.see(number, id, 1, nowMs) !== 0
    }
    return { see, size: () => window.size }
  },
}

/** Microseconds and bytes of each id, and how many are kept for each live one after ten simulated hours. */
export async function measure(name, count) {
  const rooms = makeRooms(100)
  const fill = (see, size, nowMs, perMessageMs) => {
    let spent = 0
    for (let first = 0; first < size; first += 1_000) {
      const messages = makeMessages(1_000, rooms)
      const before = process.cpuUsage()
      for (const [index, { ref }] of messages.entries())
        see(ref.room, ref.id, nowMs + (first + index) * perMessageMs)
      const { user, system } = process.cpuUsage(before)
      spent += user + system
    }
    return spent / size
  }
  fill(contenders[name]().see, count, 0, 1)
  const { see } = contenders[name]()
  const before = heap()
  const microseconds = fill(see, count, 0, 1)
  const bytes = (heap() - before) / count
  see(rooms[0], 'kept until here', 0)
  // The window holds a tenth of them: what is kept beside is kept for too long.
  const long = contenders[name]()
  fill(long.see, count, 0, (10 * windowMs) / count)
  return { microseconds, bytes, kept: long.size() / (count / 10) }
}
