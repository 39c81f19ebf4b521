/** Where the time of arrival comes from. Pass your own to hold time still in a test. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

/** The platform's own clock. */
export const systemClock: Clock = { now: () => Date.now() }
