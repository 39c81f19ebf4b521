import {
  asText,
  ChatError,
  createBackfill,
  createHub,
  createOutbox,
  isChatError,
  splitText,
  type Account,
  type ChatAdapter,
  type Hub,
  type Message,
  type Room,
  type RoomRef,
  type Undo,
} from '@wireloom/chat-core'
import {
  NotImplementedError,
  type Adapter,
  type AdapterPostableMessage,
  type ChannelInfo,
  type ChatInstance,
  type FetchOptions,
  type FetchResult,
  type Message as SdkMessage,
  type RawMessage,
  type Root,
  type StreamChunk,
  type StreamOptions,
  type ThreadInfo,
} from 'chat'
import { fetchPage } from './fetch-messages.js'
import { forwardEvents } from './forward-events.js'
import { joinMessageIds, splitMessageIds } from './message-id.js'
import type { CompleteOptions } from './options.js'
import { PlainText } from './plain-text.js'
import { readStream } from './read-stream.js'
import { decodeThreadId, encodeThreadId } from './thread-id.js'
import { toMessage, type Recipient } from './to-message.js'
import { toParts } from './to-parts.js'
import { asSdk } from './to-sdk-error.js'

type ThreadRoom = Pick<RoomRef, 'kind' | 'room'>

/** A hub's account in the clothes of a Chat SDK adapter. Its `raw` messages are those of `@wireloom/chat-core`. */
export class ChatSdkAdapter implements Adapter<ThreadRoom, Message>, Recipient {
  readonly name: string
  readonly userName: string
  readonly lockScope = 'thread'
  readonly #adapter: ChatAdapter
  readonly #options: CompleteOptions
  readonly #plainText = new PlainText()
  #hub: Hub | undefined
  #account: Account | undefined
  #undo: Undo | undefined

  constructor(adapter: ChatAdapter, options: CompleteOptions) {
    this.#adapter = adapter
    this.#options = options
    this.#hub = options.hub
    this.name = options.name
    this.userName = options.userName
  }

  /** The hub beneath, for what the SDK has no word for: gaps, bans, gifts, moderation. */
  get hub(): Hub {
    this.#hub ??= createHub({ outbox: createOutbox(), backfill: createBackfill() })
    return this.#hub
  }

  /** Our own id on the platform; empty before `initialize`. */
  get account(): string {
    return this.#account?.account ?? ''
  }

  get botUserId(): string {
    return this.account
  }

  /** The SDK keeps a thread's messages itself where the platform lets nobody read them back. */
  get persistThreadHistory(): boolean {
    return this.#account?.capabilities['history.read'].level === 'none'
  }

  /** Signs in and joins the rooms. Throws ChatError as the adapter does. */
  async initialize(chat: ChatInstance): Promise<void> {
    if (this.#account !== undefined) return
    const { attempts, concurrency, rooms } = this.#options
    const { hub } = this
    const { platform } = this.#adapter
    // Listening first: nothing that comes at once is missed.
    this.#undo = forwardEvents(
      hub,
      { attempts, concurrency, name: `chat-sdk ${this.name}` },
      chat,
      this,
      (ref) =>
        ref.platform === platform && (this.#account === undefined || ref.account === this.#account.account),
    )
    try {
      this.#account = await hub.add(this.#adapter)
    } catch (error) {
      this.#undo()
      throw error
    }
    const { account } = this.#account
    await Promise.all(rooms.map((room) => hub.room({ platform, account, ...room }).join()))
  }

  /**
   * Takes the account out of the hub, and closes the hub where it is our own. What was taken is handled first, and may
   * still be answered.
   */
  async disconnect(): Promise<void> {
    if (this.#options.hub === undefined) {
      await this.#hub?.close()
      this.#hub = undefined
    } else await this.#account?.remove()
    this.#account = undefined
    this.#undo?.()
  }

  encodeThreadId(room: ThreadRoom): string {
    return encodeThreadId(this.name, room)
  }

  decodeThreadId(threadId: string): ThreadRoom {
    return decodeThreadId(this.name, threadId)
  }

  /** The room of a thread, with everything that can be done there. Throws ChatError `invalid`, `closed`. */
  room(threadId: string): Room {
    if (this.#account === undefined) throw new ChatError('closed', `${this.name} is not initialized.`)
    const { account, platform } = this.#account
    return this.hub.room({ platform, account, ...this.decodeThreadId(threadId) })
  }

  threadId({ ref }: Message): string {
    return this.encodeThreadId(ref.room)
  }

  /** A room has one thread: the room. */
  channelIdFromThreadId(threadId: string): string {
    return threadId
  }

  isDM(threadId: string): boolean {
    return this.decodeThreadId(threadId).kind === 'direct'
  }

  async fetchThread(threadId: string): Promise<ThreadInfo> {
    return {
      id: threadId,
      channelId: threadId,
      isDM: this.isDM(threadId),
      metadata: { room: this.room(threadId).ref },
    }
  }

  async fetchChannelInfo(channelId: string): Promise<ChannelInfo> {
    return { id: channelId, isDM: this.isDM(channelId), metadata: { room: this.room(channelId).ref } }
  }

  async openDM(userId: string): Promise<string> {
    const account = this.#account
    if (account === undefined) throw new ChatError('closed', `${this.name} is not initialized.`)
    const { ref } = await asSdk(() => account.openRoom(userId))
    return this.encodeThreadId(ref)
  }

  async handleWebhook(request: Request): Promise<Response> {
    if (this.#account === undefined) return comeAgain()
    const { account, capabilities, platform } = this.#account
    if (capabilities['receive.webhook'].level === 'none') return new Response(null, { status: 404 })
    try {
      return await this.hub.webhook(request, { platform, account })
    } catch (error) {
      if (isChatError(error) && error.code === 'closed') return comeAgain()
      throw error
    }
  }

  parseMessage(raw: Message): SdkMessage<Message> {
    return toMessage(raw, this)
  }

  renderFormatted(content: Root): string {
    return this.#plainText.fromAst(content)
  }

  async fetchMessages(threadId: string, options?: FetchOptions): Promise<FetchResult<Message>> {
    const { page, nextCursor } = await asSdk(() => fetchPage(this.room(threadId), options))
    const messages = page.messages.map((message) => this.parseMessage(message))
    return { messages, ...(nextCursor !== undefined && { nextCursor }) }
  }

  fetchChannelMessages(channelId: string, options?: FetchOptions): Promise<FetchResult<Message>> {
    return this.fetchMessages(channelId, options)
  }

  postMessage(threadId: string, message: AdapterPostableMessage): Promise<RawMessage<Message>> {
    return this.#send(threadId, message, undefined)
  }

  postChannelMessage(channelId: string, message: AdapterPostableMessage): Promise<RawMessage<Message>> {
    return this.#send(channelId, message, undefined)
  }

  reply(threadId: string, messageId: string, message: AdapterPostableMessage): Promise<RawMessage<Message>> {
    return this.#send(threadId, message, splitMessageIds(messageId)[0])
  }

  async editMessage(
    threadId: string,
    messageId: string,
    message: AdapterPostableMessage,
  ): Promise<RawMessage<Message>> {
    return asSdk(async () => {
      const room = this.room(threadId).demand('message.edit')
      const [id, ...more] = splitMessageIds(messageId)
      if (id === undefined || more.length > 0) {
        const why = 'A message that had to be sent as several cannot be edited; delete it and post it anew.'
        throw new ChatError('unsupported', why, { operation: 'message.edit' })
      }
      const parts = await toParts(room, message, this.#plainText)
      await room.edit(id, parts)
      return this.#posted(room, messageId, asText(parts))
    })
  }

  async deleteMessage(threadId: string, messageId: string): Promise<void> {
    await asSdk(() => this.room(threadId).demand('message.delete').delete(splitMessageIds(messageId)))
  }

  async markAsRead(threadId: string, messageId: string): Promise<void> {
    const last = splitMessageIds(messageId).at(-1) ?? ''
    await asSdk(() => this.room(threadId).demand('message.seen').markSeen(last))
  }

  /** Shows that we are writing, where the platform can; elsewhere nothing: the SDK calls it by itself. */
  async startTyping(threadId: string): Promise<void> {
    const room = this.room(threadId)
    if (room.can('typing.send')) await asSdk(() => room.sendTyping())
  }

  /** Says a streamed answer once it is whole; null, where it can be edited while it grows, leaves it to the SDK. */
  async stream(
    threadId: string,
    chunks: AsyncIterable<string | StreamChunk>,
    { signal }: StreamOptions = {},
  ): Promise<RawMessage<Message> | null> {
    if (this.#options.streaming === 'edit' && this.room(threadId).can('message.edit')) return null
    return this.postMessage(threadId, { markdown: await readStream(chunks, signal) })
  }

  async addReaction(): Promise<void> {
    throw this.#hasNo('reactions')
  }

  async removeReaction(): Promise<void> {
    throw this.#hasNo('reactions')
  }

  #send(
    threadId: string,
    message: AdapterPostableMessage,
    answered: string | undefined,
  ): Promise<RawMessage<Message>> {
    return asSdk(async () => {
      const room = this.room(threadId)
      const parts = await toParts(room, message, this.#plainText)
      const replyTo = answered === undefined ? {} : { replyTo: { room: room.ref, id: answered } }
      const receipt = await room.send(parts, { split: splitText, degrade: asText, ...replyTo })
      return this.#posted(room, joinMessageIds(receipt), asText(parts), receipt.sentAt)
    })
  }

  /** What we said, as it will come back. */
  #posted({ ref }: Room, id: string, text: string, sentAt = Date.now()): RawMessage<Message> {
    const { account } = ref
    const author = { id: account, name: this.userName, badges: [], self: true, anonymous: false } as const
    const raw: Message = {
      ref: { room: ref, id },
      author: { ...author, roles: new Set() },
      parts: [{ type: 'text', text }],
      text,
      sentAt,
      raw: undefined,
    }
    return { id, threadId: this.encodeThreadId(ref), raw }
  }

  #hasNo(feature: string): NotImplementedError {
    return new NotImplementedError(`${this.name} has no ${feature}.`, feature)
  }
}

/** The answer by which a platform delivers once more. */
function comeAgain(): Response {
  return new Response(null, { status: 503, headers: { 'retry-after': '5' } })
}
