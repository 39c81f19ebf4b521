import { ApiError } from './api-error.js'

/** What lets a client in. Plain JSON, so that any store can keep it. */
export interface Token {
  readonly accessToken: string
  /** What a new pair is got for, where there is one. */
  readonly refreshToken?: string | undefined
  /** Milliseconds since 1970. Left out where nobody knows: the token then counts as valid until it is refused. */
  readonly expiresAtMs?: number | undefined
  /** When it was given out, milliseconds since 1970; with it the margin of renewal is held in proportion. */
  readonly issuedAtMs?: number | undefined
  /** What it allows, where that is known. */
  readonly scopes?: readonly string[] | undefined
}

/** Options of everything that waits. */
export interface WaitOptions {
  readonly signal?: AbortSignal | undefined
}

/** Where a client takes its token from. */
export interface TokenSource {
  /** The token to use now. May renew it first. */
  current(options: WaitOptions): Token | PromiseLike<Token>
  /**
   * The token to use after the server refused one. The same one back means that there is no other.
   * Left out by sources that cannot renew.
   */
  replace?(rejected: Token, options: WaitOptions): Token | PromiseLike<Token>
}

/** A source of one token that never changes. @throws ApiError `invalid_options` */
export function fixedToken(accessToken: string): TokenSource {
  const token = checkToken({ accessToken })
  return { current: () => token }
}

/** @throws ApiError `invalid_options`, without a word of the token */
export function checkToken(token: Token): Token {
  if (isToken(token)) return token
  throw new ApiError(
    'invalid_options',
    'accessToken has to be visible ASCII without spaces and without "Bearer"; times have to be finite, scopes a list.',
  )
}

// RFC 6750, section 2.1, somewhat wider. Anything else breaks the header, and the platform's error would quote it.
const visible = /^[\x21-\x7E]+$/

/** Whether a value, of a store or of anybody else, is a token that can be sent. */
export function isToken(value: unknown): value is Token {
  if (typeof value !== 'object' || value === null) return false
  const { accessToken, refreshToken, expiresAtMs, issuedAtMs, scopes } = value as Record<string, unknown>
  return (
    typeof accessToken === 'string' &&
    visible.test(accessToken) &&
    isOptional(refreshToken, 'string') &&
    isOptional(expiresAtMs, 'number') &&
    isOptional(issuedAtMs, 'number') &&
    (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')))
  )
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  // What JSON cannot write would not come back from a store.
  return value === undefined || (typeof value === type && (type === 'string' || Number.isFinite(value)))
}
