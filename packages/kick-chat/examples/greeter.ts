// Greets whoever says hello. It needs a user's token with the scope `chat:write`.
import { Kick } from '@wireloom/kick'
import { KickChat, negotiatedSocket, siteLookup } from '@wireloom/kick-chat'

const kick = new Kick({ token: process.env['KICK_TOKEN'] ?? '' })
const chat = new KickChat({ kick, socket: negotiatedSocket(), lookup: siteLookup() })
const room = await chat.join(process.argv[2] ?? 'somebody')

for await (const event of room.events({ types: ['message'] })) {
  if (event.type !== 'message' || event.message.text !== 'hello') continue
  await room.send(`welcome, ${event.message.author.name}`, { replyTo: event.message.ref })
}
