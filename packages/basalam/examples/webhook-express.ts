// A webhook behind Express: node webhook-express.ts, with its secret in WEBHOOK_SECRET, and PORT.
import { toNodeListener } from '@wireloom/basalam/node'
import { createWebhookHandler } from '@wireloom/basalam/webhooks'
import express from 'express'

const handler = createWebhookHandler({
  secret: process.env['WEBHOOK_SECRET'] ?? '',
  onEvent: (event) => console.log(event.type),
})

const app = express()
app.use(express.json())
app.post('/basalam', toNodeListener(handler))
app.listen(Number(process.env['PORT'] ?? 3000))
