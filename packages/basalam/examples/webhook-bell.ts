// Prints messages the moment they come: a webhook rings, the stream reads. node webhook-bell.ts <public URL> <port>, with
// the token in BASALAM_TOKEN and the webhook's secret in WEBHOOK_SECRET.
import { createServer } from 'node:http'
import { Basalam, personalToken } from '@wireloom/basalam'
import { followChats } from '@wireloom/basalam/chat'
import { toNodeListener } from '@wireloom/basalam/node'
import { createWebhookHandler, WebhookManager } from '@wireloom/basalam/webhooks'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl, WEBHOOK_SECRET: secret = '' } = process.env
const [url = '', port = ''] = process.argv.slice(2)
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })
const stream = followChats(basalam.chats)

const handler = createWebhookHandler({
  secret,
  onEvent: (event) => {
    if (event.type === 'CHAT_RECEIVED_MESSAGE') stream.ring(event.message.chatId)
  },
  onRefused: ({ message }) => console.error(message),
})
createServer(toNodeListener(handler)).listen(Number(port))

const { webhooks } = basalam
const manager = new WebhookManager({ webhooks, url, secret, events: ['CHAT_RECEIVED_MESSAGE'] })
manager.watch({ onError: console.error })

for await (const event of stream) {
  if (event.type === 'message') console.log(event.message.sender?.name, event.message.content.text)
  else console.log(event.type)
}
