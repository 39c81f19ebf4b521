// Answers every unseen chat with one line: node say-salam.ts, with the token in BASALAM_TOKEN.
import { Basalam, isBasalamError, personalToken } from '@wireloom/basalam'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })

try {
  const { items } = await basalam.chats.list({ filters: 'unseen' })
  for (const chat of items) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await basalam.chats.sendMessage({ chatId: chat.id, content: 'سلام! پیام شما رسید.' })
  }
  console.log(`answered ${items.length}`)
} catch (error) {
  if (!isBasalamError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
