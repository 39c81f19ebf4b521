// Whether a slow room delays others: `node bench/isolation.mjs [SECONDS]`. A thousand rooms, 10,000 messages a minute,
// one handler; in one room it awaits 50 ms for each event.
import { setTimeout as sleep } from 'node:timers/promises'
import { openHub } from './support/hub.mjs'
import { arrivalOf, makeMessages, makeRooms } from './support/messages.mjs'

const seconds = Number(process.argv[2] ?? 20)
const perSecond = 10_000 / 60
const rooms = makeRooms(1_000)
const { hub, sink } = await openHub()
const delaysMs = []
let slow = 0
const arrivedAt = new Map()
hub.on('message', async ({ message }) => {
  const { id, room } = message.ref
  if (room === rooms[0]) {
    slow += 1
    await sleep(50)
    return
  }
  delaysMs.push(performance.now() - arrivedAt.get(id))
})

const startedAt = performance.now()
let sent = 0
while (performance.now() - startedAt < seconds * 1_000) {
  const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond)
  for (; sent < due; sent += 1) {
    // Every tenth message goes to the slow room, which is then never idle.
    const [message] = makeMessages(1, [rooms[sent % 10 === 0 ? 0 : 1 + (sent % 999)]])
    arrivedAt.set(message.ref.id, performance.now())
    sink.offer([arrivalOf(message)])
  }
  await sleep(2)
}
const sorted = delaysMs.toSorted((a, b) => a - b)
const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(3)
console.log(
  `\nIsolation: ${sent} messages in ${seconds} s, ${slow} begun in the slow room; from arrival to handler in the others: ` +
    `median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
)
await hub.close({ timeoutMs: 100 })
process.exit()
