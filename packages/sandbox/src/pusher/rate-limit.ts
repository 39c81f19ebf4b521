/** Lets at most `limit` things through in any second. */
export type RateLimit = { allow(nowMs: number): boolean }

/** Makes a limit over a sliding window of one second. A refused thing does not count. */
export function createRateLimit(limit: number): RateLimit {
  let passed: number[] = []
  return {
    allow(nowMs) {
      passed = passed.filter((atMs) => nowMs - atMs < 1000)
      if (passed.length >= limit) return false
      passed.push(nowMs)
      return true
    },
  }
}
