import type { Call, CallOptions } from '@wireloom/http-core'
import { invalidArgument } from '../../basalam-error.js'
import { isPlain } from '../../case.js'
import { itemsOf, one } from '../../decode.js'
import type {
  ChatsCreateInput,
  ChatsDeleteInput,
  ChatsDeleteMessagesInput,
  ChatsForwardMessagesInput,
  ChatsListInput,
  ChatsListMessagesInput,
  UnseenChatCount,
} from '../../generated/chat.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Input, Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'
import type { FilesApi } from '../upload/files.js'
import { decodeChat, type Chat } from './chat.js'
import { decodeMessage, orUndefined } from './decode-message.js'
import { splitFile, type FileToSend } from './file-to-send.js'
import { checkEdit, checkMessage, type MessageEdit, type MessageToSend } from './message-to-send.js'
import type { Message } from './message.js'
import { lastTimeButOne } from './page-times.js'

/** The times or the message by which the next page is asked for. */
export type FromChat = Pick<ChatsListInput, 'updatedBefore' | 'modifiedBefore'>
export type FromMessage = Pick<ChatsListMessagesInput, 'messageId' | 'order' | 'cmp'>

const listAll: Operation<ListPage<Chat, FromChat>> = {
  method: 'GET',
  path: '/v1/chats',
  query: [
    'limit',
    'order_by',
    'updated_from',
    'updated_before',
    'modified_from',
    'modified_before',
    'filters',
  ],
  limits: { limit: [1] },
  hasIds: true,
  decode: toChats,
}

const create: Operation<Chat> = {
  method: 'POST',
  path: '/v1/chats',
  body: 'json',
  decode: (body) => decodeChat(dataOf(body)),
}

const remove: Operation<boolean> = { method: 'DELETE', path: '/v1/chats', body: 'json', decode: toFlag }

const getUnseenCount: Operation<UnseenChatCount> = {
  method: 'GET',
  path: '/v1/chats/unseen-count',
  decode: one,
}

const listMessages: Operation<ListPage<Message, FromMessage>> = {
  method: 'GET',
  path: '/v1/chats/{chat_id}/messages',
  query: ['message_id', 'limit', 'order', 'cmp'],
  limits: { limit: [1] },
  hasIds: true,
  decode: toMessages,
}

const sendMessage: Operation<SentMessage> = {
  method: 'POST',
  path: '/v1/chats/{chat_id}/messages',
  body: 'json',
  decode: toSent,
}

const editMessage: Operation<Message> = {
  method: 'PATCH',
  path: '/v1/chats/messages',
  body: 'json',
  decode: (body) => decodeMessage(dataOf(body)),
}

const deleteMessages: Operation<boolean> = {
  method: 'DELETE',
  path: '/v1/chats/messages',
  body: 'json',
  decode: toFlag,
}

const forwardMessages: Operation<boolean> = {
  method: 'POST',
  path: '/v1/chats/messages/forward',
  body: 'json',
  decode: toFlag,
}

/** A message that was sent, with the `tempId` that was given for it. */
export type SentMessage = Message & { readonly tempId?: number | undefined }

/** Chats and the messages in them. No call changes who takes part: contact, group and channel can be read. */
export class ChatsApi {
  readonly #client: ServiceClient
  readonly #files: FilesApi

  constructor(client: ServiceClient, files: FilesApi) {
    this.#client = client
    this.#files = files
  }

  /** The chats of the token's user, those that changed last first. (`GET /v1/chats`) */
  list(input?: ChatsListInput, options?: CallOptions): ListCall<Chat, FromChat> {
    return this.#client.list(listAll, input, options)
  }

  /** The private chat with a user, which is made where there is none; safe to repeat. (`POST /v1/chats`) */
  create(input: ChatsCreateInput, options?: CallOptions): Call<Chat> {
    return this.#client.call(create, () => checkUser(input), options)
  }

  /** Deletes 1 to 30 chats. (`DELETE /v1/chats`) */
  delete(input: ChatsDeleteInput, options?: CallOptions): Call<boolean> {
    return this.#client.call(remove, () => checkIds(input, 'chatIds', 30), options)
  }

  /** How many chats hold something unseen. (`GET /v1/chats/unseen-count`) */
  getUnseenCount(options?: CallOptions): Call<UnseenChatCount> {
    return this.#client.call(getUnseenCount, undefined, options)
  }

  /**
   * The messages of a chat, the newest first. With `messageId` those before it; with `order: 'asc', cmp: 'gt'` those
   * after it, the oldest first. Those that cannot be read are in the page's `unreadable`. (`GET /v1/chats/{chat_id}/messages`)
   */
  listMessages(input: ChatsListMessagesInput, options?: CallOptions): ListCall<Message, FromMessage> {
    return this.#client.list(listMessages, input, options)
  }

  /**
   * Sends a message; it is never sent twice by itself. Rejects with `outcome_unknown` where nobody can tell whether it
   * arrived: look into the chat before you send it again. (`POST /v1/chats/{chat_id}/messages`)
   */
  sendMessage(input: MessageToSend, options?: CallOptions): Call<SentMessage> {
    return this.#client.call(sendMessage, () => checkMessage(input), options)
  }

  /**
   * Uploads a file and sends a message with it: a picture, a video, a voice or any file, from a Blob, bytes, a stream,
   * a path (Node) or a URL. A file that was uploaded already goes by `sendMessage` and its `attachment`.
   *
   * Rejects as `files.upload` and `sendMessage` do; where the message fails, the file stays uploaded.
   */
  async sendFile(input: FileToSend, options?: CallOptions): Promise<SentMessage> {
    const { upload, message } = splitFile(input)
    const uploaded = await this.#files.upload(upload, options)
    return this.sendMessage(message(uploaded), options)
  }

  /** Changes what a message says. (`PATCH /v1/chats/messages`) */
  editMessage(input: MessageEdit, options?: CallOptions): Call<Message> {
    return this.#client.call(editMessage, () => checkEdit(input), options)
  }

  /** Deletes 1 to 30 messages. (`DELETE /v1/chats/messages`) */
  deleteMessages(input: ChatsDeleteMessagesInput, options?: CallOptions): Call<boolean> {
    return this.#client.call(deleteMessages, () => checkIds(input, 'messageIds', 30), options)
  }

  /**
   * Sends 1 to 26 messages on to a chat; true means that Basalam will do so. The document allows one chat at a time,
   * though it speaks of several. (`POST /v1/chats/messages/forward`)
   */
  forwardMessages(input: ChatsForwardMessagesInput, options?: CallOptions): Call<boolean> {
    const check = (): ChatsForwardMessagesInput =>
      checkIds(checkIds(input, 'messageIds', 26), 'chatIds', Infinity)
    return this.#client.call(forwardMessages, check, options)
  }

  /** {@link ChatsApi.sendMessage}, by the name of the official SDKs. */
  createMessage(input: MessageToSend, options?: CallOptions): Call<SentMessage> {
    return this.sendMessage(input, options)
  }

  /** {@link ChatsApi.create}, by the name of the official SDKs. */
  createChat(input: ChatsCreateInput, options?: CallOptions): Call<Chat> {
    return this.create(input, options)
  }

  /** {@link ChatsApi.listMessages}, by the name of the official SDKs. */
  getMessages(input: ChatsListMessagesInput, options?: CallOptions): ListCall<Message, FromMessage> {
    return this.listMessages(input, options)
  }

  /** {@link ChatsApi.list}, by the name of the official SDKs. */
  getChats(input?: ChatsListInput, options?: CallOptions): ListCall<Chat, FromChat> {
    return this.list(input, options)
  }
}

function checkUser(input: ChatsCreateInput): ChatsCreateInput {
  const given = [input?.userId, input?.hashId].filter((id) => id !== undefined && id !== null)
  if (given.length !== 1) throw invalidArgument('Either userId or hashId has to be given, and not both.')
  return input
}

function checkIds<Given extends object>(input: Given, name: keyof Given & string, most: number): Given {
  const ids: unknown = input?.[name]
  if (Array.isArray(ids) && ids.length >= 1 && ids.length <= most && ids.every(isId)) return input
  throw invalidArgument(`${name} has to be ${most === Infinity ? 'at least one id' : `1 to ${most} ids`}.`)
}

function isId(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function toChats(body: unknown, { orderBy }: Input): ListPage<Chat, FromChat> {
  const data = dataOf(body)
  const items = itemsOf(isPlain(data) ? (data['chats'] ?? []) : (data ?? [])).map(decodeChat)
  const member = orderBy === 'modified_at' ? 'modifiedAt' : 'updatedAt'
  const time = lastTimeButOne(items, member) ?? items.at(-1)?.[member]
  if (!time) return { items }
  return { items, next: member === 'modifiedAt' ? { modifiedBefore: time } : { updatedBefore: time } }
}

/** One message that cannot be read does not keep the others from being read. */
function toMessages(body: unknown, input: Input): ListPage<Message, FromMessage> {
  const data = dataOf(body)
  const items: Message[] = []
  const unreadable: unknown[] = []
  for (const wire of itemsOf(isPlain(data) ? data['messages'] : data)) {
    const message = orUndefined(() => decodeMessage(wire, input['chatId']))
    if (message === undefined) unreadable.push(wire)
    else items.push(message)
  }
  const next = nextOf(
    items.map(({ id }) => id),
    input,
  )
  return { items, ...(next !== undefined && { next }), ...(unreadable.length > 0 && { unreadable }) }
}

/** There is no sign that more is to come: an empty page is the end. */
function nextOf(
  ids: readonly number[],
  { order = 'desc', cmp, messageId }: Input,
): Partial<FromMessage> | undefined {
  if (ids.length === 0) return undefined
  if (order === 'desc' && (cmp === undefined || cmp === 'lt' || cmp === 'lte')) {
    return { messageId: Math.min(...ids), order, cmp: 'lt' }
  }
  if (order === 'asc' && (cmp === 'gt' || cmp === 'gte' || messageId === undefined)) {
    return { messageId: Math.max(...ids), order, cmp: 'gt' }
  }
  return undefined
}

function toSent(body: unknown, { chatId }: Input): SentMessage {
  const tempId = isPlain(body) ? body['temp_id'] : undefined
  return { ...decodeMessage(dataOf(body), chatId), ...(typeof tempId === 'number' && { tempId }) }
}

function toFlag(body: unknown): boolean {
  const data = dataOf(body)
  if (typeof data !== 'boolean') throw new TypeError('The answer says neither yes nor no.')
  return data
}

function dataOf(body: unknown): unknown {
  return isPlain(body) ? body['data'] : body
}
