import {
  HttpClient,
  readErrorBody,
  type Call,
  type CallOptions,
  type Endpoint,
  type ErrorBody,
  type Fetch,
  type HttpClientOptions,
} from '@wireloom/http-core'
import { checkKey, checkList, checkOneOf, given, invalid } from '../api/check.js'
import { isMembers } from '../api/decode.js'
import { openEnvelope } from '../api/envelope.js'
import { KickError } from '../kick-error.js'
import { toAuthorizeUrl } from './authorize-url.js'
import { decodeAppToken, decodeTokenFacts, decodeUserToken, type TokenFacts } from './decode-token.js'
import type { LoginRequest, PendingLogin } from './login.js'
import { createPkce, drawSecret } from './pkce.js'
import { readCallback } from './read-callback.js'
import { kickScopes } from './scopes.js'
import type { AppToken, UserToken } from './token.js'

/** The app, as registered with Kick; times, hooks and logger as {@link HttpClientOptions} says. */
export interface KickOauthOptions extends Omit<
  HttpClientOptions,
  'baseUrl' | 'token' | 'errorClass' | 'readErrorBody'
> {
  readonly clientId: string
  /** Kick wants it for everything but the first step, so that this cannot run in a page. */
  readonly clientSecret: string
  /** Where Kick sends users back to, letter by letter as registered. */
  readonly redirectUri?: string | undefined
  /** Where the OAuth server answers. Default `https://id.kick.com`. */
  readonly baseUrl?: string | undefined
}

/** A code, and what it was got by. */
export interface CodeGrant {
  readonly code: string
  readonly codeVerifier: string
  readonly redirectUri: string
}

/**
 * Kick's OAuth 2.1 server: sign-in with PKCE, the app's own token, renewal, revocation.
 * {@link https://docs.kick.com/getting-started/generating-tokens-oauth2-flow}
 *
 * Every method rejects with a KickError. No token, code or secret is in one.
 *
 * @example
 * ```ts
 * const oauth = new KickOauth({ clientId, clientSecret, redirectUri: 'https://example.com/callback' })
 * const login = await oauth.beginLogin({ scopes: ['chat:write'] })
 * // Send the user to login.url; Kick sends them back to the redirectUri, with a code.
 * const token = await oauth.finishLogin(request.url, login)
 * ```
 */
export class KickOauth {
  readonly #client: HttpClient
  readonly #revoking: HttpClient
  readonly #options: KickOauthOptions
  readonly #baseUrl: string

  /** @throws KickError `invalid_options`, naming the option. Sends nothing. */
  constructor(options: KickOauthOptions) {
    for (const name of ['clientId', 'clientSecret'] as const) {
      const value: unknown = options?.[name]
      if (typeof value !== 'string' || value === '') {
        throw new KickError('invalid_options', `${name} is missing: it stands in the app's settings at Kick.`)
      }
    }
    this.#options = options
    const { baseUrl = 'https://id.kick.com' } = options
    const settings: HttpClientOptions = {
      ...options,
      baseUrl,
      errorClass: KickError,
      readErrorBody: readOauthRefusal,
    }
    this.#client = new HttpClient(settings)
    this.#baseUrl = baseUrl.replace(/\/+$/, '')
    this.#revoking = new HttpClient({ ...settings, fetch: withoutAnswer(options.fetch) })
  }

  /** Where Kick sends users back to, where it was given. */
  get redirectUri(): string | undefined {
    return this.#options.redirectUri
  }

  /**
   * Begins a sign-in. Nothing is sent: it makes the address (`GET /oauth/authorize`) and the secrets that belong to it.
   * Rejects with `invalid_argument` without scopes or a redirect URI.
   */
  async beginLogin(request: LoginRequest): Promise<PendingLogin> {
    const scopes = toScopes(request)
    const { redirectUri = this.redirectUri } = request ?? {}
    if (URL.parse(redirectUri ?? '') === null) {
      throw new KickError('invalid_argument', 'redirectUri has to be an address, as registered with the app.')
    }
    const checked = redirectUri ?? ''
    const state = drawSecret()
    const { codeVerifier, codeChallenge } = await createPkce()
    const { clientId } = this.#options
    const query = { clientId, redirectUri: checked, scopes, state, codeChallenge }
    return { url: toAuthorizeUrl(this.#baseUrl, query), state, codeVerifier, redirectUri: checked }
  }

  /**
   * Ends a sign-in: looks at the address that Kick sent the user back to, and exchanges its code.
   *
   * Rejects with `invalid_argument` where the address belongs to another sign-in, `refused` where the user said no or
   * Kick does not take the code.
   */
  async finishLogin(address: string | URL, login: PendingLogin, options?: CallOptions): Promise<UserToken> {
    if (typeof login?.codeVerifier !== 'string') {
      throw new KickError('invalid_argument', 'login has to be what beginLogin gave.')
    }
    const { codeVerifier, redirectUri } = login
    return this.exchangeCode({ code: readCallback(address, login), codeVerifier, redirectUri }, options)
  }

  /** Exchanges a code (`POST /oauth/token`). A code is good once: a second try is `refused`. */
  exchangeCode(grant: CodeGrant, options?: CallOptions): Call<UserToken> {
    return this.#client.call(() => {
      const { code, codeVerifier, redirectUri } = grant ?? {}
      return this.#askToken(
        {
          grant_type: 'authorization_code',
          code: checkKey('code', code),
          redirect_uri: checkKey('redirectUri', redirectUri),
          code_verifier: checkKey('codeVerifier', codeVerifier),
        },
        [code, codeVerifier],
        decodeUserToken,
      )
    }, options)
  }

  /** The app's own token (`POST /oauth/token`, client credentials). It lives for about 60 days and cannot be renewed. */
  appToken(options?: CallOptions): Call<AppToken> {
    return this.#client.call(
      () => ({
        ...this.#askToken({ grant_type: 'client_credentials' }, [], decodeAppToken),
        // A token more does no harm.
        effect: 'read',
      }),
      options,
    )
  }

  /**
   * A new pair for a refresh token (`POST /oauth/token`). Keep the new refresh token: the old one may be spent.
   * `refused` means for good.
   */
  refresh(refreshToken: string, options?: CallOptions): Call<UserToken> {
    return this.#client.call(
      () =>
        this.#askToken(
          { grant_type: 'refresh_token', refresh_token: checkKey('refreshToken', refreshToken) },
          [refreshToken],
          decodeUserToken,
        ),
      options,
    )
  }

  /** Ends a token (`POST /oauth/revoke`). @param hint which of the two it is, where that is known */
  revoke(token: string, hint?: 'access_token' | 'refresh_token', options?: CallOptions): Call<void> {
    return this.#revoking.call(
      (): Endpoint<void> => ({
        method: 'POST',
        path: '/oauth/revoke',
        // In the query, and under this name: so says Kick's documentation, whatever RFC 7009 says.
        query: {
          token: checkKey('token', token),
          token_hint_type: given(hint, (word) => checkOneOf('hint', word, ['access_token', 'refresh_token'])),
        },
        body: new URLSearchParams(),
        authenticated: false,
        secrets: [token],
        secretAnswer: true,
        decode: () => undefined,
      }),
      options,
    )
  }

  /** What Kick knows of an access token (`POST /oauth/token/introspect`). */
  introspect(accessToken: string, options?: CallOptions): Call<TokenFacts> {
    return this.#client.call(
      (): Endpoint<TokenFacts> => ({
        method: 'POST',
        path: '/oauth/token/introspect',
        headers: { authorization: `Bearer ${checkAccessToken(accessToken)}` },
        effect: 'read',
        authenticated: false,
        secrets: [accessToken],
        decode: (body) => decodeTokenFacts(openEnvelope(body).data),
      }),
      options,
    )
  }

  #askToken<Value>(
    form: Readonly<Record<string, string>>,
    secrets: readonly string[],
    decode: (body: unknown, nowMs: number) => Value,
  ): Endpoint<Value> {
    const { clientId, clientSecret, clock } = this.#options
    return {
      method: 'POST',
      path: '/oauth/token',
      body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }),
      authenticated: false,
      secrets: [clientSecret, ...secrets],
      secretAnswer: true,
      decode: (body) => decode(body, clock?.now() ?? Date.now()),
    }
  }
}

/** Said of the argument: the header's own refusal would not know it. */
function checkAccessToken(accessToken: string): string {
  if (typeof accessToken === 'string' && /^[\x21-\x7E]+$/.test(accessToken)) return accessToken
  throw new KickError('invalid_argument', 'accessToken has to be a token as Kick gave it out.')
}

function toScopes(request: LoginRequest): readonly string[] {
  const { scopes, otherScopes = [] } = request ?? {}
  if (!Array.isArray(scopes)) throw invalid('scopes', 'a list', scopes)
  const unknown = scopes.findIndex((scope) => !kickScopes.includes(scope))
  if (unknown >= 0) {
    const scope: unknown = scopes[unknown]
    // Anything else may be a token that was put into the wrong place.
    const named = typeof scope === 'string' && /^[a-z_:]{1,40}$/.test(scope) ? ` ('${scope}')` : ''
    throw new KickError(
      'invalid_argument',
      `scopes[${unknown}]${named} is no scope that is known. If Kick has it, put it into otherScopes.`,
    )
  }
  return checkList('scopes', [...scopes, ...otherScopes], Infinity, (name, scope) => {
    // RFC 6749, section 3.3
    if (/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) return scope
    throw new KickError('invalid_argument', `${name} has to be a scope such as chat:write.`)
  })
}

/** A revocation is answered with `OK`, which is no JSON. */
function withoutAnswer(own: Fetch | undefined): Fetch {
  return async (address, init) => {
    const response = await (own ?? globalThis.fetch)(address, init)
    if (!response.ok) return response
    await response.arrayBuffer()
    return new Response(null, { status: 204, headers: response.headers })
  }
}

/** OAuth's own words are worth more than a general message beside them; the short code goes first. */
function readOauthRefusal(body: unknown): ErrorBody {
  const { error, error_description: description } = isMembers(body) ? body : {}
  const words = [error, description].filter((word) => typeof word === 'string' && word !== '')
  return words.length === 0 ? readErrorBody(body) : { message: words.join(': ') }
}
