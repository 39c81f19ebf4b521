import type { Random } from '../../random.js'
import type { AccessToken } from '../api/access-token.js'
import type { KickApp } from './app.js'

/** What a token endpoint gives out. */
export interface IssuedTokens {
  readonly access: AccessToken
  /** None for the app's own tokens. */
  readonly refreshToken: string | undefined
  readonly expiresInSeconds: number
}

/** Every token that was given out, and what became of it. */
export interface TokenBook {
  issueForApp(): IssuedTokens
  issueForUser(grant: UserGrant): IssuedTokens
  /** A new pair for a refresh token, or undefined where it is none. */
  refresh(refreshToken: string): IssuedTokens | undefined
  /** The token, if it still works. */
  find(token: string): AccessToken | undefined
  /** Ends a token, and with a refresh token the access token that was given out beside it. */
  revoke(token: string): void
  /** Ends every access token that was given out here, as if its time had passed. */
  expireAccessTokens(): void
  /** Ends every refresh token. */
  expireRefreshTokens(): void
}

/** A refresh token's grant, and the access token that was given out beside it. */
interface Renewable {
  readonly grant: UserGrant
  readonly accessToken: string
}

/** What somebody agreed to. */
export interface UserGrant {
  readonly username: string
  readonly channel: string | undefined
  readonly scopes: readonly string[]
}

const appTokenSeconds = 5_184_000

export function createTokenBook(
  app: KickApp,
  given: readonly AccessToken[],
  random: Random,
  now: () => number,
): TokenBook {
  const access = new Map<string, AccessToken>(given.map((token) => [token.token, token]))
  const refreshTokens = new Map<string, Renewable>()

  const draw = (): string => `${random.uuid()}${random.uuid()}`.replaceAll('-', '')

  function keep(token: Omit<AccessToken, 'token'>): AccessToken {
    const kept = { ...token, token: draw() }
    access.set(kept.token, kept)
    return kept
  }

  function issueForUser(grant: UserGrant): IssuedTokens {
    const refreshToken = draw()
    const expiresAtMs = now() + app.userTokenSeconds * 1000
    const issued = keep({ ...grant, kind: 'user', expiresAtMs })
    refreshTokens.set(refreshToken, { grant, accessToken: issued.token })
    return { access: issued, refreshToken, expiresInSeconds: app.userTokenSeconds }
  }

  return {
    issueForUser,
    issueForApp: () => ({
      access: keep({
        kind: 'app',
        username: '',
        channel: undefined,
        scopes: [],
        expiresAtMs: now() + appTokenSeconds * 1000,
      }),
      refreshToken: undefined,
      expiresInSeconds: appTokenSeconds,
    }),
    refresh(refreshToken) {
      const renewable = refreshTokens.get(refreshToken)
      if (renewable === undefined) return undefined
      if (app.refreshTokens === 'single_use') refreshTokens.delete(refreshToken)
      return issueForUser(renewable.grant)
    },
    find(token) {
      const found = access.get(token)
      return found?.expiresAtMs !== undefined && found.expiresAtMs <= now() ? undefined : found
    },
    revoke(token) {
      access.delete(refreshTokens.get(token)?.accessToken ?? token)
      refreshTokens.delete(token)
    },
    expireAccessTokens() {
      for (const [token, { expiresAtMs }] of access) if (expiresAtMs !== undefined) access.delete(token)
    },
    expireRefreshTokens() {
      refreshTokens.clear()
    },
  }
}
