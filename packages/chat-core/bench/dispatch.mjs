// What it costs to bring a message to its handler, in order within its room: `node --expose-gc bench/dispatch.mjs
// [ROUNDS] [MESSAGES]`. Up to 256 messages of a room wait at once.
import { makeMessages, makeRooms, arrivalOf } from './support/messages.mjs'
import { openHub } from './support/hub.mjs'
import { compare, print } from './support/measure.mjs'

const [rounds = 7, total = 102_400] = process.argv.slice(2).map(Number)
const waiting = 256
const rooms = makeRooms(1)

/**
 * Hands messages over, so many at a time, and waits until each was handled. They are made just before, as they are
 * where they come from a socket, and that is not measured.
 */
function bursts(count, make, offer, handled) {
  return async (clock) => {
    for (let first = 0; first < count; first += waiting) {
      const messages = make(Math.min(waiting, count - first))
      clock.start()
      for (const message of messages) offer(message)
      await handled(first + messages.length)
      clock.stop()
    }
  }
}

function counter() {
  let seen = 0
  let awaited = Infinity
  let resolve
  return {
    handle: async () => {
      seen += 1
      if (seen >= awaited) resolve()
    },
    reached: (target) =>
      seen >= target
        ? undefined
        : new Promise((done) => {
            awaited = target
            resolve = done
          }),
  }
}

async function promiseChain(count) {
  const chains = new Map()
  const { handle, reached } = counter()
  return bursts(
    count,
    (size) => makeMessages(size, rooms),
    (message) => {
      const room = message.ref.room.room
      chains.set(
        room,
        (chains.get(room) ?? Promise.resolve()).then(() => handle(message)),
      )
    },
    reached,
  )
}

const ours = (options) => async (count) => {
  const { hub, sink } = await openHub(options)
  const { handle, reached } = counter()
  hub.on('message', handle)
  const action = bursts(
    count,
    (size) => makeMessages(size, rooms).map((message) => [arrivalOf(message)]),
    (arrivals) => sink.offer(arrivals),
    reached,
  )
  action.end = () => hub.close()
  return action
}

const results = await compare(
  {
    'a promise chain for each room': promiseChain,
    'hub, without dedupe': ours({ dedupe: false }),
    'hub, with dedupe and watermark': ours({}),
  },
  { rounds, count: total },
)
print(
  `Dispatch in order within the room, CPU per message: ${total} messages, ${rounds} rounds, Node ${process.versions.node}`,
  results,
  'a promise chain for each room',
)
