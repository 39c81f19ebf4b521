import { ApiError, isApiError } from '@wireloom/http-core'

/**
 * The one error of this package: an {@link ApiError} under Basalam's name, with `code`, `reason`, `retryable`, `status`,
 * `retryAfterMs`, `fields` (what Basalam says of single members), `serverMessage` (its own words, often Persian) and
 * `cause`. It may be logged: it holds no token, no secret and no address.
 */
export class BasalamError extends ApiError {
  override readonly name = 'BasalamError'
}

/** Whether a caught value is a {@link BasalamError}, also one of another copy of this package. */
export function isBasalamError(value: unknown): value is BasalamError {
  return isApiError(value) && value.name === 'BasalamError'
}

export function invalidArgument(message: string, cause?: unknown): BasalamError {
  return new BasalamError('invalid_argument', message, { cause })
}
