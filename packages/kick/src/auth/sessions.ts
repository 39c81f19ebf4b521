import { TokenSession, type TokenSessionOptions, type TokenStore } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import type { KickOauth } from './oauth.js'
import { kindOf, type AppToken, type UserToken } from './token.js'

/** What a user's session is made of; times and what it tells as {@link TokenSessionOptions} says. */
export interface UserSessionOptions extends Omit<TokenSessionOptions, 'refresh' | 'token'> {
  readonly oauth: KickOauth
  /** Used where the store holds none. */
  readonly token?: UserToken | undefined
}

/**
 * A user's token that renews itself: a `token` for a `Kick`. One renewal at a time, the new pair saved before it is
 * used. A renewal that Kick refuses ends in `unauthenticated`, is told to `onRefreshRefused`, and never in a token of
 * another kind.
 */
export class UserSession extends TokenSession {
  /** @throws KickError `invalid_options` */
  constructor({ oauth, ...options }: UserSessionOptions) {
    demandOauth(oauth)
    super({
      ...options,
      refresh: async (last, { signal }) => {
        if (last?.refreshToken === undefined || kindOf(last) === 'app') {
          throw new KickError('unauthenticated', 'There is no refresh token; somebody has to sign in first.')
        }
        const fresh = await oauth.refresh(last.refreshToken, { signal })
        // Kick may leave the scopes out; those of before still hold.
        return fresh.scopes.length === 0 ? { ...fresh, scopes: last.scopes } : fresh
      },
    })
  }
}

/** What an app's session is made of. */
export interface AppSessionOptions extends Omit<TokenSessionOptions, 'refresh' | 'token'> {
  readonly oauth: KickOauth
  /** Used where the store holds none. */
  readonly token?: AppToken | undefined
  /** Where the token is kept. Default: in memory, where a new one is asked for at every start. */
  readonly store?: TokenStore | undefined
}

/** The app's own token, asked for when it is first needed and again before its end: a `token` for a `Kick`. */
export class AppSession extends TokenSession {
  /** @throws KickError `invalid_options` */
  constructor({ oauth, ...options }: AppSessionOptions) {
    demandOauth(oauth)
    super({ ...options, refresh: (_, { signal }) => oauth.appToken({ signal }) })
  }
}

function demandOauth(oauth: KickOauth | undefined): void {
  if (typeof oauth?.refresh === 'function') return
  throw new KickError('invalid_options', 'oauth is missing: the KickOauth that renews the token.')
}
