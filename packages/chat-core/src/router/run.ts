import { ChatError } from '../error.js'
import { reportUnheard } from '../report.js'
import type { KeyValueStore } from '../store.js'
import type { ContextRun } from './context.js'
import { TimeLimit } from './time-limit.js'

/** One event on its way through a router: the time it has, and what is put off until it was handled. */
export class Run extends TimeLimit implements ContextRun {
  readonly name: string | undefined
  readonly store: KeyValueStore | undefined
  #deferred: (() => unknown)[] | undefined

  constructor(name: string | undefined, store: KeyValueStore | undefined) {
    super()
    this.name = name
    this.store = store
  }

  defer(task: () => unknown): void {
    this.#deferred ??= []
    this.#deferred.push(task)
  }

  override handled(): void {
    for (const task of this.#deferred ?? []) void perform(task)
    this.#deferred = undefined
  }
}

async function perform(task: () => unknown): Promise<void> {
  // After whoever waits for the event has heard that it was handled.
  await Promise.resolve()
  try {
    await task()
  } catch (cause) {
    reportUnheard(
      new ChatError('handler_failed', 'What a handler of a router had put off failed.', { cause }),
    )
  }
}
