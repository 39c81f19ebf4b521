import { PusherError } from './errors.js'

/** What a listener may give back; a promise that rejects is reported like a throw. */
export type ListenerResult = void | Promise<void>

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
  /** Lets go of the signal. */
  readonly release: () => void
  readonly listener: (first: unknown, second: unknown) => ListenerResult
}

/**
 * Listeners by name, called in the order they were bound.
 *
 * A dispatch calls the listeners that were bound when it began: lists are replaced, never edited. What comes up
 * while it runs is told after it, so that nobody hears of things out of order. A listener that throws or rejects
 * is handed to `failed` and does not keep the value from the others.
 */
export class Listeners {
  /** None at first: most channels of a busy client have no listener of some kind, and an empty map is not small. */
  #lists: Map<string, readonly Binding[]> | undefined
  #isTelling = false
  /** What came up while listeners were being told of something else. */
  readonly #later: (() => void)[] = []
  readonly #failed: (cause: unknown) => void

  constructor(failed: (cause: unknown) => void) {
    this.#failed = failed
  }

  has(name: string): boolean {
    return this.#lists?.has(name) ?? false
  }

  on(name: string, listener: Listener, { signal }: ListenOptions = {}): Undo {
    if (typeof listener !== 'function') {
      throw new PusherError(
        'invalid_options',
        `A listener of ${JSON.stringify(name)} must be a function, not ${typeof listener}.`,
      )
    }
    if (signal?.aborted) return () => undefined
    // A binding of its own: the same function may be bound twice, and each is undone by itself.
    const binding: Binding = {
      listener: listener as Binding['listener'],
      release: () => signal?.removeEventListener('abort', undo),
    }
    this.#lists ??= new Map()
    this.#lists.set(name, [...(this.#lists.get(name) ?? []), binding])
    const undo = (): void => {
      binding.release()
      this.#remove(name, binding)
    }
    signal?.addEventListener('abort', undo)
    return undo
  }

  emit(name: string, first?: unknown, second?: unknown): void {
    if (this.#isTelling) {
      this.#later.push(() => this.emit(name, first, second))
      return
    }
    const list = this.#lists?.get(name)
    if (list === undefined) return
    this.#isTelling = true
    this.#tell(list, first, second)
    this.#isTelling = false
    if (this.#later.length > 0) this.#later.shift()?.()
  }

  #tell(list: readonly Binding[], first: unknown, second: unknown): void {
    for (const binding of list) {
      try {
        const { listener } = binding
        const result = listener(first, second)
        if (result !== undefined) watch(result, this.#failed)
      } catch (cause) {
        this.#failed(cause)
      }
    }
  }

  clear(): void {
    for (const list of this.#lists?.values() ?? []) for (const binding of list) binding.release()
    this.#lists = undefined
  }

  #remove(name: string, binding: Binding): void {
    const rest = this.#lists?.get(name)?.filter((other) => other !== binding)
    if (rest === undefined || rest.length === 0) this.#lists?.delete(name)
    else this.#lists?.set(name, rest)
  }
}

/** An arrow function may give back anything at all; only what can be waited for is. */
function watch(result: unknown, failed: (cause: unknown) => void): void {
  if (typeof (result as PromiseLike<unknown> | null)?.then === 'function')
    Promise.resolve(result).catch(failed)
}
