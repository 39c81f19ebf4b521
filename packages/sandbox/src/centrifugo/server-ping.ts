import type { Clock } from '../clock.js'

/** What the pings need of their owner. */
export type ServerPingOwner = {
  ping(): void
  /** No pong came in time. */
  giveUp(): void
}

/** Pings one client for as long as it answers. */
export type ServerPing = {
  pong(): void
  stop(): void
}

/** Starts pinging: one ping every `pingMs`, whatever else is said, and `pongTimeoutMs` for its answer. */
export function startServerPing(
  owner: ServerPingOwner,
  clock: Clock,
  { pingMs, pongTimeoutMs }: { pingMs: number; pongTimeoutMs: number },
): ServerPing {
  let cancelPing = clock.after(pingMs, ping)
  let cancelDeadline: (() => void) | undefined

  function ping(): void {
    cancelPing = clock.after(pingMs, ping)
    cancelDeadline ??= clock.after(pongTimeoutMs, giveUp)
    owner.ping()
  }

  function giveUp(): void {
    cancelDeadline = undefined
    owner.giveUp()
  }

  return {
    pong() {
      cancelDeadline?.()
      cancelDeadline = undefined
    },
    stop() {
      cancelPing()
      cancelDeadline?.()
    },
  }
}
