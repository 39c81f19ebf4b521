import { describeWindow } from '../hub/least-guarantees.js'
import type { Guarantees } from '../guarantees.js'
import type { StoreParts } from '../store.js'

/** What follows from a store, and from the window in which duplicates are known. */
export function describeGuarantees(store: StoreParts, dedupeWindowMs: number): Guarantees {
  const isDurable = store.durable
  const resumes = isDurable && store.cursors !== undefined
  const commitsOnce = isDurable && store.claims !== undefined && dedupeWindowMs > 0
  const knowsGaps = isDurable && store.kv !== undefined
  const keepsSends = isDurable && store.outbox !== undefined
  return {
    acrossRestarts: resumes ? 'at-least-once' : 'at-most-once',
    effects: commitsOnce ? 'exactly-once' : 'at-least-once',
    webhooks: isDurable ? 'handled' : 'taken',
    sends: keepsSends ? 'durable' : 'in-memory',
    dedupeWindowMs,
    notes: [
      resumes
        ? 'Sources that can resume go on before the oldest event that was not handled.'
        : 'What is under way when the process ends is not told again; a durable store with "cursors" changes that.',
      knowsGaps
        ? 'Sources that cannot resume tell a gap of cause "restart" for the time in which nobody listened.'
        : 'What sources that cannot resume miss over a restart is not told; a durable store with "kv" changes that.',
      commitsOnce
        ? 'Each event is committed once; a handler may see it twice where a process dies over it.'
        : 'Two processes may handle the same event; a durable store with "claims" changes that.',
      isDurable
        ? 'A webhook delivery is answered once its events were handled; one that takes over 5 seconds is asked to come again.'
        : 'A webhook delivery is answered once its events were taken; a crash before they are handled loses them. A durable store changes that.',
      keepsSends
        ? 'Sends outlive the process.'
        : 'Sends that wait are lost when the process ends; a durable store with "outbox" changes that.',
      describeWindow(dedupeWindowMs),
    ],
  }
}
