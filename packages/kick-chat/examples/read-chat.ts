import { KickChat, negotiatedSocket, siteLookup } from '@wireloom/kick-chat'

const chat = new KickChat({ socket: negotiatedSocket(), lookup: siteLookup() })
const room = await chat.join('somebody')

for await (const event of room.events()) {
  if (event.type === 'message') console.log(`${event.message.author.name}: ${event.message.text}`)
  if (event.type === 'delete') console.log(`(a moderator took away ${event.target.id})`)
  if (event.type === 'gap') console.log('(something may be missing here)')
}
