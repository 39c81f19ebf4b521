import {
  ChatError,
  type CallOptions,
  type MessageRef,
  type Outgoing,
  type Receipt,
  type RoomRef,
} from '@wireloom/chat-core'
import { parseTime } from '../../helpers/time.js'
import type { ChatsApi } from '../../services/chat/chats.js'
import { compose } from './compose.js'
import { toChatId } from './ids.js'
import { toChatError } from './to-chat-error.js'

interface Sent {
  readonly refs: MessageRef[]
  sentAt: number
}

/** Of how many broken sends it is remembered how far they came. */
const mostRemembered = 1_000

/**
 * Sends messages, some of which become several. One that broke off in the middle goes on there when it is sent again
 * under the same `clientId`, so that no part of it stands there twice.
 */
export class Sending {
  readonly #chats: Pick<ChatsApi, 'sendMessage'>
  readonly #now: () => number
  readonly #broken = new Map<string, Sent>()

  constructor(chats: Pick<ChatsApi, 'sendMessage'>, now: () => number) {
    this.#chats = chats
    this.#now = now
  }

  async send(room: RoomRef, outgoing: Outgoing, { signal }: CallOptions): Promise<Receipt> {
    const chatId = toChatId(room, 'message.send')
    const pieces = compose(outgoing)
    const { clientId } = outgoing
    const sent = this.#broken.get(clientId) ?? { refs: [], sentAt: 0 }
    for (const piece of pieces.slice(sent.refs.length)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in the order they are said
        const message = await this.#chats.sendMessage({ ...piece, chatId }, { signal })
        sent.refs.push({ room, id: String(message.id) })
        sent.sentAt = parseTime(message.createdAt) ?? this.#now()
      } catch (error) {
        this.#remember(clientId, sent)
        throw toSendError(error, sent.refs.length, pieces.length)
      }
    }
    this.#broken.delete(clientId)
    return sent
  }

  #remember(clientId: string, sent: Sent): void {
    if (sent.refs.length === 0) return
    this.#broken.set(clientId, sent)
    for (const oldest of this.#broken.keys()) {
      if (this.#broken.size <= mostRemembered) break
      this.#broken.delete(oldest)
    }
  }
}

function toSendError(error: unknown, done: number, count: number): unknown {
  const said = toChatError(error, 'message.send')
  if (!(said instanceof ChatError) || done === 0) return said
  const { code, message, retryAfterMs, status } = said
  return new ChatError(code, `Of ${count} messages ${done} were sent. ${message}`, {
    platform: 'basalam',
    operation: 'message.send',
    cause: said.cause,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}
