// Many clients, random trouble, and an account at the end: `node soak/run.mjs [SECONDS] [CONNECTIONS] [SEED]`.
// Every message must have reached every client once, or lie in a gap that was told; memory must be flat; nothing
// may be left running. Ends with 1 where that is not so.
import { Pusher } from '@wireloom/pusher'
import { startSandbox } from '@wireloom/sandbox'
import { troubles } from './troubles.mjs'

const [seconds = 300, connections = 200, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number)
const roomCount = 10
const problems = []
process.on('unhandledRejection', (reason) => problems.push(`unhandled rejection: ${String(reason)}`))
process.on('uncaughtException', (error) => problems.push(`uncaught: ${error.stack}`))

let state = seed
const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
const pick = (list) => list[Math.floor(random() * list.length)]
const pause = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs))

const sandbox = await startSandbox({ record: { maxEvents: 10_000, maxFrames: 1 }, activityTimeoutMs: 400 })
const { key, host, port } = sandbox.pusher

const clients = Array.from({ length: connections }, (_, index) => {
  const pusher = new Pusher({
    key,
    host,
    port,
    tls: false,
    activityTimeoutMs: 400,
    pongTimeoutMs: 300,
    connectTimeoutMs: 500,
    reconnect: { maxDelayMs: 300, stableAfterMs: 100 },
  })
  const room = index % roomCount
  const client = { pusher, room, settled: 0, heard: new Map(), gaps: [] }
  const channel = pusher.subscribe(`room-${room}`)
  channel.on('message', ({ id }) => client.heard.set(id, (client.heard.get(id) ?? 0) + 1))
  pusher.on('gap', (gap) => client.gaps.push(gap))
  client.channel = channel
  pusher.connect()
  return client
})
for (const { channel } of clients) await channel.subscribed()

const struck = {}
const silenced = new Set()
const account = { published: 0, delivered: 0, inGaps: 0, gaps: 0, lost: 0, doubled: 0 }
const heaps = []
const published = Array.from({ length: roomCount }, () => [])
let id = 0

/** Holds what a client heard against what was sent before a moment, and forgets both. */
function settle(client, beforeMs) {
  const { heard, gaps } = client
  const sent = published[client.room]
  for (; client.settled < sent.length && sent[client.settled].atMs < beforeMs; client.settled += 1) {
    const message = sent[client.settled]
    const times = heard.get(message.id) ?? 0
    heard.delete(message.id)
    if (times === 1) account.delivered += 1
    else if (times > 1) account.doubled += 1
    else if (gaps.some(({ fromMs, toMs }) => fromMs <= message.atMs && message.atMs <= toMs))
      account.inGaps += 1
    else account.lost += 1
  }
  const rest = gaps.filter(({ toMs }) => toMs >= beforeMs)
  account.gaps += gaps.length - rest.length
  client.gaps = rest
}

/** Lets go of what every client has settled. */
function forget() {
  for (const [room, sent] of published.entries()) {
    const members = clients.filter((client) => client.room === room)
    const done = Math.min(...members.map(({ settled }) => settled))
    sent.splice(0, done)
    for (const client of members) client.settled -= done
  }
}

const endMs = Date.now() + seconds * 1_000
const beganMs = Date.now()
let nextSettleMs = beganMs + 10_000
while (Date.now() < endMs) {
  for (let count = 0; count < 3; count += 1) {
    const room = Math.floor(random() * roomCount)
    published[room].push({ id, atMs: Date.now() })
    sandbox.pusher.publish({ channel: `room-${room}`, event: 'message', data: { id } })
    account.published += 1
    id += 1
  }
  if (random() < 0.5) {
    const kind = pick(Object.keys(troubles))
    // A silenced connection stays silent: a frame of any other kind would pass for a sign of life.
    const open = sandbox.pusher.connections.filter(({ socketId }) => !silenced.has(socketId))
    const victims = random() < 0.995 && open.length > 0 ? [pick(open)] : open
    for (const { socketId } of victims) {
      troubles[kind](sandbox.faults, pick, { connection: socketId })
      if (kind === 'silence') silenced.add(socketId)
      if (kind.startsWith('refuse') || kind.endsWith('Handshake')) break
    }
    struck[kind] = (struck[kind] ?? 0) + 1
  }
  if (Date.now() > nextSettleMs) {
    nextSettleMs += 10_000
    // Only those who are back, and only what is old enough that whoever was away has been told so.
    for (const client of clients) {
      if (client.channel.status.state === 'subscribed') settle(client, Date.now() - 5_000)
    }
    forget()
    globalThis.gc?.()
    heaps.push(process.memoryUsage().heapUsed)
  }
  await pause(5)
}

// A silenced connection must not speak again: what it kept to itself would be nobody's to know of.
for (const { socketId } of sandbox.pusher.connections) {
  if (silenced.has(socketId)) sandbox.faults.drop({ connection: socketId })
}
sandbox.faults.healAll()
await pause(100)
for (const { channel } of clients) await channel.subscribed()
// A connection that was silenced is found out by the end of its patience.
await pause(1_500)
for (const { channel } of clients) await channel.subscribed()
await pause(100)
for (const client of clients) settle(client, Infinity)

for (const { pusher } of clients) pusher.disconnect()
await sandbox.close()

if (account.lost > 0) problems.push(`${account.lost} messages neither heard nor in a gap`)
if (account.doubled > 0) problems.push(`${account.doubled} messages heard more than once`)
const [first, last] = [heaps[Math.floor(heaps.length / 3)], heaps.at(-1)]
if (heaps.length > 6 && last > first * 1.3) problems.push(`the heap grew from ${first} to ${last} bytes`)
console.log(JSON.stringify({ seed, seconds, connections, account, struck, heapBytes: heaps, problems }))
process.exitCode = problems.length === 0 ? 0 : 1
// Nothing is left to wait for; what keeps the program alive beyond this is a leak.
setTimeout(() => {
  console.error(`still running: ${process.getActiveResourcesInfo().join(', ')}`)
  process.exit(1)
}, 5_000).unref()
