// Tells of follows and messages, behind plain Node. A proxy or a tunnel leads Kick here.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeListener } from '@wireloom/kick/node'
import { createWebhookHandler } from '@wireloom/kick/webhooks'

const handle = createWebhookHandler({
  onEvent: (event) => {
    if (event.type === 'channel.followed') console.log(`${event.follower.username} follows`)
    if (event.type === 'chat.message.sent') console.log(`${event.sender.username}: ${event.content}`)
  },
  onRefused: ({ status, message }) => console.warn(`turned away with ${status}: ${message}`),
})

const server = createServer(toNodeListener(handle))
server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`)
})
