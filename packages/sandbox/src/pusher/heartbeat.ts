import type { Clock } from '../clock.js'

/** What a heartbeat needs of its owner. */
export type HeartbeatOwner = {
  ping(): void
  /** The client answered nothing for the whole pong time. */
  giveUp(): void
}

/** Watches one client: pings it when it was quiet, gives up when it stays quiet. */
export type Heartbeat = {
  /** Anything came in. */
  beat(): void
  stop(): void
}

/** Starts watching. Times in milliseconds: quiet time before a ping, and time for an answer to it. */
export function startHeartbeat(
  owner: HeartbeatOwner,
  clock: Clock,
  times: { pingAfterMs: number; pongTimeoutMs: number },
): Heartbeat {
  let lastBeatMs = clock.now()
  let pingedAtMs: number | undefined
  let cancel: () => void

  function check(): void {
    const quietMs = clock.now() - lastBeatMs
    if (pingedAtMs !== undefined) {
      owner.giveUp()
      pingedAtMs = undefined
      lastBeatMs = clock.now()
      cancel = clock.after(times.pingAfterMs, check)
      return
    }
    if (quietMs < times.pingAfterMs) {
      // One sleeping timer that is corrected on waking: a busy client costs no timer per frame.
      cancel = clock.after(times.pingAfterMs - quietMs, check)
      return
    }
    pingedAtMs = clock.now()
    owner.ping()
    cancel = clock.after(times.pongTimeoutMs, check)
  }

  cancel = clock.after(times.pingAfterMs, check)
  return {
    beat() {
      lastBeatMs = clock.now()
      if (pingedAtMs === undefined) return
      pingedAtMs = undefined
      cancel()
      cancel = clock.after(times.pingAfterMs, check)
    },
    stop() {
      cancel()
    },
  }
}
