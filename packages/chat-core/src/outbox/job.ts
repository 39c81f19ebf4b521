import type { ChatError } from '../error.js'
import type { Receipt } from '../outgoing.js'
import type { OutboxItem } from '../store.js'

/** A message on its way out, and who waits to hear of it. */
export interface Job {
  item: OutboxItem
  readonly signal: AbortSignal | undefined
  readonly coalesce: boolean
  /** Whether the item is worth keeping once it is sent: its name was given from outside. */
  readonly isNamed: boolean
  /** When it was last handed to the platform without an answer; what is looked for in the history is no older. */
  triedAtMs: number | undefined
  readonly done: Promise<Receipt>
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: ChatError) => void
}

/** Makes a job of an item. */
export function createJob(
  item: OutboxItem,
  options: {
    readonly signal?: AbortSignal | undefined
    readonly coalesce?: boolean
    readonly isNamed: boolean
  },
): Job {
  const { signal, coalesce = false, isNamed } = options
  let job: Omit<Job, 'done'> | undefined
  const done = new Promise<Receipt>((resolve, reject) => {
    job = { item, signal, coalesce, isNamed, triedAtMs: undefined, resolve, reject }
  })
  return Object.assign(job as unknown as Omit<Job, 'done'>, { done })
}
