import {
  ChatError,
  type AdapterContext,
  type AdapterOperations,
  type AdapterSession,
  type CallOptions,
  type DeclaredCapabilities,
  type HistoryPage,
  type HistoryQuery,
  type Outgoing,
  type Receipt,
  type RoomRef,
  type Source,
  type WebhookResult,
} from '@wireloom/chat-core'
import { renderContent } from '../event/emotes.js'
import { kickError } from '../errors.js'
import { readUserId, type UserId } from '../ids.js'
import { channelNames } from '../transport/channel-names.js'
import { inChatWords } from './adapter-error.js'
import { describeCapabilities } from './capabilities.js'
import { HappeningKeys } from './happening-keys.js'
import { createOperations } from './operations.js'
import type { KickAdapterOptions } from './options.js'
import { createReceiver } from './receive-delivery.js'
import { readHistory } from './read-history.js'
import type { RoomDirectory } from './room-directory.js'
import { roomRefOf, streamerOf } from './room-ref.js'
import { createSocketSource } from './socket-source.js'
import { createWebhookSource } from './webhook-source.js'

const mostCodePoints = 500

/** What a session is made of. */
export interface KickSessionParts {
  readonly options: KickAdapterOptions
  readonly directory: RoomDirectory
  readonly context: AdapterContext
  readonly account: string
  readonly scopes: readonly string[] | undefined
}

/** One account on Kick, in a hub. */
export class KickSession implements AdapterSession {
  readonly account: string
  readonly sources: readonly Source[]
  readonly operations: Partial<AdapterOperations>
  readonly webhook?: (request: Request) => Promise<WebhookResult>
  readonly send?: (room: RoomRef, outgoing: Outgoing, options: CallOptions) => Promise<Receipt>
  readonly history?: (room: RoomRef, query: HistoryQuery) => Promise<HistoryPage>
  readonly #parts: KickSessionParts
  readonly #keys = new Map<UserId, HappeningKeys>()
  readonly #closing = new AbortController()
  #joined: ReadonlyMap<UserId, RoomRef> = new Map()

  constructor(parts: KickSessionParts) {
    const { options, directory, context, account } = parts
    const { socket, webhook, kick, history, predictions = false } = options
    const { clock } = context
    this.#parts = parts
    this.account = account
    const keys = (room: RoomRef): HappeningKeys => this.#keysOf(streamerOf(room))
    const sources: Source[] = []
    if (socket !== undefined) {
      const isBackedUp = webhook !== undefined
      const left = ({ room }: RoomRef): void => void this.#keys.delete(Number(room) as UserId)
      sources.push(createSocketSource({ socket, directory, clock, predictions, isBackedUp, keys, left }))
    }
    if (webhook !== undefined) {
      const joined = (rooms: ReadonlyMap<UserId, RoomRef>): void => this.#join(rooms)
      sources.push(createWebhookSource({ subscriptions: webhook.subscriptions, clock, joined }))
      this.webhook = createReceiver({
        options: webhook,
        clock,
        keys,
        room: (userId) => this.#joined.get(userId),
      })
    }
    this.sources = sources
    this.operations = kick === undefined ? {} : createOperations(kick, () => this.#rooms())
    if (kick !== undefined) this.send = (room, outgoing, { signal }) => this.#send(room, outgoing, signal)
    if (history !== undefined) this.history = (room, query) => this.#history(room, query)
  }

  capabilities(room?: RoomRef): DeclaredCapabilities {
    const { options, scopes } = this.#parts
    const { socket, webhook, history, kick, sendAs } = options
    const parts = {
      hasSocket: socket !== undefined,
      hasWebhook: webhook !== undefined,
      hasHistory: history !== undefined,
      hasKick: kick !== undefined,
      isBot: sendAs === 'bot',
      scopes,
    }
    return describeCapabilities(parts, room === undefined || room.room === this.account)
  }

  async close(): Promise<void> {
    this.#closing.abort()
  }

  /** The account's own channel, and those that were looked up. */
  #rooms(): readonly RoomRef[] {
    const { account, directory } = this.#parts
    const own = readUserId(account)
    const streamers = new Set([...(own === undefined ? [] : [own]), ...directory.all()])
    return Array.from(streamers, (userId) => roomRefOf(userId, account))
  }

  #join(rooms: ReadonlyMap<UserId, RoomRef>): void {
    this.#joined = rooms
    for (const userId of this.#keys.keys()) if (!this.#joined.has(userId)) this.#keys.delete(userId)
  }

  #keysOf(userId: UserId): HappeningKeys {
    const known = this.#keys.get(userId)
    if (known !== undefined) return known
    const made = new HappeningKeys()
    this.#keys.set(userId, made)
    return made
  }

  async #send(room: RoomRef, outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Receipt> {
    const { options, context, account } = this.#parts
    const { kick, sendAs = 'user' } = options
    const isBot = sendAs === 'bot'
    const operation = outgoing.replyTo === undefined ? 'message.send' : 'message.reply'
    const broadcasterUserId = streamerOf(room)
    if (kick === undefined || (isBot && room.room !== account)) {
      const message = 'Kick puts messages of a bot into its own channel alone, and this is another room.'
      throw new ChatError('unsupported', message, { platform: 'kick', operation })
    }
    const content = renderContent(outgoing.parts)
    const length = Array.from(content).length
    if (length > mostCodePoints) {
      const message = `Kick takes ${mostCodePoints} characters at most, as it counts them, and this message has ${length}.`
      throw new ChatError('too_long', message, { platform: 'kick', operation })
    }
    const message = {
      content,
      ...(outgoing.replyTo !== undefined && { replyToMessageId: outgoing.replyTo.id }),
      ...(isBot ? { type: 'bot' as const } : { broadcasterUserId }),
    }
    const { messageId } = await inChatWords({ operation, isBot }, () => kick.chat.send(message, { signal }))
    return {
      refs: [{ room: roomRefOf(broadcasterUserId, account), id: messageId }],
      sentAt: context.clock.now(),
    }
  }

  async #history(room: RoomRef, query: HistoryQuery): Promise<HistoryPage> {
    const { options, directory, context } = this.#parts
    const { history } = options
    const closing = this.#closing.signal
    const signal = query.signal === undefined ? closing : AbortSignal.any([query.signal, closing])
    return inChatWords({ operation: 'history.read' }, async () => {
      const streamerId = streamerOf(room)
      const { chatroomId, channelId } = await directory.find(streamerId, signal)
      if (channelId === undefined || history === undefined) {
        throw kickError(
          'no_lookup',
          `The channel id of room ${room.room} is not known: adapter.room({ userId, chatroomId, channelId }) tells it.`,
        )
      }
      const channel = channelNames(chatroomId, channelId).at(-1) ?? ''
      const within = { room, streamerId, receivedAtMs: context.clock.now() }
      return readHistory({ history, channelId, channel, context: within, query: { ...query, signal } })
    })
  }
}
