// Tells of follows and messages, behind Express. A proxy or a tunnel leads Kick here, to /kick.
import type { AddressInfo } from 'node:net'
import { toNodeListener } from '@wireloom/kick/node'
import { createWebhookHandler } from '@wireloom/kick/webhooks'
import express from 'express'

const handle = createWebhookHandler({
  onEvent: (event) => {
    if (event.type === 'channel.followed') console.log(`${event.follower.username} follows`)
    if (event.type === 'chat.message.sent') console.log(`${event.sender.username}: ${event.content}`)
  },
  onRefused: ({ status, message }) => console.warn(`turned away with ${status}: ${message}`),
})

const app = express()
// Before express.json(): what is checked are the bytes as they came.
app.all('/kick', toNodeListener(handle))
app.use(express.json())

const server = app.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`)
})
