import type { KnownKickScope } from './scopes.js'

/** What to ask a user for. */
export interface LoginRequest {
  /** At least one, here or in `otherScopes`. */
  readonly scopes: readonly KnownKickScope[]
  /** Scopes that Kick has and this version does not know. */
  readonly otherScopes?: readonly string[] | undefined
  /** Where Kick sends the user back to, as registered with the app. Default: that of the `KickOauth`. */
  readonly redirectUri?: string | undefined
}

/** A sign-in that was begun. Plain JSON: keep it where only the user's own session can read it. */
export interface PendingLogin {
  /** Where to send the user. */
  readonly url: string
  readonly state: string
  /** A secret until the code was exchanged. */
  readonly codeVerifier: string
  readonly redirectUri: string
}
