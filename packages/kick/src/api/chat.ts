import type { Call, CallOptions, Endpoint, HttpClient } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import type { ChatPostWire } from './chat.wire.js'
import { openEnvelope } from './envelope.js'

/** What every message to a chat has. */
interface MessageContent {
  /** 1 to 500 characters (Unicode code points). Emotes are written as `[emote:37226:KEKW]`. */
  readonly content: string
  /** The id of the message it answers. */
  readonly replyToMessageId?: string | undefined
}

/** A message of the token's user. */
export interface UserMessage extends MessageContent {
  readonly type?: 'user' | undefined
  /** Whose chat it goes to: the streamer's user id, neither the channel's nor the chatroom's. */
  readonly broadcasterUserId: number
}

/** A message of the token's app. It always goes to the channel of the token, whatever channel is named. */
export interface BotMessage extends MessageContent {
  readonly type: 'bot'
  readonly broadcasterUserId?: number | undefined
}

export type MessageToSend = UserMessage | BotMessage

/** A message that Kick has sent. */
export interface SentMessage {
  /** Its id, by which it is answered and deleted, and under which the chat shows it. */
  readonly messageId: string
}

const contentLimit = 500

/** Writing in chats. Every call needs a user's token. */
export class ChatApi {
  readonly #client: HttpClient

  constructor(client: HttpClient) {
    this.#client = client
  }

  /**
   * Sends a message (`POST /public/v1/chat`, scope `chat:write`).
   *
   * Rejects with a KickError: `invalid_argument` before anything is sent, `outcome_unknown` where the message may have
   * been sent (it is never sent twice by itself), `refused` with Kick's words (no such channel, or Kick says that it
   * did not send it), `forbidden` and `missing_scope`, `unauthenticated`, `rate_limited` (also where the day's quota is
   * used up), `edge_blocked`.
   */
  send(message: MessageToSend, options?: CallOptions): Call<SentMessage> {
    return this.#client.call(
      (): Endpoint<SentMessage> => ({
        method: 'POST',
        path: '/public/v1/chat',
        json: toChatPost(message),
        scopes: ['chat:write'],
        decode: decodeSent,
      }),
      options,
    )
  }

  /**
   * Deletes a message (`DELETE /public/v1/chat/{message_id}`, scope `moderation:chat_message:manage`).
   *
   * Rejects with a KickError: `not_found` where there is no such message, else as `send`.
   */
  delete(messageId: string, options?: CallOptions): Call<void> {
    return this.#client.call(
      (): Endpoint<void> => ({
        method: 'DELETE',
        path: '/public/v1/chat/{message_id}',
        parameters: { message_id: checkText('messageId', messageId) },
        scopes: ['moderation:chat_message:manage'],
        decode: () => undefined,
      }),
      options,
    )
  }
}

function toChatPost(message: MessageToSend): ChatPostWire {
  const { content, type = 'user', broadcasterUserId, replyToMessageId } = message
  if (type !== 'user' && type !== 'bot') throw invalid(`type has to be 'user' or 'bot', not ${String(type)}.`)
  const length = typeof content === 'string' ? Array.from(content).length : 0
  if (length === 0 || length > contentLimit) {
    throw invalid(`content has to be 1 to ${contentLimit} characters long; this one has ${length}.`)
  }
  const isMissing = broadcasterUserId === undefined && type === 'bot'
  if (!isMissing && (!Number.isSafeInteger(broadcasterUserId) || Number(broadcasterUserId) < 1)) {
    throw invalid(`broadcasterUserId has to be the streamer's user id, not ${String(broadcasterUserId)}.`)
  }
  return {
    content,
    type,
    ...(broadcasterUserId !== undefined && { broadcaster_user_id: broadcasterUserId }),
    ...(replyToMessageId !== undefined && {
      reply_to_message_id: checkText('replyToMessageId', replyToMessageId),
    }),
  }
}

function decodeSent(body: unknown): SentMessage {
  const { is_sent, message_id } = openEnvelope(body)
  if (is_sent === false) {
    throw new KickError('refused', 'Kick took the message and says that it did not send it.', { body })
  }
  if (typeof message_id !== 'string') throw new TypeError('The answer names no message_id.')
  return { messageId: message_id }
}

function checkText(name: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value
  throw invalid(`${name} has to be the id of a message.`)
}

function invalid(message: string): KickError {
  return new KickError('invalid_argument', message)
}
