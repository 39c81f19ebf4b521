/** Where time comes from. Pass your own to hold time still in a test. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, after so many milliseconds. */
  setTimeout(callback: () => void, delayMs: number): unknown
  /** Accepts whatever `setTimeout` gave back. */
  clearTimeout(handle: unknown): void
}

/** Any longer, and platforms call back at once. */
const longestDelayMs = 2_147_483_647

/** The platform's own clock and timers. What should wait for more than 24 days is called back after these. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, longestDelayMs)),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
}
