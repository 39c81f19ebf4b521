import { PusherError } from '../errors.js'
import { reportUnheard } from '../report.js'

/** What comes with an event from the wire: on presence channels, who sent a client event. */
export interface Metadata {
  readonly user_id?: string
}

/** Hears the events of one name. */
export type Callback<Data> = (data: Data, metadata: Metadata) => unknown

/** Hears every event. */
export type GlobalCallback<Data> = (eventName: string, data: Data) => unknown

interface Binding {
  readonly callback: Callback<unknown>
  readonly context: unknown
}

/** Shared by all emitters that nobody listens to: there are several to each client. */
const none: readonly GlobalCallback<unknown>[] = []

/**
 * Handlers by name, and handlers of everything.
 *
 * An emit calls the handlers that were bound when it began: lists are replaced, never edited. A handler that
 * throws is reported and does not keep the event from the others.
 */
export class Emitter {
  /** Made at the first `bind`: most emitters of most clients never have one. */
  #named: Map<string, readonly Binding[]> | undefined
  #global = none

  /** Calls back at each event of a name; the same function bound twice is called twice. `context` becomes its `this`. */
  bind<Data = unknown>(eventName: string, callback: Callback<Data>, context?: unknown): this {
    checkCallback(eventName, callback)
    const binding = { callback: callback as Callback<unknown>, context: context || globalThis }
    this.#named ??= new Map()
    this.#named.set(eventName, [...(this.#named.get(eventName) ?? []), binding])
    return this
  }

  /**
   * Takes handlers off: those that match everything given, all of them where nothing is. Handlers of everything
   * stay.
   */
  unbind<Data = unknown>(
    eventName?: string | null,
    callback?: Callback<Data> | null,
    context?: unknown,
  ): this {
    const named = this.#named
    if (named === undefined) return this
    for (const name of eventName ? [eventName] : named.keys()) {
      const rest = (named.get(name) ?? []).filter(
        (binding) => (callback && binding.callback !== callback) || (context && binding.context !== context),
      )
      if (rest.length === 0) named.delete(name)
      else named.set(name, rest)
    }
    return this
  }

  /** Calls back at every event, before the handlers of its name. */
  bind_global<Data = unknown>(callback: GlobalCallback<Data>): this {
    checkCallback('every event', callback)
    this.#global = [...this.#global, callback as GlobalCallback<unknown>]
    return this
  }

  /** Takes one handler of everything off, or all of them. */
  unbind_global<Data = unknown>(callback?: GlobalCallback<Data>): this {
    this.#global = callback ? this.#global.filter((other) => other !== callback) : none
    return this
  }

  /** Takes all handlers off, of both kinds. */
  unbind_all(): this {
    this.#named = undefined
    this.#global = none
    return this
  }

  /** Calls the handlers of an event; `metadata` is for events from the wire. */
  emit(eventName: string, data?: unknown, metadata?: Metadata): this {
    this.emitGlobal(eventName, data)
    this.emitNamed(eventName, data, metadata)
    return this
  }

  /** Calls the handlers of everything. */
  protected emitGlobal(eventName: string, data: unknown): void {
    for (const callback of this.#global) {
      try {
        callback(eventName, data)
      } catch (cause) {
        reportFailure(eventName, cause)
      }
    }
  }

  /** Calls the handlers of one name. */
  protected emitNamed(eventName: string, data: unknown, metadata?: Metadata): void {
    const bindings = this.#named?.get(eventName)
    if (bindings === undefined) return
    for (const { callback, context } of bindings) {
      try {
        call(callback, context, data, metadata)
      } catch (cause) {
        reportFailure(eventName, cause)
      }
    }
  }

  /** Whether an event would be heard. */
  hears(eventName: string): boolean {
    return this.#global.length > 0 || (this.#named?.has(eventName) ?? false)
  }

  /** Whether anybody hears every event. */
  hearsAll(): boolean {
    return this.#global.length > 0
  }
}

/** Handlers can tell how many arguments they got: an event without data and metadata brings none. */
function call(
  callback: Callback<unknown>,
  context: unknown,
  data: unknown,
  metadata: Metadata | undefined,
): void {
  if (metadata !== undefined) callback.call(context, data, metadata)
  else if (data !== undefined) (callback as (data: unknown) => unknown).call(context, data)
  else (callback as () => unknown).call(context)
}

function checkCallback(what: string, callback: unknown): void {
  if (typeof callback === 'function') return
  throw new PusherError(
    'invalid_options',
    `Cannot bind to ${what}: the callback must be a function; it was ${callback === null ? 'null' : typeof callback}.`,
  )
}

function reportFailure(eventName: string, cause: unknown): void {
  const message = `A handler of ${JSON.stringify(eventName)} failed; the others were called all the same.`
  reportUnheard(new PusherError('handler_failed', message, { cause }))
}
