/** What the hub can promise with what it was given. */
export interface Guarantees {
  /** `at-least-once`: over a restart too, from sources that can resume. `at-most-once`: what was under way is lost. */
  readonly acrossRestarts: 'at-least-once' | 'at-most-once'
  /** Whether an event's commit, and so its place in an archive, happens exactly once among all processes. */
  readonly effects: 'exactly-once' | 'at-least-once'
  /**
   * When a webhook delivery is answered, and so not made again: `handled`: once its events were, so that a crash loses
   * none · `taken`: once they were, and a crash before they are handled loses them.
   */
  readonly webhooks: 'handled' | 'taken'
  /** Whether sends survive a restart. */
  readonly sends: 'durable' | 'in-memory'
  /** For how long a duplicate is known as one, in milliseconds; 0 where it is not. */
  readonly dedupeWindowMs: number
  /** The same in sentences, with what to add to get more. */
  readonly notes: readonly string[]
}
