import { createBoundedLog } from '../../bounded-log.js'
import type { TokenVerdict } from '../../centrifugo/session.js'
import { SandboxError } from '../../errors.js'
import { readBody, sendJson, type Exchange } from '../../http-exchange.js'
import type { Random } from '../../random.js'
import { decodeConnectionRequest, decodeTokenRequest, findClientId } from './decode-request.js'
import { createGuestTokens } from './guest-tokens.js'
import { createOffers, type OfferScope, type RealtimeOffer, type RealtimeProvider } from './offers.js'

/** One request of the negotiation. */
export type RealtimeRequest = {
  readonly method: string
  readonly path: string
  /** The id the client made up for itself; undefined where the body names none. */
  readonly clientId: string | undefined
}

/** How the live socket of a sandbox's Kick is negotiated. */
export type KickRealtimeSandbox = {
  /**
   * Which provider is answered, where the request accepts it; several make a list, in that order. A request that
   * accepts none of them gets one it accepts. @default 'centrifugo'
   *
   * Throws `invalid_argument` for a provider the sandbox does not run.
   */
  prefer(providers: RealtimeProvider | readonly RealtimeProvider[], scope?: OfferScope): void
  /** Answers with these connections, whatever is accepted, until told `undefined`. */
  answerWith(offers: readonly RealtimeOffer[] | undefined, scope?: OfferScope): void
  /** How many seconds the tokens given out from now on live, above 0; Infinity for tokens that never expire. @default 2700 */
  tokenSeconds: number
  /** Ends every token given out so far, as if its time had passed. Open connections keep theirs. */
  expireTokens(): void
  /** What the negotiation was asked, oldest first, the failed ones too; the newest 1,000 are kept. */
  readonly requests: readonly RealtimeRequest[]
}

/** The same, with what the servers need of it. */
export type Realtime = {
  readonly sandbox: KickRealtimeSandbox
  readToken: (token: string) => TokenVerdict
  /** Writes a request down, lets a fault strike it, and answers it if none did. */
  answer(exchange: Exchange, strike: () => Promise<boolean>): Promise<boolean>
}

type RealtimeParts = {
  random: Random
  now: () => number
  tokenSeconds: number
  prefer: RealtimeProvider
  credentialsOf: (provider: RealtimeProvider) => object
  hasChannel: (channelId: number) => boolean
}

const prefix = '/api/v1/realtime/'
const maxBodyBytes = 16 * 1024

/** Makes the negotiation of one sandbox. */
export function createRealtime(parts: RealtimeParts): Realtime {
  const tokens = createGuestTokens(parts.tokenSeconds, parts.random, parts.now)
  const offers = createOffers(parts.credentialsOf, parts.prefer)
  const log = createBoundedLog<RealtimeRequest>(1_000)

  function answerConnection(exchange: Exchange, body: string, channelId: number | undefined): void {
    const asked = decodeConnectionRequest(body)
    if (asked === undefined) sendJson(exchange, 400, { data: null, message: 'Invalid request' })
    else if (channelId !== undefined && !parts.hasChannel(channelId)) notFound(exchange)
    else {
      const connections = offers.choose(asked.acceptedProviders, channelId)
      sendJson(exchange, 200, { data: { mode: 'websocket', connections } })
    }
  }

  function answerToken(exchange: Exchange, body: string): void {
    const clientId = decodeTokenRequest(body)
    if (clientId === undefined) sendJson(exchange, 400, { data: null, message: 'Invalid request' })
    else sendJson(exchange, 200, { data: { token: tokens.issue(clientId) }, message: 'success' })
  }

  return {
    sandbox: {
      prefer: offers.prefer,
      answerWith: offers.answerWith,
      get tokenSeconds() {
        return tokens.lifetimeSeconds
      },
      set tokenSeconds(seconds) {
        if (!(seconds > 0)) {
          throw new SandboxError('invalid_argument', `tokenSeconds must be above 0, not ${seconds}.`)
        }
        tokens.lifetimeSeconds = seconds
      },
      expireTokens: tokens.expireAll,
      get requests() {
        return log.entries()
      },
    },
    readToken: tokens.read,
    async answer(exchange, strike) {
      const { method, url } = exchange
      if (!url.pathname.startsWith(prefix)) return false
      const body = (await readBody(exchange, maxBodyBytes)) ?? ''
      log.add({ method, path: url.pathname, clientId: findClientId(body) })
      if (await strike()) return true
      const path = url.pathname.slice(prefix.length)
      const channel = /^channels\/([^/]+)\/chat\/connection$/.exec(path)?.[1]
      if (channel === undefined && path !== 'connection' && path !== 'auth/connection') notFound(exchange)
      else if (method !== 'POST') sendJson(exchange, 405, { data: null, message: 'Method not allowed' })
      else if (path === 'auth/connection') answerToken(exchange, body)
      else answerConnection(exchange, body, channel === undefined ? undefined : Number(channel))
      return true
    },
  }
}

function notFound(exchange: Exchange): void {
  sendJson(exchange, 404, { data: null, message: 'Not found' })
}
