/** What is known of an id: not seen yet and now taken, in somebody's hands, or done. */
export type Claim = 'taken' | 'running' | 'done'

/**
 * Remembers which deliveries were seen, so that none is handled twice. Bring one of your own where several processes
 * answer one webhook; with Redis: `SET id running NX PX forMs`, `SET id done PX forMs`, `DEL id`.
 */
export interface ReplayStore {
  /** Takes an id, in one step, for so long; a process that dies lets go of it by then. */
  claim(id: string, forMs: number): Claim | PromiseLike<Claim>
  /** It was handled: remember it for so long. */
  complete(id: string, forMs: number): void | PromiseLike<void>
  /** It was not: let it come again. */
  release(id: string): void | PromiseLike<void>
}

/** A store that lasts as long as the process. It holds about 100 bytes for each delivery of the time it remembers. */
export function memoryReplayStore(clock: { now(): number } = Date): ReplayStore {
  const entries = new Map<string, { readonly state: 'running' | 'done'; readonly untilMs: number }>()

  function forget(): void {
    // Kept in the order of their ends, as far as they are kept equally long.
    for (const [id, { untilMs }] of entries) {
      if (untilMs > clock.now()) break
      entries.delete(id)
    }
  }

  function keep(id: string, state: 'running' | 'done', forMs: number): void {
    entries.delete(id)
    entries.set(id, { state, untilMs: clock.now() + forMs })
  }

  return {
    claim(id, forMs) {
      forget()
      const entry = entries.get(id)
      if (entry !== undefined && entry.untilMs > clock.now()) return entry.state
      keep(id, 'running', forMs)
      return 'taken'
    },
    complete(id, forMs) {
      keep(id, 'done', forMs)
    },
    release(id) {
      entries.delete(id)
    },
  }
}
