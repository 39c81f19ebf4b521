import {
  HttpClient,
  TokenSession,
  type CallOptions,
  type HttpClientOptions,
  type Token,
  type TokenSessionOptions,
} from '@wireloom/http-core'
import { BasalamError, invalidArgument } from '../basalam-error.js'
import { domainOf, type Environment } from '../options.js'
import { decodeToken } from './decode-token.js'
import type { Scope } from './scopes.js'

/** What an OAuth client is made of: what the developers' panel shows of it. */
export interface BasalamOAuthOptions extends Pick<
  HttpClientOptions,
  'fetch' | 'hooks' | 'logger' | 'logLevel' | 'timeoutMs' | 'clock'
> {
  readonly clientId: string
  /** Never in a browser. */
  readonly clientSecret: string
  /** Where users come back to, as it was registered. Needed for authorization codes alone. */
  readonly redirectUri?: string | undefined
  /** Default `production`. */
  readonly environment?: Environment | undefined
  /** Default `https://basalam.com/accounts/sso`. */
  readonly authorizeUrl?: string | undefined
  /** Default `https://auth.basalam.com/oauth/token`. */
  readonly tokenUrl?: string | undefined
}

/** Options of a session; it knows itself how to renew. */
export type SessionOptions = Omit<TokenSessionOptions, 'refresh'>

/** Options of a request for a token. */
type TokenCallOptions = Pick<CallOptions, 'signal' | 'timeoutMs'>

/**
 * Tokens from Basalam's OAuth server (https://developers.basalam.com).
 *
 * @example
 * ```ts
 * const oauth = new BasalamOAuth({ clientId, clientSecret, redirectUri })
 * const address = oauth.authorizeUrl({ scopes: ['customer.chat.write'], state })
 * // Once the user is back with a code:
 * const session = oauth.session({ token: await oauth.exchangeCode(code), store })
 * const basalam = new Basalam({ token: session })
 * ```
 */
export class BasalamOAuth {
  readonly #options: BasalamOAuthOptions
  readonly #authorizeUrl: URL
  readonly #tokenPath: string
  readonly #http: HttpClient

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options: BasalamOAuthOptions) {
    const { clientId, clientSecret, redirectUri, environment, authorizeUrl, tokenUrl, ...rest } =
      options ?? {}
    checkText('clientId', clientId)
    checkText('clientSecret', clientSecret)
    const domain = domainOf(environment)
    const token = readUrl('tokenUrl', tokenUrl ?? `https://auth.${domain}/oauth/token`)
    this.#options = options
    this.#authorizeUrl = readUrl('authorizeUrl', authorizeUrl ?? `https://${domain}/accounts/sso`)
    this.#tokenPath = token.pathname
    this.#http = new HttpClient({ ...rest, baseUrl: token.origin, errorClass: BasalamError })
    if (redirectUri !== undefined) readUrl('redirectUri', redirectUri)
  }

  /**
   * Where a user is sent to agree. They come back to `redirectUri` with `code` and the `state` that was given, which has
   * to be compared.
   *
   * @throws BasalamError `invalid_argument`
   */
  authorizeUrl({
    scopes,
    state,
  }: {
    readonly scopes: readonly Scope[]
    readonly state?: string | undefined
  }): string {
    if (!Array.isArray(scopes) || scopes.length === 0)
      throw invalidArgument(`scopes is empty: ['*'] is for all.`)
    const url = new URL(this.#authorizeUrl)
    url.searchParams.set('client_id', this.#options.clientId)
    url.searchParams.set('redirect_uri', this.#redirectUri())
    url.searchParams.set('scope', scopes.join(' '))
    if (state !== undefined) url.searchParams.set('state', state)
    return url.href
  }

  /** The token for a code, which is good once. */
  async exchangeCode(code: string, options?: TokenCallOptions): Promise<Token> {
    if (typeof code !== 'string' || code === '')
      throw invalidArgument('code is missing: what the user came back with.')
    const redirectUri = this.#redirectUri()
    return this.#ask({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }, [code], options)
  }

  /** A token of the client itself, for what needs no user. */
  async clientCredentials(
    { scopes = ['*'] }: { readonly scopes?: readonly Scope[] | undefined } = {},
    options?: TokenCallOptions,
  ): Promise<Token> {
    const token = await this.#ask({ grant_type: 'client_credentials', scope: scopes.join(' ') }, [], options)
    return { ...token, scopes: token.scopes ?? scopes }
  }

  /** A new token for a refresh token. `session` does this by itself. */
  async refresh(refreshToken: string, options?: TokenCallOptions): Promise<Token> {
    if (typeof refreshToken !== 'string' || refreshToken === '')
      throw invalidArgument('refreshToken is missing.')
    const fresh = await this.#ask(
      { grant_type: 'refresh_token', refresh_token: refreshToken },
      [refreshToken],
      options,
    )
    return { refreshToken, ...fresh }
  }

  /**
   * A user's token that renews itself: five minutes before its end, and where it is refused; once for all calls. Give
   * the `token` of `exchangeCode`, or a `store` that holds one already.
   */
  session(options: SessionOptions): TokenSession {
    return new TokenSession({
      clock: this.#options.clock,
      ...options,
      refresh: async (last, wait) => {
        if (last?.refreshToken !== undefined) return this.refresh(last.refreshToken, wait)
        throw new BasalamError('unauthenticated', 'There is no refresh token; the user has to agree again.')
      },
    })
  }

  /** A token of the client itself that renews itself. */
  clientSession({
    scopes,
    ...options
  }: SessionOptions & { readonly scopes?: readonly Scope[] | undefined } = {}): TokenSession {
    return new TokenSession({
      clock: this.#options.clock,
      ...options,
      refresh: (_, wait) => this.clientCredentials({ scopes }, wait),
    })
  }

  #redirectUri(): string {
    const { redirectUri } = this.#options
    if (redirectUri !== undefined) return redirectUri
    throw invalidArgument('redirectUri is missing: give it to BasalamOAuth, as it was registered.')
  }

  async #ask(
    fields: Readonly<Record<string, string>>,
    secrets: readonly string[],
    options?: TokenCallOptions,
  ): Promise<Token> {
    const { clientId, clientSecret, clock } = this.#options
    return this.#http.call(
      {
        method: 'POST',
        path: this.#tokenPath,
        body: new URLSearchParams({ ...fields, client_id: clientId, client_secret: clientSecret }),
        authenticated: false,
        secrets: [clientSecret, ...secrets],
        secretAnswer: true,
        decode: (body) => decodeToken(body, clock?.now() ?? Date.now()),
      },
      options,
    )
  }
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw new BasalamError('invalid_options', `${name} is missing.`)
}

function readUrl(name: string, value: string): URL {
  const url = URL.parse(value)
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw new BasalamError('invalid_options', `${name} has to be an http or https address.`)
}
