import { checkFunction } from '../check.js'
import { ChatError } from '../error.js'
import type { ChatEvent } from '../event.js'
import type { Receipt, SendOptions } from '../outgoing.js'
import type { Part } from '../part.js'
import type { Envelope, Room } from '../room.js'
import type { KeyValueStore } from '../store.js'

/** What a context has of the router it is in. */
export interface ContextRun {
  readonly signal: AbortSignal
  /** What the router is called in `hub.on`. */
  readonly name: string | undefined
  readonly store: KeyValueStore | undefined
  defer(task: () => unknown): void
}

/** What a handler of a router is given: the event, where it happened, and what is mostly done about it. */
export class Context<Event extends ChatEvent = ChatEvent, State extends object = object> {
  readonly event: Event
  readonly envelope: Envelope
  readonly #run: ContextRun
  #replies = 0
  #state: Partial<State> | undefined

  constructor(event: Event, envelope: Envelope, run: ContextRun) {
    this.event = event
    this.envelope = envelope
    this.#run = run
  }

  /** What middleware found out for those after it. Lasts for this event. */
  get state(): Partial<State> {
    this.#state ??= {}
    return this.#state
  }

  /** Aborts when the time for this event is over. */
  get signal(): AbortSignal {
    return this.#run.signal
  }

  /** Small values that last, as the router was given a place for them. Throws ChatError `invalid` where it was not. */
  get store(): KeyValueStore {
    const { store } = this.#run
    if (store !== undefined) return store
    throw new ChatError('invalid', 'This router has no store: router.attach(hub, { store: store.kv }).')
  }

  /**
   * Puts something off until the event was handled, so that nothing waits for it: neither the next event nor the answer
   * to a webhook. It is left out where handling the event fails, and lost where the process ends; what it throws is shown
   * where the platform shows uncaught errors.
   */
  defer(task: () => unknown): void {
    this.#run.defer(checkFunction('The task', task))
  }

  /** The room it happened in. Throws ChatError `invalid` for an event of no room. */
  get room(): Room {
    const { room } = this.envelope
    if (room !== undefined) return room
    throw new ChatError(
      'invalid',
      `An event of type ${this.event.type} may be of no room; look at envelope.room.`,
    )
  }

  /**
   * Answers the message, as a reply where the room can do that; says it in the room for other events. Throws as
   * `Room.send` does.
   */
  reply(content: string | readonly Part[], options: SendOptions = {}): Promise<Receipt> {
    const { event, room } = this
    this.#replies += 1
    const answered = event.type === 'message' && room.can('message.reply') ? event.message.ref : undefined
    const { key } = this.envelope
    // A second attempt at the event says nothing twice, where an outbox remembers what was sent.
    const { name } = this.#run
    const isNamed = name !== undefined && key !== undefined
    return room.send(content, {
      ...(answered !== undefined && { replyTo: answered }),
      ...(isNamed && { key: `${key}#${name} ${this.#replies}` }),
      signal: this.signal,
      ...options,
    })
  }

  /** Deletes the message. Throws ChatError `unsupported`, before any I/O; `invalid` for other events. */
  async remove(): Promise<void> {
    const { event, room, signal } = this
    if (event.type !== 'message')
      throw new ChatError('invalid', `An event of type ${event.type} cannot be removed.`)
    await room.demand('message.delete').delete(event.message.ref, { signal })
  }

  /** Keeps the author from writing: for a while, or for good. Throws as `remove` does. */
  async restrict({
    durationMs,
    reason,
  }: { readonly durationMs?: number; readonly reason?: string } = {}): Promise<void> {
    const { event, room, signal } = this
    if (event.type !== 'message')
      throw new ChatError('invalid', `An event of type ${event.type} has no author.`)
    const { author } = event.message
    const options = { signal, ...(reason !== undefined && { reason }) }
    if (durationMs === undefined) await room.demand('user.ban').ban(author, options)
    else await room.demand('user.timeout').timeout(author, durationMs, options)
  }
}
