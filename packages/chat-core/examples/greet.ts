import { createHub, type ChatAdapter, type Hub } from '@wireloom/chat-core'

/** Answers greetings in every room of one account, and says what it may have missed. */
export async function greet(adapter: ChatAdapter): Promise<Hub> {
  const hub = createHub()
  hub.on('message', async ({ message }, { room }) => {
    if (/^(hi|hello)\b/i.test(message.text)) await room?.send(`Hello, ${message.author.name}!`)
  })
  hub.on('gap', ({ room, cause, lost = 'some' }) =>
    console.log(`${lost} events missing in ${room.room} (${cause})`),
  )
  hub.on('error', (error) => console.log(error.message))
  await hub.add(adapter)
  return hub
}
