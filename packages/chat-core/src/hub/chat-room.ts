import type { AdapterOperations, AdapterSession, CallOptions, RestrictOptions } from '../adapter.js'
import type { Author } from '../author.js'
import { capabilityOf, completeCapabilities, type Capabilities, type Operation } from '../capability.js'
import { invalid } from '../check.js'
import type { EntryPlace } from '../delivery/entry.js'
import { Watermark } from '../delivery/watermark.js'
import { ChatError } from '../error.js'
import type { ChatEventType } from '../event.js'
import type { HistoryPage, HistoryQuery } from '../history.js'
import type { Media } from '../media.js'
import type { Message } from '../message.js'
import type { MessageRef } from '../message-ref.js'
import type { Receipt, SendOptions } from '../outgoing.js'
import { fitOutgoing, toOutgoing } from '../outbox/prepare.js'
import type { Sender } from '../outbox/sender.js'
import type { Part } from '../part.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type {
  EventHandler,
  EventStream,
  MessagesOptions,
  MessageTarget,
  Room,
  RoomAbilities,
  UserTarget,
} from '../room.js'
import type { HandlerOptions, StreamOptions, Undo } from '../subscription.js'
import { demandCapability } from './demand.js'
import { pageBack } from './page-back.js'
import { Readers } from './readers.js'

/** What a room needs of its hub. */
export interface ChatRoomOwner {
  accounts(): RoomAccounts
  sender(): Sender
  subscriptions(): RoomSubscriptions
  /** There is a cursor of this room to be kept. */
  advanced(room: ChatRoom): void
  newId(): string
  /** Throws ChatError `closed`. */
  checkOpen(): void
}

/** The accounts that rooms are of. */
interface RoomAccounts {
  find(room: RoomRef): { readonly session: AdapterSession } | undefined
  /** Throws ChatError `not_found`. */
  session(room: RoomRef): AdapterSession
  setJoined(room: ChatRoom, isJoined: boolean): Promise<void>
}

/** Those who read a room. */
interface RoomSubscriptions {
  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options: HandlerOptions,
    room: ChatRoom,
  ): Undo
  stream<Type extends ChatEventType>(options: StreamOptions<Type>, room: ChatRoom): EventStream<Type>
}

type AllAbilities = {
  [Name in Operation]: RoomAbilities[Name]
}[Operation]

/** A room with every method there is; which of them may be used is for its capabilities to say. */
export class ChatRoom implements Room, EntryPlace {
  readonly ref: RoomRef
  readonly key: string
  readonly watermark: Watermark
  readonly readers: Readers = new Readers()
  readonly number: number
  isJoined = false
  /** When a source last brought something of it, in milliseconds since 1970. */
  heardAtMs: number | undefined
  readonly #owner: ChatRoomOwner

  constructor(ref: RoomRef, number: number, owner: ChatRoomOwner) {
    this.ref = ref
    this.number = number
    this.key = roomKey(ref)
    this.#owner = owner
    this.watermark = new Watermark(() => owner.advanced(this))
  }

  get handle(): Room {
    return this
  }

  get capabilities(): Capabilities {
    return completeCapabilities(this.#owner.accounts().find(this.ref)?.session.capabilities(this.ref) ?? {})
  }

  can<Name extends Operation>(operation: Name): this is this & RoomAbilities[Name] {
    const { level, granted } = capabilityOf(this.capabilities, operation)
    return level !== 'none' && granted !== false
  }

  demand<Name extends Operation>(operation: Name): this & RoomAbilities[Name] {
    this.#demand(operation)
    return this
  }

  async send(content: string | readonly Part[], options: SendOptions = {}): Promise<Receipt> {
    const operation = options.replyTo === undefined ? 'message.send' : 'message.reply'
    this.#demand(operation)
    const { limits = {} } = capabilityOf(this.capabilities, operation)
    const outgoing = toOutgoing(content, options.replyTo, this.#owner.newId())
    const pieces = fitOutgoing(outgoing, limits, options, this.ref.platform)
    return this.#owner.sender().send(this.ref, pieces, options)
  }

  async history(query: HistoryQuery = {}): Promise<HistoryPage> {
    const session = this.#demand('history.read')
    if (query.before !== undefined && query.after !== undefined) {
      throw new ChatError('invalid', 'A history is asked for by "before" or "after", not both.')
    }
    if (session.history === undefined) throw this.#lacks('history.read')
    return session.history(this.ref, query)
  }

  messages(options: MessagesOptions = {}): AsyncIterableIterator<Message, undefined> {
    return pageBack((query) => this.history(query), options)
  }

  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options: HandlerOptions = {},
  ): Undo {
    this.#owner.checkOpen()
    return this.#owner.subscriptions().on(types, handler, options, this)
  }

  stream<Type extends ChatEventType = ChatEventType>(options: StreamOptions<Type> = {}): EventStream<Type> {
    this.#owner.checkOpen()
    return this.#owner.subscriptions().stream(options, this)
  }

  async join(): Promise<void> {
    this.#owner.checkOpen()
    return this.#owner.accounts().setJoined(this, true)
  }

  leave(): Promise<void> {
    return this.#owner.accounts().setJoined(this, false)
  }

  async edit(
    target: MessageTarget,
    content: string | readonly Part[],
    options: CallOptions = {},
  ): Promise<void> {
    const edit = this.#operation('message.edit', 'edit')
    await edit(this.#message(target), toOutgoing(content, undefined, this.#owner.newId()), options)
  }

  async delete(targets: MessageTarget | readonly MessageTarget[], options: CallOptions = {}): Promise<void> {
    await this.#operation('message.delete', 'delete')(this.#messages(targets), options)
  }

  async forward(
    targets: MessageTarget | readonly MessageTarget[],
    to: RoomRef,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#operation('message.forward', 'forward')(this.#messages(targets), to, options)
  }

  async markSeen(upTo: MessageTarget, options: CallOptions = {}): Promise<void> {
    await this.#operation('message.seen', 'markSeen')(this.#message(upTo), options)
  }

  async sendTyping(options: CallOptions = {}): Promise<void> {
    await this.#operation('typing.send', 'sendTyping')(this.ref, options)
  }

  async ban(user: UserTarget, options: RestrictOptions = {}): Promise<void> {
    await this.#operation('user.ban', 'ban')(this.ref, userId(user), options)
  }

  async timeout(user: UserTarget, durationMs: number, options: RestrictOptions = {}): Promise<void> {
    const timeout = this.#operation('user.timeout', 'timeout')
    if (!(durationMs > 0 && durationMs < Infinity))
      throw invalid('durationMs', durationMs, 'a number of milliseconds above 0')
    await timeout(this.ref, userId(user), durationMs, options)
  }

  async release(user: UserTarget, options: CallOptions = {}): Promise<void> {
    await this.#operation('user.release', 'release')(this.ref, userId(user), options)
  }

  async members(options: CallOptions = {}): Promise<readonly Author[]> {
    return this.#operation('member.list', 'members')(this.ref, options)
  }

  async upload(file: Blob, options: CallOptions = {}): Promise<Media> {
    return this.#operation('media.upload', 'upload')(this.ref, file, options)
  }

  #demand(operation: Operation): AdapterSession {
    const session = this.#owner.accounts().session(this.ref)
    demandCapability(capabilityOf(this.capabilities, operation), operation, this.ref.platform)
    return session
  }

  #operation<Name extends keyof AdapterOperations>(
    operation: Operation,
    name: Name,
  ): AdapterOperations[Name] {
    const { operations } = this.#demand(operation)
    const call = operations?.[name] as ((...values: never[]) => unknown) | undefined
    if (call === undefined) throw this.#lacks(operation)
    return call.bind(operations) as AdapterOperations[Name]
  }

  /** The adapter says it can and has no method for it. */
  #lacks(operation: Operation): ChatError {
    const { platform } = this.ref
    return new ChatError(
      'unsupported',
      `The adapter of ${platform} says it can do ${operation}, and has no method for it.`,
      { platform, operation },
    )
  }

  #message(target: MessageTarget): MessageRef {
    const { id, room } = typeof target === 'string' ? { id: target, room: this.ref } : (target ?? {})
    if (typeof id === 'string' && id !== '' && room !== undefined) return { room, id }
    throw invalid('The message', target, 'a reference or an id')
  }

  #messages(targets: MessageTarget | readonly MessageTarget[]): readonly MessageRef[] {
    const list = (Array.isArray(targets) ? targets : [targets]) as readonly MessageTarget[]
    if (list.length === 0) throw invalid('The messages', list, 'at least one reference or id')
    return list.map((target) => this.#message(target))
  }
}

/** Every ability is there at run time: what `can` narrows to is so. */
type Complete = ChatRoom extends AllAbilities ? true : never
const isComplete: Complete = true
void isComplete

function userId(user: UserTarget): string {
  const id: unknown = typeof user === 'string' ? user : user?.id
  if (typeof id === 'string' && id !== '') return id
  throw new ChatError('invalid', 'The user has to be a user id, or an author who has one.')
}
