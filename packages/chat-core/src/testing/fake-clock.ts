import type { Clock } from '../clock.js'
import { turn } from './turn.js'

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** How many timers wait: 0 once everything was let go of. */
  readonly pending: number
  /**
   * Moves time on and calls back what falls due, in its order. After each callback, everything it set going gets its
   * turn before time moves again.
   *
   * @param durationMs how far, in milliseconds
   */
  advance(durationMs: number): Promise<void>
}

interface Timer {
  readonly dueAtMs: number
  readonly callback: () => void
}

/**
 * Makes a clock for tests.
 *
 * @param startAtMs milliseconds since 1970. Default: the first of January 2026, in UTC
 * @param rest resolves once what was set going has come to rest. Default: after a few turns of the event loop
 */
export function createFakeClock(
  startAtMs: number = Date.UTC(2026, 0, 1),
  rest: () => Promise<void> = turn,
): FakeClock {
  // A Set, so that of two that fall due together the first that was set goes first.
  const timers = new Set<Timer>()
  let nowMs = startAtMs

  function nextBefore(endMs: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.dueAtMs <= endMs && (next === undefined || timer.dueAtMs < next.dueAtMs)) next = timer
    }
    return next
  }

  return {
    now: () => nowMs,
    setTimeout: (callback, delayMs) => {
      const timer = { dueAtMs: nowMs + Math.max(0, delayMs), callback }
      timers.add(timer)
      return timer
    },
    clearTimeout: (handle) => {
      timers.delete(handle as Timer)
    },
    get pending() {
      return timers.size
    },
    advance: async (durationMs) => {
      const endMs = nowMs + durationMs
      await rest()
      for (let timer = nextBefore(endMs); timer !== undefined; timer = nextBefore(endMs)) {
        timers.delete(timer)
        nowMs = timer.dueAtMs
        timer.callback()
        // oxlint-disable-next-line no-await-in-loop -- what it set going may set timers of its own
        await rest()
      }
      nowMs = endMs
    },
  }
}
