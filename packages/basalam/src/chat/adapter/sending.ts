import {
  ChatError,
  type CallOptions,
  type MessageRef,
  type Outgoing,
  type Receipt,
  type RoomRef,
} from '@wireloom/chat-core'
import { parseTime } from '../../helpers/time.js'
import type { Message } from '../../services/chat/message.js'
import type { ChatApiClient } from './client.js'
import { compose, type Piece } from './compose.js'
import { findSent } from './find-sent.js'
import { toChatId } from './ids.js'
import { toChatError } from './to-chat-error.js'

/** How far a send came. */
interface Progress {
  readonly refs: MessageRef[]
  sentAt: number
  /** When the next message was sent of which nobody knows whether it arrived. */
  doubtAtMs: number | undefined
}

/** Of so many sends that broke off, and so many messages that were sent, it is remembered. */
const mostRemembered = 1_000

/**
 * Sends messages, some of which become several. One that broke off goes on where it did when it is sent again under the
 * same `clientId`: no part of it is said twice, and one that may have arrived is looked for first.
 */
export class Sending {
  readonly #chats: ChatApiClient['chats']
  readonly #account: string
  readonly #now: () => number
  readonly #broken = new Map<string, Progress>()
  readonly #sentIds = new Set<number>()

  constructor(chats: ChatApiClient['chats'], account: string, now: () => number) {
    this.#chats = chats
    this.#account = account
    this.#now = now
  }

  /** @throws ChatError */
  async send(room: RoomRef, outgoing: Outgoing, { signal }: CallOptions): Promise<Receipt> {
    const chatId = toChatId(room, 'message.send')
    const pieces = compose(outgoing)
    const { clientId } = outgoing
    const progress = this.#broken.get(clientId) ?? { refs: [], sentAt: 0, doubtAtMs: undefined }
    for (const piece of pieces.slice(progress.refs.length)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in the order they are said
        const message = await this.#sendOne(chatId, piece, progress, signal)
        progress.refs.push({ room, id: String(message.id) })
        progress.sentAt = parseTime(message.createdAt) ?? this.#now()
      } catch (error) {
        this.#broken.set(clientId, progress)
        forgetOldest(this.#broken)
        throw toSendError(error, progress.refs.length, pieces.length)
      }
    }
    this.#broken.delete(clientId)
    const { refs, sentAt } = progress
    return { refs, sentAt }
  }

  async #sendOne(
    chatId: number,
    piece: Piece,
    progress: Progress,
    signal: AbortSignal | undefined,
  ): Promise<Message> {
    const { doubtAtMs } = progress
    if (doubtAtMs !== undefined) {
      const { items } = await this.#chats.listMessages({ chatId }, { signal })
      progress.doubtAtMs = undefined
      const others = items.filter(({ id }) => !this.#sentIds.has(id))
      const found = findSent(others, piece, this.#account, doubtAtMs)
      if (found !== undefined) return this.#note(found)
    }
    const startedAtMs = this.#now()
    try {
      return this.#note(await this.#chats.sendMessage({ ...piece, chatId }, { signal }))
    } catch (error) {
      const told = toChatError(error, 'message.send')
      if (told instanceof ChatError && told.code === 'outcome_unknown') progress.doubtAtMs = startedAtMs
      throw told
    }
  }

  #note(message: Message): Message {
    this.#sentIds.add(message.id)
    forgetOldest(this.#sentIds)
    return message
  }
}

function forgetOldest(entries: {
  readonly size: number
  keys(): Iterator<unknown>
  delete(key: never): boolean
}): void {
  if (entries.size > mostRemembered) entries.delete(entries.keys().next().value as never)
}

function toSendError(error: unknown, done: number, count: number): unknown {
  const told = toChatError(error, 'message.send')
  if (!(told instanceof ChatError) || done === 0) return told
  const { code, message, retryAfterMs, status } = told
  return new ChatError(code, `Of ${count} messages ${done} were sent. ${message}`, {
    platform: 'basalam',
    operation: 'message.send',
    cause: told.cause,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}
