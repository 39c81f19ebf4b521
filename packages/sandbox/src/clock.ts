/** Where the sandbox takes time from. Pass your own to `startSandbox` to hold time still in a test. */
export type Clock = {
  /** Wall clock, in milliseconds since 1970. */
  now(): number
  /** Calls `callback` once after `delayMs` milliseconds. Returns the undo; calling it late or twice does nothing. */
  after(delayMs: number, callback: () => void): () => void
}

/** The machine's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
