import { flag, integer, key, object, optional, text, type Decoder } from '../api/decode.js'
import type { AppToken, UserToken } from './token.js'

interface TokenFields {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** Seconds. Kick's documentation shows an empty text. */
  readonly expiresIn: number | undefined
  readonly scope: string | undefined
}

const tokenFields: Decoder<TokenFields> = object<TokenFields>({
  accessToken: key,
  refreshToken: optional(text),
  expiresIn: optional(integer),
  scope: optional(text),
})

/**
 * A user's token out of the answer of the token endpoint.
 *
 * @throws TypeError where it lacks a refresh token: an app's own would be taken for a user's
 */
export function decodeUserToken(body: unknown, nowMs: number): UserToken {
  const { accessToken, refreshToken, expiresIn, scope } = tokenFields(body, 'token')
  if (refreshToken === undefined) throw new TypeError('token.refresh_token is missing.')
  return {
    kind: 'user',
    accessToken,
    refreshToken,
    expiresAtMs: toMoment(nowMs, expiresIn),
    issuedAtMs: nowMs,
    scopes: toScopes(scope),
  }
}

export function decodeAppToken(body: unknown, nowMs: number): AppToken {
  const { accessToken, expiresIn } = tokenFields(body, 'token')
  return { kind: 'app', accessToken, expiresAtMs: toMoment(nowMs, expiresIn), issuedAtMs: nowMs }
}

/** What Kick says of a token. */
export type TokenFacts =
  | { readonly active: false }
  | {
      readonly active: true
      readonly clientId: string
      readonly kind: 'user' | 'app' | (string & {})
      readonly scopes: readonly string[]
      /** Milliseconds since 1970. */
      readonly expiresAtMs: number
    }

interface FactFields {
  readonly active: boolean
  readonly clientId: string | undefined
  readonly tokenType: string | undefined
  readonly scope: string | undefined
  /** Seconds since 1970. */
  readonly exp: number | undefined
}

const factFields: Decoder<FactFields> = object<FactFields>({
  active: flag,
  clientId: optional(text),
  tokenType: optional(text),
  scope: optional(text),
  exp: optional(integer),
})

export function decodeTokenFacts(data: unknown): TokenFacts {
  const { active, clientId, tokenType, scope, exp } = factFields(data, 'data')
  if (!active) return { active }
  return {
    active,
    clientId: key(clientId, 'data.client_id'),
    kind: key(tokenType, 'data.token_type'),
    scopes: toScopes(scope),
    expiresAtMs: integer(exp, 'data.exp') * 1000,
  }
}

function toMoment(nowMs: number, inSeconds: number | undefined): number | undefined {
  return inSeconds === undefined ? undefined : nowMs + inSeconds * 1000
}

function toScopes(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(' ').filter((word) => word !== '')
}
