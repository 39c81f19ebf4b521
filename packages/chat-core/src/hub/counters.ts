import type { HubReport } from '../hub.js'
import type { Meter } from '../meter.js'

type Name = keyof HubReport['counters']

/** What happened how often, for `inspect` and for the meter. */
export class Counters {
  readonly #meter: Meter | undefined
  readonly #counts: Record<Name, number> = {
    received: 0,
    duplicates: 0,
    late: 0,
    echoes: 0,
    gaps: 0,
    dropped: 0,
    deadLetters: 0,
    errors: 0,
  }

  constructor(meter: Meter | undefined) {
    this.#meter = meter
  }

  /** Counts an event that arrived. */
  received(kind: string): void {
    this.#counts.received += 1
    this.#meter?.count('chat.received', 1, { kind })
  }

  /** Counts one more of something else. */
  add(name: Name, kind: string): void {
    this.#counts[name] += 1
    this.#meter?.count(`chat.${name}`, 1, { kind })
  }

  /** How long an event took from its arrival until all were done with it. */
  handled(lagMs: number, via: string): void {
    this.#meter?.record('chat.handled_ms', lagMs, { via })
  }

  report(): HubReport['counters'] {
    return { ...this.#counts }
  }
}
