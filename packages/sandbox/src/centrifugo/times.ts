/** When a Centrifugo client is pinged and given up, in milliseconds. */
export type CentrifugoTimes = {
  /** Between two pings. */
  pingMs: number
  /** How long a pong may take. */
  pongTimeoutMs: number
  /** How long a connection may outlive its token. */
  expiryGraceMs: number
  /** How long a new connection may take to send `connect`. */
  connectTimeoutMs: number
}

export const defaultCentrifugoTimes: CentrifugoTimes = {
  pingMs: 25_000,
  pongTimeoutMs: 8_000,
  expiryGraceMs: 25_000,
  connectTimeoutMs: 10_000,
}

/** Milliseconds as the protocol writes them: whole seconds, unless that would leave nothing. */
export function toSeconds(durationMs: number): number {
  const seconds = durationMs / 1000
  return seconds >= 1 ? Math.round(seconds) : Math.max(0.001, seconds)
}
