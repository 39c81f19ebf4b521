import {
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
import { sendMessage } from './send-message.js'
import { createSocketSource } from './socket-source.js'
import { createWebhookSource } from './webhook-source.js'

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
  /** What happened in each room, by its name. */
  readonly #keys = new Map<string, HappeningKeys>()
  readonly #closing = new AbortController()
  #joined: ReadonlyMap<UserId, RoomRef> = new Map()

  constructor(parts: KickSessionParts) {
    const { options, directory, context, account } = parts
    const { socket, webhook, kick, history, predictions = false } = options
    const { clock } = context
    this.#parts = parts
    this.account = account
    const keys = (room: RoomRef): HappeningKeys => this.#keysOf(room)
    const sources: Source[] = []
    if (socket !== undefined) {
      const isBackedUp = webhook !== undefined
      const left = (ref: RoomRef): void => void this.#keys.delete(ref.room)
      sources.push(createSocketSource({ socket, directory, clock, predictions, isBackedUp, keys, left }))
    }
    if (webhook !== undefined) {
      const joined = (rooms: ReadonlyMap<UserId, RoomRef>): void => this.#join(rooms)
      const isBackedUp = socket !== undefined
      const { subscriptions } = webhook
      sources.push(createWebhookSource({ subscriptions, clock, isBackedUp, joined }))
      this.webhook = createReceiver({
        options: webhook,
        clock,
        fetch: context.fetch,
        keys,
        room: (userId) => this.#joined.get(userId),
      })
    }
    this.sources = sources
    this.operations = kick === undefined ? {} : createOperations(kick, () => this.#rooms())
    if (kick !== undefined) {
      const sender = { kick, sendAs: options.sendAs ?? 'user', account, clock }
      this.send = (room, outgoing, callOptions) => sendMessage(sender, room, outgoing, callOptions)
    }
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
    const names = new Set(Array.from(rooms.values(), ({ room }) => room))
    for (const room of this.#keys.keys()) if (!names.has(room)) this.#keys.delete(room)
  }

  #keysOf({ room }: RoomRef): HappeningKeys {
    const known = this.#keys.get(room)
    if (known !== undefined) return known
    const made = new HappeningKeys()
    this.#keys.set(room, made)
    return made
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
