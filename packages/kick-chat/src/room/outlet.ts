import { eventTypes, type ChatEvent, type ChatEventOf, type ChatEventType } from '@wireloom/chat-core'
import { checkFunction, checkObject, checkSignal, invalid } from '../check-option.js'
import { kickError, type KickChatError } from '../errors.js'
import type { KickEvent } from '../event/kick-event.js'
import { EventQueue } from './event-queue.js'
import type { EventStream, StreamOptions } from './event-stream.js'

/** Takes a handler off again; calling it twice does nothing more. */
export type Undo = () => void

/** Options of everything that binds a handler. */
export interface HandlerOptions {
  /** Takes the handler off when it aborts; already aborted, the handler is never bound. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Handlers by what they hear: chat-core's events, each with its room, and errors, with their room where they have one.
 *
 * What a handler gives back is not looked at, but for a promise: one that rejects is reported like a throw.
 */
export type Handlers<Room> = {
  readonly [Type in ChatEventType]: (event: ChatEventOf<Type, KickEvent>, room: Room) => unknown
} & { readonly error: (error: KickChatError, room: Room | undefined) => unknown }

/** What an outlet needs of its owner. */
export interface OutletOwner<Room> {
  /** A handler threw or rejected. */
  failed(error: KickChatError, room: Room | undefined): void
  /** A stream dropped an event. */
  dropped(): void
}

/** One bound handler. An object of its own, so that a function bound twice is undone one by one. */
interface Binding<Room> {
  readonly handle: (value: never, room: Room) => unknown
  /** Lets go of the signal that would undo it. */
  readonly release: () => void
}

/** What a stream is to its outlet. */
interface Sink {
  push(event: ChatEvent<KickEvent>): void
  end(): void
}

/**
 * The two doors of a room, or of all rooms: handlers that are called, and streams that are read.
 *
 * Handlers are called in the order they were bound; one that throws or rejects is reported and does not keep the event
 * from the others. A dispatch calls those bound when it began: lists are replaced, never edited.
 */
export class Outlet<Room> {
  readonly #owner: OutletOwner<Room>
  readonly #bindings = new Map<string, readonly Binding<Room>[]>()
  readonly #sinks = new Set<Sink>()
  #hasEnded = false

  constructor(owner: OutletOwner<Room>) {
    this.#owner = owner
  }

  on<Name extends keyof Handlers<Room>>(
    name: Name,
    handler: Handlers<Room>[Name],
    options: HandlerOptions = {},
  ): Undo {
    if (name !== 'error' && !eventTypes.includes(name)) {
      throw invalid('The event', name, `one of ${[...eventTypes, 'error'].join(', ')}`)
    }
    checkFunction(`The handler of "${name}"`, handler)
    const signal = checkSignal(checkObject('The options of a handler', options).signal)
    if (signal?.aborted || this.#hasEnded) return () => undefined
    const release = (): void => signal?.removeEventListener('abort', undo)
    const binding: Binding<Room> = { handle: handler, release }
    this.#bindings.set(name, [...(this.#bindings.get(name) ?? []), binding])
    const undo = (): void => {
      release()
      const rest = this.#bindings.get(name)?.filter((other) => other !== binding) ?? []
      if (rest.length === 0) this.#bindings.delete(name)
      else this.#bindings.set(name, rest)
    }
    signal?.addEventListener('abort', undo)
    return undo
  }

  events<Type extends ChatEventType>(options: StreamOptions<Type>): EventStream<Type> {
    const queue: EventQueue<Type> = new EventQueue(options, {
      dropped: () => this.#owner.dropped(),
      ended: () => this.#sinks.delete(queue),
    })
    if (this.#hasEnded) queue.end()
    if (!queue.hasEnded) this.#sinks.add(queue)
    return queue
  }

  emit(event: ChatEvent<KickEvent>, room: Room): void {
    this.#call(event.type, event, room)
    for (const sink of this.#sinks) sink.push(event)
  }

  /** Tells an error; false where nobody listens for errors. */
  emitError(error: KickChatError, room: Room | undefined): boolean {
    if (!this.#bindings.has('error')) return false
    this.#call('error', error, room)
    return true
  }

  /** Nothing more will come: handlers are let go, streams give out what waits and end. */
  end(): void {
    this.#hasEnded = true
    for (const { release } of [...this.#bindings.values()].flat()) release()
    this.#bindings.clear()
    for (const sink of this.#sinks) sink.end()
  }

  #call(name: string, value: unknown, room: Room | undefined): void {
    const bindings = this.#bindings.get(name)
    if (bindings === undefined) return
    for (const { handle } of bindings) {
      try {
        const result = handle(value as never, room as Room)
        if (isThenable(result))
          Promise.resolve(result).catch((cause: unknown) => this.#failed(name, cause, room))
      } catch (cause) {
        this.#failed(name, cause, room)
      }
    }
  }

  #failed(name: string, cause: unknown, room: Room | undefined): void {
    const message = `A handler of "${name}" failed; the others were called all the same.`
    this.#owner.failed(kickError('handler_failed', message, { cause }), name === 'error' ? undefined : room)
  }
}

/** A promise of any make. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return typeof (value as { then?: unknown }).then === 'function'
}
