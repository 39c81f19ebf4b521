// A webhook behind Hono, for whatever runs Hono, with its secret in WEBHOOK_SECRET.
import { createWebhookHandler } from '@wireloom/basalam/webhooks'
import { Hono } from 'hono'

const handler = createWebhookHandler({
  secret: process.env['WEBHOOK_SECRET'] ?? '',
  onEvent: (event) => console.log(event.type),
})

const app: Hono = new Hono()
app.post('/basalam', (context) => handler(context.req.raw))
export default app
