// Answers what customers ask about the price, as it comes: node auto-answer.ts, with the token in BASALAM_TOKEN.
import { Basalam, personalToken } from '@wireloom/basalam'
import { followChats } from '@wireloom/basalam/chat'
import { matchesSearch } from '@wireloom/basalam/helpers'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })

for await (const event of followChats(basalam.chats)) {
  if (event.type === 'error') console.error(event.error.message)
  if (event.type !== 'message' || event.isOwn !== false) continue
  const { chatId, id, content } = event.message
  if (!matchesSearch(content.text ?? '', 'قیمت')) continue
  await basalam.chats.sendMessage({ chatId, content: 'قیمت در صفحهٔ محصول است.', repliedMessageId: id })
  console.log(`answered ${id}`)
}
