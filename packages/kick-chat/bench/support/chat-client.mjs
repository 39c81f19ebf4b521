// A chat in a process of its own: prints the CPU it took for each message.
import { KickChat, pusherSocket, toChatroomId } from '@wireloom/kick-chat'

const [port, count] = process.argv.slice(2).map(Number)
const chat = new KickChat({
  socket: pusherSocket({ key: 'key', host: '127.0.0.1', port, tls: false }),
  // The server's 4,000 frames come again and again: a longer memory would take them for duplicates.
  dedupe: { limit: 1_900 },
})
let left = 0
let finished
const room = await chat.join(toChatroomId(1_000_000))
room.on('message', () => {
  left -= 1
  if (left === 0) finished()
})

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
