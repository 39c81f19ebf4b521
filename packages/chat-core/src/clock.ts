/** Where time comes from. Pass your own to hold time still in a test. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, after so many milliseconds. */
  setTimeout(callback: () => void, delayMs: number): unknown
  /** Accepts whatever `setTimeout` gave back. */
  clearTimeout(handle: unknown): void
}

/** The platform's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
}
