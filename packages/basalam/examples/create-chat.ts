// "Create Chat" of the official SDKs' chat page: node create-chat.ts <user id>, with the token in BASALAM_TOKEN.
import { Basalam, personalToken } from '@wireloom/basalam'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })

const newChat = await basalam.createChat({ userId: Number(process.argv[2]) })
console.log(`chat ${newChat.id} with ${newChat.contact?.name}`)
