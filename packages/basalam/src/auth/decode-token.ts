import type { Token } from '@wireloom/http-core'
import { BasalamError } from '../basalam-error.js'
import { isPlain } from '../case.js'

/**
 * The answer of the token server. A token without `expires_in` counts as good until it is refused.
 *
 * @throws BasalamError `refused` where the server says no though its status says yes
 * @throws TypeError where there is no token in it
 */
export function decodeToken(body: unknown, nowMs: number): Token {
  if (!isPlain(body)) throw new TypeError('The answer is no object.')
  const { error, error_description: words, access_token, token, refresh_token, expires_in, scope } = body
  if (typeof error === 'string') {
    const said = typeof words === 'string' ? words : error
    throw new BasalamError('refused', `The token was refused. The server says: ${said}`, {
      serverMessage: said,
    })
  }
  // The official SDKs know it by both names.
  const accessToken = access_token ?? token
  if (typeof accessToken !== 'string' || accessToken === '')
    throw new TypeError('The answer holds no access_token.')
  const lifetimeSeconds = Number(expires_in ?? Number.NaN)
  const scopes = typeof scope === 'string' ? scope.split(/[ ,]+/).filter((one) => one !== '') : undefined
  return {
    accessToken,
    ...(typeof refresh_token === 'string' && refresh_token !== '' && { refreshToken: refresh_token }),
    ...(lifetimeSeconds > 0 && { issuedAtMs: nowMs, expiresAtMs: nowMs + lifetimeSeconds * 1_000 }),
    ...(scopes !== undefined && scopes.length > 0 && { scopes }),
  }
}
