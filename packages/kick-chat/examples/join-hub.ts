import { createBackfill, createHub } from '@wireloom/chat-core'
import { kickAdapter, negotiatedSocket, siteHistory, siteLookup } from '@wireloom/kick-chat'

const kick = kickAdapter({ socket: negotiatedSocket(), lookup: siteLookup(), history: siteHistory() })
const hub = createHub({ backfill: createBackfill() })

hub.on('message', ({ message }) => console.log(`${message.author.name}: ${message.text}`))
await hub.add(kick, { rooms: [await kick.room('somebody')] })
