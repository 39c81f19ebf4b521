import { checkSignal } from './check-option.js'
import { PusherError } from './errors.js'

/** What a listener may give back: anything. Of a promise it is awaited whether it rejects, which is reported like a throw. */
export type ListenerResult = unknown

/** Takes a listener off again; calling it twice does nothing more. */
export type Undo = () => void

/** Options of everything that binds a listener. */
export interface ListenOptions {
  /** Takes the listener off when it aborts; already aborted, the listener is never bound. */
  readonly signal?: AbortSignal | undefined
}

/** Any listener of one or two values; which ones fit is the business of whoever lends its `on`. */
type Listener = (first: never, second: never) => ListenerResult

interface Binding {
  readonly listener: (first: unknown, second: unknown) => ListenerResult
  /** What takes it off again: with it the signal is let go of. */
  readonly undo: Undo
  readonly signal: AbortSignal | undefined
}

const none: readonly Binding[] = []

/** Whose listeners they are. */
export interface ListenersOwner {
  /** A listener threw, or its promise rejected. */
  listenerFailed(cause: unknown): void
}

/**
 * Listeners by name, called in the order they were bound. A symbol names what no event can.
 *
 * A dispatch calls the listeners that were bound when it began: lists are replaced, never edited. What comes up
 * while it runs is told after it, so that nobody hears of things out of order. A listener that throws or rejects
 * does not keep the value from the others.
 */
export class Listeners {
  readonly #owner: ListenersOwner
  /** None at first, as with the queue: most channels of a busy client have no listener, and empty is not small. */
  #lists: Map<string | symbol, readonly Binding[]> | undefined
  /** What came up while listeners were being told of something else, in order. */
  #later: (() => void)[] | undefined
  #isTelling = false

  constructor(owner: ListenersOwner) {
    this.#owner = owner
  }

  has(name: string | symbol): boolean {
    return this.#lists?.has(name) ?? false
  }

  on(name: string | symbol, listener: Listener, { signal }: ListenOptions = {}): Undo {
    if (typeof listener !== 'function') {
      throw new PusherError(
        'invalid_options',
        `A listener of ${describe(name)} must be a function, not ${typeof listener}.`,
      )
    }
    checkSignal(signal)
    if (signal?.aborted) return () => undefined
    // A binding of its own: the same function may be bound twice, and each is undone by itself.
    const undo = (): void => this.#remove(name, binding)
    const binding: Binding = { listener: listener as Binding['listener'], undo, signal }
    this.#lists ??= new Map()
    this.#lists.set(name, [...(this.#lists.get(name) ?? []), binding])
    signal?.addEventListener('abort', undo)
    return undo
  }

  emit(name: string | symbol, first?: unknown, second?: unknown): void {
    if (this.#isTelling) {
      this.#postpone(() => this.#tell(this.#lists?.get(name) ?? none, first, second))
      return
    }
    const list = this.#lists?.get(name)
    if (list !== undefined) {
      this.#isTelling = true
      this.#tell(list, first, second)
      for (let next = this.#later?.shift(); next !== undefined; next = this.#later?.shift()) next()
      this.#isTelling = false
    }
  }

  /** Takes all of them off, once those that are being told have heard everything so far. */
  clear(): void {
    if (this.#isTelling) this.#postpone(() => this.#clear())
    else this.#clear()
  }

  #postpone(step: () => void): void {
    this.#later ??= []
    this.#later.push(step)
  }

  #tell(list: readonly Binding[], first: unknown, second: unknown): void {
    for (const { listener } of list) {
      try {
        const result: unknown = listener(first, second)
        // An arrow function may give back anything at all; only what can be waited for is.
        if (typeof (result as PromiseLike<unknown> | null | undefined)?.then === 'function') {
          Promise.resolve(result).catch((cause: unknown) => this.#owner.listenerFailed(cause))
        }
      } catch (cause) {
        this.#owner.listenerFailed(cause)
      }
    }
  }

  #clear(): void {
    for (const list of this.#lists?.values() ?? []) for (const binding of list) release(binding)
    this.#lists = undefined
  }

  #remove(name: string | symbol, binding: Binding): void {
    release(binding)
    const rest = this.#lists?.get(name)?.filter((other) => other !== binding)
    if (rest === undefined || rest.length === 0) this.#lists?.delete(name)
    else this.#lists?.set(name, rest)
  }
}

function describe(name: string | symbol): string {
  return typeof name === 'symbol' ? `the ${name.description}` : JSON.stringify(name)
}

function release({ signal, undo }: Binding): void {
  signal?.removeEventListener('abort', undo)
}
