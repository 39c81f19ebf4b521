// A sandbox with many rooms in a process of its own.
import { startSandbox } from '@wireloom/sandbox'

const [provider, roomCount, perMinute] = process.argv.slice(2)
const sandbox = await startSandbox({
  rooms: Array.from({ length: Number(roomCount) }, (_, index) => `room-${index}`),
  realtime: { prefer: provider },
  record: { maxEvents: 1_000_000 },
})
const { host, port } = sandbox.pusher
process.send({
  url: sandbox.kick.realtimeUrl,
  pusher: { host, port },
  rooms: sandbox.kick.rooms.map(({ slug, chatroomId, channelId }) => ({ slug, chatroomId, channelId })),
})

process.on('message', (word) => {
  for (const { traffic } of sandbox.kick.rooms) {
    if (word === 'start') traffic.start(Number(perMinute))
    else traffic.stop()
  }
  if (word === 'start') return
  const chats = new Set(sandbox.kick.rooms.map(({ channels }) => channels.chat))
  const ids = sandbox.record
    .events({ event: 'App\\Events\\ChatMessageEvent' })
    .filter(({ channel }) => chats.has(channel))
    .map(({ messageId }) => messageId)
  process.send({ ids, connections: sandbox.connections.length })
})
process.on('disconnect', () => process.exit())
