import type { TokenVerdict } from '../../centrifugo/session.js'
import type { Random } from '../../random.js'
import { decodeJwt, encodeJwt } from './jwt.js'

/** The tokens that open the Centrifugo socket. */
export type GuestTokens = {
  /** How long the tokens given out from now on live; Infinity for ever. */
  lifetimeSeconds: number
  issue(clientId: string): string
  read: (token: string) => TokenVerdict
  /** Ends every token given out so far, as if its time had passed. */
  expireAll: () => void
}

/** Makes the tokens of one sandbox: those of another one are strange to it. */
export function createGuestTokens(lifetime: number, random: Random, now: () => number): GuestTokens {
  let lifetimeSeconds = lifetime
  let secret = random.uuid()
  const oldSecrets: string[] = []

  return {
    get lifetimeSeconds() {
      return lifetimeSeconds
    },
    set lifetimeSeconds(seconds) {
      lifetimeSeconds = seconds
    },
    issue(clientId) {
      const seconds = now() / 1000
      return encodeJwt(
        {
          sub: `guest:${clientId}`,
          iat: Math.floor(seconds),
          // To the millisecond, so that short lifetimes are what they are called.
          ...(lifetimeSeconds !== Infinity && { exp: seconds + lifetimeSeconds }),
        },
        secret,
      )
    },
    read(token) {
      const claims = decodeJwt(token, secret)
      if (claims === undefined) {
        const isOld = oldSecrets.some((old) => decodeJwt(token, old) !== undefined)
        return { ok: false, reason: isOld ? 'expired' : 'invalid' }
      }
      const expiresAtMs = claims.exp === undefined ? undefined : claims.exp * 1000
      if (expiresAtMs !== undefined && expiresAtMs <= now()) return { ok: false, reason: 'expired' }
      return { ok: true, subject: claims.sub, expiresAtMs }
    },
    expireAll() {
      oldSecrets.push(secret)
      secret = random.uuid()
    },
  }
}
