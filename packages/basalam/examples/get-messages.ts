// "Get Messages" of the official SDKs' chat page: node get-messages.ts <chat id> <message id>, with the token in
// BASALAM_TOKEN. The messages before that one, the newest first.
import { Basalam, personalToken } from '@wireloom/basalam'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })

const messages = await basalam.getMessages({
  chatId: Number(process.argv[2]),
  messageId: Number(process.argv[3]),
  limit: 20,
  order: 'desc',
})
for (const { id, type, content } of messages.items) console.log(id, type, content.text)
