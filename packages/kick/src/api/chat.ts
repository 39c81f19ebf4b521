import type { Call, CallOptions } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import type { ChatPostWire } from './chat.wire.js'
import { checkId, checkKey, checkOneOf, checkText, given } from './check.js'
import { flag, key, object, optional, text, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'

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

/** Writing in chats. Every call needs a user's token. */
export class ChatApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
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
      () => ({
        method: 'POST',
        path: '/public/v1/chat',
        json: toChatPost(message),
        needs: 'user',
        scopes: ['chat:write'],
        data: decodeSent,
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
      () => ({
        method: 'DELETE',
        path: '/public/v1/chat/{message_id}',
        parameters: { message_id: checkKey('messageId', messageId) },
        needs: 'user',
        scopes: ['moderation:chat_message:manage'],
      }),
      options,
    )
  }
}

function toChatPost(message: MessageToSend): ChatPostWire {
  const { content, type = 'user', broadcasterUserId, replyToMessageId } = message ?? {}
  checkOneOf('type', type, ['user', 'bot'])
  checkText('content', content, 1, 500)
  if (type === 'user' || broadcasterUserId !== undefined) {
    checkId('broadcasterUserId', broadcasterUserId as number)
  }
  given(replyToMessageId, (id) => checkKey('replyToMessageId', id))
  return {
    content,
    type,
    ...(broadcasterUserId !== undefined && { broadcaster_user_id: broadcasterUserId }),
    ...(replyToMessageId !== undefined && { reply_to_message_id: replyToMessageId }),
  }
}

const sent: Decoder<{ readonly isSent: boolean | undefined; readonly messageId: string }> = object<{
  readonly isSent: boolean | undefined
  readonly messageId: string
}>({ isSent: optional(flag), messageId: text })

const decodeSent: Decoder<SentMessage> = (value, place) => {
  const { isSent, messageId } = sent(value, place)
  if (isSent === false) {
    throw new KickError('refused', 'Kick took the message and says that it did not send it.', { body: value })
  }
  return { messageId: key(messageId, `${place}.message_id`) }
}
