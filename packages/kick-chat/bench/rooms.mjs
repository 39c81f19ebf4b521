// A thousand rooms in one process: `node --expose-gc bench/rooms.mjs [SECONDS] [ROOMS] [EVENTS A MINUTE]`. Every
// message of the sandbox's record has to be heard once and no more.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { KickChat, negotiatedSocket } from '@wireloom/kick-chat'

const [seconds = 60, roomCount = 1_000, perMinute = 11_000] = process.argv.slice(2).map(Number)
const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(1)

async function run(provider) {
  const sandbox = fork(new URL('support/rooms-server.mjs', import.meta.url), [
    provider,
    String(roomCount),
    String(perMinute / roomCount),
  ])
  const [{ url, pusher, rooms }] = await once(sandbox, 'message')
  const heard = new Map()
  const chat = new KickChat({
    socket: negotiatedSocket({ baseUrl: url, isTrusted: () => true, pusher: { ...pusher, tls: false } }),
  })
  chat.on('message', ({ message }) => heard.set(message.ref.id, (heard.get(message.ref.id) ?? 0) + 1))
  let gaps = 0
  chat.on('gap', () => (gaps += 1))

  globalThis.gc?.()
  const heapBefore = process.memoryUsage().heapUsed
  const joinedAt = performance.now()
  await Promise.all(rooms.map((room) => chat.join(room)))
  const joinMs = performance.now() - joinedAt
  const before = process.cpuUsage()
  sandbox.send('start')
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 1_000)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  sandbox.send('stop')
  const [{ ids, connections }] = await once(sandbox, 'message')
  await new Promise((resolve) => setTimeout(resolve, 500))
  clearInterval(watch)
  const { user, system } = process.cpuUsage(before)
  globalThis.gc?.()
  const lost = ids.filter((id) => !heard.has(id)).length
  const doubled = [...heard.values()].filter((times) => times > 1).length
  const { received, rooms: joined } = chat.stats()
  console.log(
    `${provider}: ${joined} rooms on ${connections} connections, joined in ${(joinMs / 1_000).toFixed(1)} s; ` +
      `${ids.length} messages (${received} events) in ${seconds} s: ${lost} lost, ${doubled} doubled, ${gaps} gaps; ` +
      `CPU ${((user + system) / 1e4 / seconds).toFixed(1)} % of a core; heap ${megabytes(process.memoryUsage().heapUsed - heapBefore)} MB ` +
      `after, ${megabytes(peak)} MB at its peak, ${megabytes(process.memoryUsage().rss)} MB resident`,
  )
  await chat.close()
  sandbox.disconnect()
  if (lost > 0 || doubled > 0) process.exitCode = 1
}

for (const provider of ['pusher', 'centrifugo']) await run(provider)
