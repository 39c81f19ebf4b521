// The message types of the official SDKs' chat page: node message-types.ts <chat id> <picture> <voice> <video> <file>,
// each a path or a URL, with the token in BASALAM_TOKEN.
import { Basalam, personalToken } from '@wireloom/basalam'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const { chats } = new Basalam({ baseUrl, token: personalToken({ accessToken }) })
const [picture = '', voice = '', video = '', file = ''] = process.argv.slice(3)
const chatId = Number(process.argv[2])

const sent = [
  await chats.sendMessage({ chatId, content: 'سلام' }),
  await chats.sendMessage({ chatId, messageType: 'product', content: { entityId: 123_456 } }),
  await chats.sendMessage({ chatId, messageType: 'vendor', content: { entityId: 77 } }),
  // What a place needs is in no document; this is what the API lets through.
  await chats.sendMessage({
    chatId,
    messageType: 'location',
    messageMetadata: { latitude: 35.7, longitude: 51.4 },
  }),
  await chats.sendFile({ chatId, messageType: 'picture', file: picture, text: 'از روبه‌رو' }),
  await chats.sendFile({ chatId, messageType: 'voice', file: voice }),
  await chats.sendFile({ chatId, messageType: 'video', file: video }),
  await chats.sendFile({
    chatId,
    file,
    onProgress: ({ sentBytes, totalBytes }) => console.log(`${sentBytes} of ${totalBytes} bytes`),
  }),
]
for (const { id, type } of sent) console.log(id, type)
