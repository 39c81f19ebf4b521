// Tells of follows and messages, behind Hono. A proxy or a tunnel leads Kick here, to /kick.
import { serve } from '@hono/node-server'
import { createWebhookHandler } from '@wireloom/kick/webhooks'
import { Hono } from 'hono'

const handle = createWebhookHandler({
  onEvent: (event) => {
    if (event.type === 'channel.followed') console.log(`${event.follower.username} follows`)
    if (event.type === 'chat.message.sent') console.log(`${event.sender.username}: ${event.content}`)
  },
  onRefused: ({ status, message }) => console.warn(`turned away with ${status}: ${message}`),
})

const app = new Hono()
app.all('/kick', (context) => handle(context.req.raw))

const port = Number(process.env['PORT'] ?? 8080)
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) => {
  console.log(`listening on ${address.port}`)
})
