import type { Guarantees } from '../guarantees.js'

/** What is promised without any store. With one, the store says more. */
export function leastGuarantees(dedupeWindowMs: number): Guarantees {
  return {
    acrossRestarts: 'at-most-once',
    effects: 'at-least-once',
    webhooks: 'taken',
    sends: 'in-memory',
    dedupeWindowMs,
    notes: [
      'What is under way when the process ends is lost: events, deliveries that were answered, sends that wait. A durable store changes that.',
      describeWindow(dedupeWindowMs),
    ],
  }
}

/** In which time duplicates are known. */
export function describeWindow(dedupeWindowMs: number): string {
  return dedupeWindowMs > 0
    ? `An event that comes again within ${dedupeWindowMs / 60_000} minutes is told once.`
    : 'Events are told as often as they come.'
}
