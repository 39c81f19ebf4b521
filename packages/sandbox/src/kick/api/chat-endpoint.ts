import { decodePathPart, readBody, send, sendJson, type Exchange } from '../../http-exchange.js'
import type { Chatter } from '../chatter.js'
import type { KickRoom } from '../room.js'
import type { RoomMemory } from '../scene.js'
import { findAccessToken, type AccessToken } from './access-token.js'
import { decodeChatPost } from './decode-chat-post.js'

/** A room as the API sees it. */
export type ApiRoom = { readonly room: KickRoom; readonly memory: RoomMemory }

const path = '/public/v1/chat'
const maxBodyBytes = 64 * 1024

/** Answers `POST /public/v1/chat` and `DELETE /public/v1/chat/<message id>`, in Kick's envelope. */
export async function answerChatEndpoint(
  exchange: Exchange,
  rooms: () => readonly ApiRoom[],
  tokens: readonly AccessToken[],
): Promise<boolean> {
  const { pathname } = exchange.url
  if (pathname !== path && !pathname.startsWith(`${path}/`)) return false
  const messageId = decodePathPart(pathname.slice(path.length + 1))
  const text = await readBody(exchange, maxBodyBytes)
  const token = findAccessToken(tokens, exchange.request.headers.authorization)
  if (token === undefined) refuse(exchange, 401, 'Unauthorized')
  else if (exchange.method === 'POST' && pathname === path) post(exchange, text, rooms(), token)
  else if (exchange.method === 'DELETE' && messageId) remove(exchange, messageId, rooms(), token)
  else refuse(exchange, 404, 'Not found')
  return true
}

function post(
  exchange: Exchange,
  text: string | undefined,
  rooms: readonly ApiRoom[],
  token: AccessToken,
): void {
  if (!token.scopes.includes('chat:write')) return forbid(exchange)
  const asked = decodeChatPost(text)
  if (typeof asked === 'string') return refuse(exchange, 400, 'Bad request', asked)
  const { content, type, broadcaster_user_id, reply_to_message_id } = asked
  const target =
    type === 'user'
      ? rooms.find(({ room }) => room.userId === broadcaster_user_id)
      : (rooms.find(({ room }) => room.slug === token.channel) ?? rooms[0])
  if (target === undefined) return refuse(exchange, 400, 'Bad request', 'Channel not found')
  const { room, memory } = target
  const from = room.cast.byName(token.username)
  if (memory.banned.has(from.username)) return forbid(exchange)
  if (reply_to_message_id !== undefined && !memory.messages.some(({ id }) => id === reply_to_message_id)) {
    return refuse(exchange, 400, 'Bad request', 'Message not found')
  }
  const said = room.say({
    content,
    from: type === 'bot' ? asBot(from) : from,
    ...(reply_to_message_id !== undefined && { replyTo: reply_to_message_id }),
  })
  sendJson(exchange, 200, { data: { is_sent: true, message_id: said.id }, message: 'OK' })
}

function remove(exchange: Exchange, messageId: string, rooms: readonly ApiRoom[], token: AccessToken): void {
  if (!token.scopes.includes('moderation:chat_message:manage')) return forbid(exchange)
  const found = rooms.find(({ memory }) => memory.messages.some(({ id }) => id === messageId))
  if (found === undefined) return refuse(exchange, 404, 'Not found')
  found.room.deleteMessage(messageId)
  send(exchange, 204, 'application/json', '')
}

function asBot(chatter: Chatter): Chatter {
  return { ...chatter, badges: [{ type: 'bot', text: 'Bot' }, ...chatter.badges] }
}

function forbid(exchange: Exchange): void {
  sendJson(exchange, 403, { message: 'Forbidden' })
}

/** The details of a refusal stand where the data would. */
function refuse(exchange: Exchange, status: number, message: string, detail: string | null = null): void {
  sendJson(exchange, status, { data: detail, message })
}
