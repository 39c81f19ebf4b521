// Greets back in every conversation, by a hub: node hub-bot.ts, with the token in BASALAM_TOKEN. With a store that
// survives in the place of the one in memory, it goes on where it left off.
import { Basalam, personalToken } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import { createHub, createMemoryStore, createOutbox } from '@wireloom/chat-core'

const { BASALAM_TOKEN: accessToken = '', BASALAM_URL: baseUrl } = process.env
const basalam = new Basalam({ baseUrl, token: personalToken({ accessToken }) })
const hub = createHub({ store: createMemoryStore(), outbox: createOutbox() })

hub.on('status', ({ state, error }) => console.log(error?.message ?? state))
hub.on('error', (error) => console.error(error.message))
hub.on('delete', ({ target }) => console.log(`${target.id} is gone`))
hub.on('message', async ({ message }, { room }) => {
  if (!/^(سلام|salam)/i.test(message.text)) return
  await room?.send(`سلام ${message.author.name}!`, { replyTo: message.ref })
  console.log(`greeted ${message.author.name}`)
})

await hub.add(basalamAdapter({ basalam }))
