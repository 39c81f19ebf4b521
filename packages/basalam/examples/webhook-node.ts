// A webhook behind plain Node: node webhook-node.ts, with its secret in WEBHOOK_SECRET, and PORT.
import { createServer } from 'node:http'
import { toNodeListener } from '@wireloom/basalam/node'
import { createWebhookHandler } from '@wireloom/basalam/webhooks'

const handler = createWebhookHandler({
  secret: process.env['WEBHOOK_SECRET'] ?? '',
  onEvent: (event) => {
    if (event.type === 'CHAT_RECEIVED_MESSAGE') console.log(event.message.content.text)
    else console.log(event.type)
  },
})

createServer(toNodeListener(handler)).listen(Number(process.env['PORT'] ?? 3000))
