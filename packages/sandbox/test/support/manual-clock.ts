import type { Clock } from '../../src/index.js'

/** A clock that stands still until told otherwise. */
export type ManualClock = Clock & {
  /** Moves time on, running what falls due on the way, in its order. */
  advance(byMs: number): void
  readonly pendingTimers: number
}

export function createManualClock(startMs: number = Date.UTC(2026, 8, 10, 12)): ManualClock {
  const timers = new Set<{ dueMs: number; callback: () => void }>()
  let nowMs = startMs

  function nextDue(untilMs: number): { dueMs: number; callback: () => void } | undefined {
    return [...timers]
      .filter(({ dueMs }) => dueMs <= untilMs)
      .toSorted((left, right) => left.dueMs - right.dueMs)[0]
  }

  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueMs: nowMs + delayMs, callback }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advance(byMs) {
      const untilMs = nowMs + byMs
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer)
        nowMs = timer.dueMs
        timer.callback()
      }
      nowMs = untilMs
    },
    get pendingTimers() {
      return timers.size
    },
  }
}
