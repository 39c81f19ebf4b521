import type { AdapterOperations, AdapterSession, CallOptions, RestrictOptions } from '../adapter.js'
import type { Author } from '../author.js'
import { completeCapabilities, type Capabilities, type Operation } from '../capability.js'
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
import { toOutgoing } from '../outbox/prepare.js'
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
  /** The session of the room's account. Throws ChatError `not_found`, `closed`. */
  session(room: RoomRef): AdapterSession
  /** The same, where there is one. */
  findSession(room: RoomRef): AdapterSession | undefined
  send(room: ChatRoom, content: string | readonly Part[], options: SendOptions): Promise<Receipt>
  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options: HandlerOptions,
    room: ChatRoom,
  ): Undo
  stream<Type extends ChatEventType>(options: StreamOptions<Type>, room: ChatRoom): EventStream<Type>
  join(room: ChatRoom): Promise<void>
  leave(room: ChatRoom): Promise<void>
  /** There is a cursor of this room to be kept. */
  advanced(room: ChatRoom): void
  newId(): string
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
  isJoined = false
  readonly #owner: ChatRoomOwner

  constructor(ref: RoomRef, owner: ChatRoomOwner) {
    this.ref = ref
    this.key = roomKey(ref)
    this.#owner = owner
    this.watermark = new Watermark(() => owner.advanced(this))
  }

  get handle(): Room {
    return this
  }

  get capabilities(): Capabilities {
    return completeCapabilities(this.#owner.findSession(this.ref)?.capabilities(this.ref) ?? {})
  }

  can<Name extends Operation>(operation: Name): this is this & RoomAbilities[Name] {
    const { level, granted } = this.capabilities[operation]
    return level !== 'none' && granted !== false
  }

  demand<Name extends Operation>(operation: Name): this & RoomAbilities[Name] {
    this.#demand(operation)
    return this as this & RoomAbilities[Name]
  }

  send(content: string | readonly Part[], options: SendOptions = {}): Promise<Receipt> {
    return this.#owner.send(this, content, options)
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
    return this.#owner.on(types, handler, options, this)
  }

  stream<Type extends ChatEventType = ChatEventType>(options: StreamOptions<Type> = {}): EventStream<Type> {
    return this.#owner.stream(options, this)
  }

  join(): Promise<void> {
    return this.#owner.join(this)
  }

  leave(): Promise<void> {
    return this.#owner.leave(this)
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
    if (!(durationMs > 0)) throw invalid('durationMs', durationMs, 'a number of milliseconds above 0')
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
    const session = this.#owner.session(this.ref)
    demandCapability(this.capabilities[operation], operation, this.ref.platform)
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
    if (typeof target !== 'string') return target
    if (target === '') throw invalid('The message', target, 'a reference or an id')
    return { room: this.ref, id: target }
  }

  #messages(targets: MessageTarget | readonly MessageTarget[]): readonly MessageRef[] {
    const list = (Array.isArray(targets) ? targets : [targets]) as readonly MessageTarget[]
    return list.map((target) => this.#message(target))
  }
}

/** Every ability is there at run time: what `can` narrows to is so. */
type Complete = ChatRoom extends AllAbilities ? true : never
const isComplete: Complete = true
void isComplete

function userId(user: UserTarget): string {
  const id = typeof user === 'string' ? user : user.id
  if (id !== null && id !== '') return id
  throw new ChatError('invalid', 'The user has to be a user id, or an author who has one.')
}
