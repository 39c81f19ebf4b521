import { ApiError } from './api-error.js'

/** When a call that only reads is repeated. */
export interface RetryPolicy {
  /** How many repetitions at most; 0 for none. Default 2. */
  readonly limit: number
  /** The wait before the first repetition, doubled for each further one, less up to a quarter at random. Default 500. */
  readonly firstDelayMs: number
  /** The longest wait of our own choosing. Default 8,000. */
  readonly maxDelayMs: number
  /**
   * The longest `Retry-After` that is waited for; a longer one ends the call at once. A shorter one than our own wait
   * does not shorten it. Default 60,000.
   */
  readonly maxRetryAfterMs: number
}

/** What a call does: one that only reads may be repeated, one that writes may not. */
export type Effect = 'read' | 'write'

const retryDefaults = {
  limit: 2,
  firstDelayMs: 500,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 60_000,
} as const satisfies RetryPolicy

const retriedStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])

/** A complete policy. @throws ApiError `invalid_options`, naming the option */
export function completeRetry(
  given: Partial<RetryPolicy> | false,
  base: RetryPolicy = retryDefaults,
): RetryPolicy {
  if (given === false) return { ...base, limit: 0 }
  const policy = { ...base, ...given }
  for (const name of ['limit', 'firstDelayMs', 'maxDelayMs', 'maxRetryAfterMs'] as const) {
    if (typeof policy[name] !== 'number' || !(policy[name] >= 0)) {
      throw new ApiError('invalid_options', `retry.${name} must be a number from 0 up, not ${policy[name]}.`)
    }
  }
  return policy
}

/**
 * How long to wait before a failed call is repeated, or `undefined` where it is not to be.
 *
 * @param retries how often it was repeated already
 * @param random from 0 up to, not including, 1
 */
export function nextDelayMs(
  error: ApiError,
  effect: Effect,
  retries: number,
  policy: RetryPolicy,
  random: number,
): number | undefined {
  if (effect !== 'read' || retries >= policy.limit || !isPassing(error)) return undefined
  const ownMs = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** retries) * (1 - random / 4)
  const { retryAfterMs = 0 } = error
  // Coming back sooner than asked would only be refused again. A date that is past says no more than a wrong clock.
  return retryAfterMs <= policy.maxRetryAfterMs ? Math.max(ownMs, retryAfterMs) : undefined
}

function isPassing({ code, status }: ApiError): boolean {
  if (code === 'network' || code === 'body_cut') return true
  return (code === 'rate_limited' || code === 'unavailable') && retriedStatuses.has(status ?? 0)
}
