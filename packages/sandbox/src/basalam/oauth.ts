import { send, sendJson, type Exchange } from '../http-exchange.js'
import type { BasalamApp, Grant, TokenBook, TokenPair } from './tokens.js'

/** What the OAuth server is asked with. */
type Form = Readonly<Record<string, unknown>>

const lifetimeSeconds = 31_622_400

/** Answers `POST /oauth/token` as auth.basalam.com does: from a form or from JSON. */
export function answerToken(exchange: Exchange, body: unknown, app: BasalamApp, tokens: TokenBook): void {
  const form: Form = typeof body === 'object' && body !== null ? (body as Form) : {}
  if (form['client_id'] !== app.clientId || form['client_secret'] !== app.clientSecret) {
    refuse(exchange, 401, 'invalid_client', 'The client is not known.')
    return
  }
  switch (form['grant_type']) {
    case 'authorization_code':
      exchangeCode(exchange, form, app, tokens)
      return
    case 'refresh_token': {
      const pair = tokens.refresh(String(form['refresh_token']))
      if (pair === undefined) refuse(exchange, 400, 'invalid_grant', 'The refresh token is not known.')
      else sendPair(exchange, pair)
      return
    }
    case 'client_credentials': {
      const scopes = textOf(form['scope'], '*').split(' ')
      const { accessToken } = tokens.give({ userId: 1, scopes })
      sendJson(exchange, 200, {
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
        access_token: accessToken,
        scope: scopes.join(' '),
      })
      return
    }
    default:
      refuse(exchange, 400, 'unsupported_grant_type', 'This grant is not known.')
  }
}

function exchangeCode(exchange: Exchange, form: Form, app: BasalamApp, tokens: TokenBook): void {
  const grant = form['redirect_uri'] === app.redirectUri ? tokens.spendCode(String(form['code'])) : undefined
  if (grant === undefined) refuse(exchange, 400, 'invalid_grant', 'The code is not known, or was used.')
  else sendPair(exchange, tokens.give(grant))
}

/** Answers the page to which a user is sent, as one who agrees at once. */
export function answerAuthorize(
  exchange: Exchange,
  app: BasalamApp,
  tokens: TokenBook,
  userId: number,
): void {
  const { searchParams } = exchange.url
  const redirect = URL.parse(searchParams.get('redirect_uri') ?? '')
  if (searchParams.get('client_id') !== app.clientId || redirect?.href !== new URL(app.redirectUri).href) {
    send(exchange, 400, 'text/html', '<!doctype html><p>unknown client')
    return
  }
  const grant: Grant = { userId, scopes: (searchParams.get('scope') ?? '*').split(/[ ,]+/) }
  redirect.searchParams.set('code', tokens.createCode(grant))
  const state = searchParams.get('state')
  if (state !== null) redirect.searchParams.set('state', state)
  send(exchange, 302, 'text/plain', '', { location: redirect.href })
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

/** Basalam leaves the scope out. */
function sendPair(exchange: Exchange, { accessToken, refreshToken }: TokenPair): void {
  sendJson(exchange, 200, {
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    access_token: accessToken,
    refresh_token: refreshToken,
  })
}

function refuse(exchange: Exchange, status: number, error: string, description: string): void {
  sendJson(exchange, status, { error, error_description: description })
}
