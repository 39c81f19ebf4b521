import { fixedToken, isApiError, type TokenSource, type TokenStore } from '@wireloom/http-core'
import { BasalamError } from '../basalam-error.js'
import { BasalamOAuth, type BasalamOAuthOptions } from './oauth.js'

/** What the developers' panel shows of a personal token. */
export interface PersonalTokenOptions extends Partial<BasalamOAuthOptions> {
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** Where the pair is kept once it was renewed. Default: in memory. */
  readonly store?: TokenStore | undefined
}

/**
 * The token of one booth or user, copied from the panel (https://developers.basalam.com/panel/tokens). When it ends
 * nobody says: it counts as good until it is refused. It is renewed where `refreshToken`, `clientId` and `clientSecret`
 * are given, and else stays as it is.
 *
 * @throws BasalamError `invalid_options`
 */
export function personalToken(options: PersonalTokenOptions): TokenSource {
  const { accessToken, refreshToken, store, clientId, clientSecret, ...rest } = options ?? {}
  if (refreshToken === undefined || clientId === undefined || clientSecret === undefined) {
    // The client checks it once more; here the one who wrote it hears of it.
    return checked(() => fixedToken(accessToken))
  }
  const oauth = new BasalamOAuth({ ...rest, clientId, clientSecret })
  return checked(() =>
    oauth.session({
      token: { accessToken, refreshToken },
      store,
    }),
  )
}

function checked<Value>(make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    throw isApiError(error) ? new BasalamError(error.code, error.message) : error
  }
}
