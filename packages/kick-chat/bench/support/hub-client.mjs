// A hub with the adapter in a process of its own: prints the CPU it took for each message.
import { createHub } from '@wireloom/chat-core'
import { kickAdapter, pusherSocket } from '@wireloom/kick-chat'

const [port, count] = process.argv.slice(2).map(Number)
const adapter = kickAdapter({ socket: pusherSocket({ key: 'key', host: '127.0.0.1', port, tls: false }) })
// The server's 4,000 frames come again and again: a longer memory would take them for duplicates.
const hub = createHub({ dedupe: { limit: 1_900 } })
let left = 0
let finished
hub.on(
  'message',
  () => {
    left -= 1
    if (left === 0) finished()
  },
  { limit: 1_000_000 },
)
const isLive = new Promise((resolve) =>
  hub.on('status', ({ state, room }) => room && state === 'live' && resolve()),
)
await hub.add(adapter, { rooms: [await adapter.room({ userId: 7, chatroomId: 1_000_000 })] })
await isLive

function burst(size) {
  left = size
  const over = new Promise((resolve) => (finished = resolve))
  process.send({ burst: size })
  return over
}

await burst(20_000)
const before = process.cpuUsage()
await burst(count)
const { user, system } = process.cpuUsage(before)
process.send({ microseconds: (user + system) / count })
process.disconnect()
process.exit()
