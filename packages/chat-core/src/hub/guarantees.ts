import type { Guarantees } from '../hub.js'
import type { StoreParts } from '../store.js'

/** What follows from a store, and from the window in which duplicates are known. */
export function describeGuarantees(store: StoreParts | undefined, dedupeWindowMs: number): Guarantees {
  const isDurable = store?.durable === true
  const resumes = isDurable && store.cursors !== undefined
  const commitsOnce = isDurable && store.claims !== undefined && dedupeWindowMs > 0
  const keepsSends = isDurable && store.outbox !== undefined
  const minutes = dedupeWindowMs / 60_000
  return {
    acrossRestarts: resumes ? 'at-least-once' : 'at-most-once',
    effects: commitsOnce ? 'exactly-once' : 'at-least-once',
    sends: keepsSends ? 'durable' : 'in-memory',
    dedupeWindowMs,
    notes: [
      resumes
        ? 'After a restart, sources that can resume go on before the oldest event that was not handled.'
        : 'What is under way when the process ends is not told again; give the hub a durable store with "cursors".',
      commitsOnce
        ? 'Each event is committed by one process, once; a handler may still see it twice if a process dies over it.'
        : 'Two processes, or one that restarted, may handle the same event; give the hub a durable store with "claims".',
      keepsSends
        ? 'Sends wait in the store over a restart.'
        : 'Sends that wait are lost when the process ends; give the hub a durable store with "outbox".',
      dedupeWindowMs > 0
        ? `An event that comes again within ${minutes} minutes is told once.`
        : 'Events are told as often as they come.',
    ],
  }
}
