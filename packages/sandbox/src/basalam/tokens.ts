import { randomBytes } from 'node:crypto'

/** What a token stands for. */
export interface Grant {
  readonly userId: number
  readonly scopes: readonly string[]
}

/** The OAuth client that the sandbox knows. */
export interface BasalamApp {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

/** A pair that was given out. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** The tokens and codes that are good at the moment. */
export interface TokenBook {
  /** The grant of a bearer token. */
  find(authorization: string | undefined): Grant | undefined
  give(grant: Grant): TokenPair
  /** Spends a refresh token: it and its access token are good no more. */
  refresh(refreshToken: string): TokenPair | undefined
  /** A code, good once. */
  createCode(grant: Grant): string
  spendCode(code: string): Grant | undefined
  /** Every access token is good no more; refresh tokens stay. */
  revokeAccessTokens(): void
}

/** @param personal the tokens that are good from the start, as those copied from the panel would be */
export function createTokenBook(personal: readonly (readonly [TokenPair, Grant])[]): TokenBook {
  const access = new Map(personal.map(([{ accessToken }, grant]) => [accessToken, grant]))
  const refreshes = new Map(
    personal.map(([{ accessToken, refreshToken }, grant]) => [refreshToken, { grant, accessToken }]),
  )
  const codes = new Map<string, Grant>()

  function give(given: Grant): TokenPair {
    const pair = { accessToken: `access-${randomId()}`, refreshToken: `refresh-${randomId()}` }
    access.set(pair.accessToken, given)
    refreshes.set(pair.refreshToken, { grant: given, accessToken: pair.accessToken })
    return pair
  }

  return {
    find(authorization) {
      return access.get(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
    },
    give,
    refresh(refreshToken) {
      const spent = refreshes.get(refreshToken)
      if (spent === undefined) return undefined
      refreshes.delete(refreshToken)
      access.delete(spent.accessToken)
      return give(spent.grant)
    },
    createCode(given) {
      const code = `code-${randomId()}`
      codes.set(code, given)
      return code
    },
    spendCode(code) {
      const given = codes.get(code)
      codes.delete(code)
      return given
    },
    revokeAccessTokens() {
      access.clear()
    },
  }
}

function randomId(): string {
  return randomBytes(12).toString('hex')
}
