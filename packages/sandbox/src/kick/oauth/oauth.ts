import { readBody, send, sendJson, type Exchange } from '../../http-exchange.js'
import type { Random } from '../../random.js'
import { readBearer } from '../api/access-token.js'
import type { KickApp } from './app.js'
import { answerAuthorize, type LoginDesk, type PendingCode } from './authorize-endpoint.js'
import type { TokenBook } from './token-book.js'
import { answerToken } from './token-endpoint.js'

/** The OAuth side of a sandbox's Kick. */
export interface KickOauthSandbox {
  /** Where the OAuth server answers; use it in place of `https://id.kick.com`. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in from now on: a username, and the slug of the room that is theirs. @default 'sandbox_user', the first room */
  signInAs(username: string, channel?: string): void
  /** Lets the next person say no. */
  refuseNextLogin(): void
  /** Ends every access token that this server gave out, as if its time had passed. */
  expireAccessTokens(): void
  /** Ends every refresh token: who holds one has to sign in again. */
  expireRefreshTokens(): void
}

/** The same, with what the server needs of it. */
export interface OauthServer extends KickOauthSandbox {
  answer(exchange: Exchange): Promise<boolean>
}

const maxBodyBytes = 64 * 1024

export function createOauthServer(
  app: KickApp,
  tokens: TokenBook,
  random: Random,
  url: () => string,
): OauthServer {
  const codes = new Map<string, PendingCode>()
  const desk: LoginDesk = { username: 'sandbox_user', channel: undefined, refusesNext: false }

  return {
    get url() {
      return url()
    },
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    signInAs(username, channel) {
      desk.username = username
      desk.channel = channel
    },
    refuseNextLogin() {
      desk.refusesNext = true
    },
    expireAccessTokens: () => {
      tokens.expireAccessTokens()
    },
    expireRefreshTokens: () => {
      tokens.expireRefreshTokens()
    },
    async answer(exchange) {
      const { method, url: address } = exchange
      if (!address.pathname.startsWith('/oauth/')) return false
      const text = (await readBody(exchange, maxBodyBytes)) ?? ''
      switch (`${method} ${address.pathname}`) {
        case 'GET /oauth/authorize':
          answerAuthorize(exchange, app, desk, codes, random)
          return true
        case 'POST /oauth/token':
          answerToken(exchange, text, app, tokens, codes)
          return true
        case 'POST /oauth/revoke':
          answerRevoke(exchange, text, tokens)
          return true
        case 'POST /oauth/token/introspect':
          answerIntrospect(exchange, app, tokens)
          return true
        default:
          sendJson(exchange, 404, { error: 'Not found' })
          return true
      }
    },
  }
}

/**
 * The token stands in the query, and the answer is no JSON: both as Kick has it. Clients are around that send a form
 * instead, as the standard says; it is taken too.
 */
function answerRevoke(exchange: Exchange, text: string, tokens: TokenBook): void {
  const query = exchange.url.searchParams
  const given = query.has('token') ? query : new URLSearchParams(text)
  const token = given.get('token')
  const hint = given.get('token_hint_type')
  if (!token || (hint !== null && hint !== 'access_token' && hint !== 'refresh_token')) {
    sendJson(exchange, 400, { error: 'Invalid request' })
    return
  }
  tokens.revoke(token)
  send(exchange, 200, 'text/plain; charset=utf-8', 'OK')
}

function answerIntrospect(exchange: Exchange, app: KickApp, tokens: TokenBook): void {
  const token = tokens.find(readBearer(exchange.request.headers.authorization) ?? '')
  const data =
    token === undefined
      ? { active: false, client_id: null, token_type: null, scope: null, exp: null }
      : {
          active: true,
          client_id: app.clientId,
          token_type: token.kind,
          scope: token.scopes.join(' '),
          exp: Math.floor((token.expiresAtMs ?? 4_102_444_800_000) / 1000),
        }
  sendJson(exchange, 200, { data, message: 'OK' })
}
