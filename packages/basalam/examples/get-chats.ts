// "Get Chats" of the official SDKs' chat page: node get-chats.ts, with the token in BASALAM_TOKEN.
import { Basalam, personalToken } from '@wireloom/basalam'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })

const chats = await basalam.getChats({ limit: 30, orderBy: 'updated_at', filters: 'unseen' })
for (const chat of chats.items) console.log(chat.id, chat.contact?.name, chat.unseenMessageCount)
