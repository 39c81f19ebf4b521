import type { Chatter } from '../chatter.js'
import { isBanned } from '../scene.js'
import { decodeChatPost } from './decode-chat-post.js'
import { badRequest, forbidden, noContent, notFound, ok, type ApiRoute } from './route.js'
import { accountOf, findRoom } from './world.js'

export const chatRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/public/v1/chat',
    token: 'user',
    scopes: ['chat:write'],
    answer({ text, token, world }) {
      const asked = decodeChatPost(text)
      if (typeof asked === 'string') return badRequest(asked)
      const { content, type, broadcaster_user_id, reply_to_message_id } = asked
      const account = accountOf({ token, world })
      const target = type === 'user' ? findRoom(world, broadcaster_user_id) : account?.own
      if (account === undefined || target === undefined) return badRequest('Channel not found')
      const { room, memory } = target
      const from = room.cast.admit(account.user)
      if (isBanned(memory, from.username, world.now())) return forbidden
      if (
        reply_to_message_id !== undefined &&
        !memory.messages.some(({ id }) => id === reply_to_message_id)
      ) {
        return badRequest('Message not found')
      }
      const said = room.say({
        content,
        from: type === 'bot' ? asBot(from) : from,
        ...(reply_to_message_id !== undefined && { replyTo: reply_to_message_id }),
      })
      return ok({ is_sent: true, message_id: said.id })
    },
  },
  {
    method: 'DELETE',
    path: '/public/v1/chat/{message_id}',
    token: 'user',
    scopes: ['moderation:chat_message:manage'],
    answer({ parameters, world }) {
      const messageId = parameters['message_id'] ?? ''
      const found = world.rooms().find(({ memory }) => memory.messages.some(({ id }) => id === messageId))
      if (found === undefined) return notFound
      found.room.deleteMessage(messageId)
      return noContent
    },
  },
]

function asBot(chatter: Chatter): Chatter {
  return { ...chatter, badges: [{ type: 'bot', text: 'Bot' }, ...chatter.badges] }
}
