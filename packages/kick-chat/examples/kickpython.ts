// The chat page of the Python wrapper `kickpython`, line by line.
import { Kick } from '@wireloom/kick'
import { isKickError, KickChatApi } from '@wireloom/kick-chat'

const kick = new Kick({ token: process.env['KICK_TOKEN'] ?? '' })
const api = new KickChatApi({ kick })

// await api.post_chat(channel_id="123", content="Hello from the bot!")
await api.postChat('123', 'Hello from the bot!')

// async def message_handler(message): … ; api.add_message_handler(message_handler)
api.addMessageHandler((message) => {
  console.log(`Username: ${message.sender_username}`)
  console.log(`Message: ${message.content}`)
  console.log(`Badges: ${message.badges.join(', ')}`)
  console.log(`Chat ID: ${message.chat_id}`)
  console.log(`Timestamp: ${message.created_at}`)
})

// await api.connect_to_chatroom("channel_username") ; await api.connect_to_chatroom("123456")
await api.connectToChatroom('channel_username')
await api.connectToChatroom('123456')

// chatroom_id, user_data = await api.get_chatroom_id("username")
const { chatroomId } = await api.getChatroomId('username')
console.log(`User: ${api.getChannelIdFromChatroom(chatroomId)}`)
console.log('Known:', api.getAllChatroomIds())

try {
  await api.connectToChatroom('invalid username')
} catch (error) {
  // ValueError is the code `invalid_argument`; Exception is any other code.
  if (isKickError(error)) console.log(`${error.code}: ${error.message}`)
}

await api.runChatListener('channel_username')
