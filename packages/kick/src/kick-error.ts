import { ApiError, isApiError, type ApiErrorCode } from '@wireloom/http-core'

/**
 * The one error of Kick's packages: an {@link ApiError} under Kick's name, with `code`, `reason`, `retryable`, `status`,
 * `retryAfterMs`, `serverMessage` (Kick's own words) and `cause`. It may be logged: it holds no token and no address.
 */
export class KickError<Code extends string = ApiErrorCode> extends ApiError<Code> {
  override readonly name = 'KickError'
}

/** The error of a package beneath under Kick's name; anything else as it is. */
export function toKickError(error: unknown): unknown {
  return isApiError(error) && !isKickError(error) ? new KickError(error.code, error.message, error) : error
}

/** Whether a caught value is a {@link KickError}, also one of another copy of this package. */
export function isKickError(value: unknown): value is KickError {
  return isApiError(value) && value.name === 'KickError'
}
