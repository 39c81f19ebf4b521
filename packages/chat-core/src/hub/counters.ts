import type { HubReport } from '../hub.js'
import type { Meter, MeterLabels } from '../meter.js'

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

  /** Counts one more. The labels are made only where there is a meter. */
  add(name: Name, first: string, second?: string): void {
    this.#counts[name] += 1
    this.#meter?.count(`chat.${name}`, 1, labels(first, second))
  }

  /** How long an event took from its arrival until all were done with it. */
  handled(lagMs: number, via: string): void {
    this.#meter?.record('chat.handled_ms', lagMs, { via })
  }

  report(): HubReport['counters'] {
    return { ...this.#counts }
  }
}

function labels(first: string, second: string | undefined): MeterLabels {
  return second === undefined ? { kind: first } : { platform: first, kind: second }
}
