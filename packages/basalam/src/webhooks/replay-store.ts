/** What is known of a delivery: not seen yet and now taken, in somebody's hands, or done. */
export type Claim = 'taken' | 'running' | 'done'

/**
 * Remembers which deliveries were handled, so that none is handled twice. Bring one of your own where several processes
 * answer one webhook; with Redis: `SET key running NX PX forMs`, `SET key done PX forMs`, `DEL key`.
 */
export interface ReplayStore {
  /** Takes a delivery, in one step, for so long; a process that dies lets go of it by then. */
  claim(key: string, forMs: number): Claim | PromiseLike<Claim>
  /** It was handled: remember that for so long. */
  complete(key: string, forMs: number): void | PromiseLike<void>
  /** It was not: let it come again. */
  release(key: string): void | PromiseLike<void>
}

interface Entry {
  readonly state: 'running' | 'done'
  readonly untilMs: number
}

/**
 * A store that lasts as long as the process, and holds about 150 bytes a delivery.
 *
 * @param maxEntries beyond these the oldest are forgotten before their time
 */
export function memoryReplayStore(
  clock: { now(): number } = Date,
  maxEntries: number = 100_000,
): ReplayStore {
  const entries = new Map<string, Entry>()

  function set(key: string, state: Entry['state'], forMs: number): void {
    entries.delete(key)
    entries.set(key, { state, untilMs: clock.now() + forMs })
    for (const [oldest, { untilMs }] of entries) {
      if (untilMs > clock.now() && entries.size <= maxEntries) break
      entries.delete(oldest)
    }
  }

  return {
    claim(key, forMs) {
      const entry = entries.get(key)
      if (entry !== undefined && entry.untilMs > clock.now()) return entry.state
      set(key, 'running', forMs)
      return 'taken'
    },
    complete: (key, forMs) => set(key, 'done', forMs),
    release: (key) => void entries.delete(key),
  }
}
