// "Create Message" of the official SDKs' chat page: node create-message.ts <chat id>, with the token in BASALAM_TOKEN.
import { Basalam, personalToken } from '@wireloom/basalam'

const {
  BASALAM_TOKEN: accessToken = '',
  BASALAM_REFRESH_TOKEN: refreshToken,
  BASALAM_URL: baseUrl,
} = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken, refreshToken }) })

const message = await basalam.createMessage({
  chatId: Number(process.argv[2]),
  messageType: 'text',
  content: { text: 'Hello, how can I help you?' },
})
console.log(`sent ${message.id}: ${message.content.text}`)
