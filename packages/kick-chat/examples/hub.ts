// One chat by both ways, in a hub: Kick's socket (unofficial) for speed and deletions, its webhooks (official) for truth.
import { createServer } from 'node:http'
import { createBackfill, createHub } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { toNodeListener } from '@wireloom/kick/node'
import { kickAdapter, negotiatedSocket, siteHistory, siteLookup } from '@wireloom/kick-chat'

const kick = new Kick({ token: process.env['KICK_TOKEN'] ?? '' })
const app = new Kick({ token: process.env['KICK_APP_TOKEN'] ?? '' })
const adapter = kickAdapter({
  kick,
  socket: negotiatedSocket(),
  lookup: siteLookup(),
  history: siteHistory(),
  webhook: {
    subscriptions: { eventSubscriptions: app.eventSubscriptions },
    onRefused: ({ message }) => console.error(message),
  },
})

const hub = createHub({ backfill: createBackfill() })
hub.on('message', async ({ message }, { room, via }) => {
  console.log(`${message.author.name} (by ${via}): ${message.text}`)
  if (message.text === '!coverage') await room?.send(JSON.stringify(hub.inspect().coverage))
})
hub.on('gap', ({ recovered, complete }) => console.log(`(a gap: ${recovered} fetched, whole: ${complete})`))

// The address of this server stands in the settings of the app at Kick.
const server = createServer(toNodeListener((request) => hub.webhook(request, { platform: 'kick' })))
server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1')
await hub.add(adapter, { rooms: [await adapter.room(process.argv[2] ?? 'somebody')] })
