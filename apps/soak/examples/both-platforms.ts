import { Basalam } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import { createBackfill, createHub, createOutbox } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { kickAdapter, negotiatedSocket, siteHistory, siteLookup } from '@wireloom/kick-chat'
import { createSqliteStore } from '@wireloom/store-sqlite'

const store = createSqliteStore({ path: 'chat.sqlite' })
const hub = createHub({ store, outbox: createOutbox(), backfill: createBackfill() })

hub.on('message', async ({ message }, { room }) => {
  if (/^(hi|hello|سلام)/i.test(message.text)) await room?.send(`Hello, ${message.author.name}!`)
})
hub.on('gap', ({ room, cause }) => console.log(`something may be missing in ${room.room} (${cause})`))

const kick = kickAdapter({
  kick: new Kick({ token: process.env['KICK_TOKEN'] ?? '' }),
  socket: negotiatedSocket(),
  lookup: siteLookup(),
  history: siteHistory(),
})
await hub.add(kick, { rooms: [await kick.room('somebody')] })
await hub.add(basalamAdapter({ basalam: new Basalam({ token: process.env['BASALAM_TOKEN'] ?? '' }) }))
