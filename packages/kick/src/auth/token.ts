import type { Token } from '@wireloom/http-core'

/** A token that acts for a user, within its scopes. Plain JSON, so that any store can keep it. */
export interface UserToken extends Token {
  readonly kind: 'user'
  readonly refreshToken: string
  /** Milliseconds since 1970; `undefined` where Kick did not say. */
  readonly expiresAtMs: number | undefined
  readonly issuedAtMs: number
  readonly scopes: readonly string[]
}

/** A token of the app itself: public data, and event subscriptions of any channel. It cannot act for anybody. */
export interface AppToken extends Token {
  readonly kind: 'app'
  /** Milliseconds since 1970; `undefined` where Kick did not say. */
  readonly expiresAtMs: number | undefined
  readonly issuedAtMs: number
}

/** Whose token it is, where that is known. */
export function kindOf(token: Token): 'user' | 'app' | undefined {
  const { kind } = token as Partial<UserToken | AppToken>
  return kind === 'user' || kind === 'app' ? kind : undefined
}
