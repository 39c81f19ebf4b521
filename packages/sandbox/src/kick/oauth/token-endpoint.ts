import { createHash } from 'node:crypto'
import { sendJson, type Exchange } from '../../http-exchange.js'
import type { KickApp } from './app.js'
import type { PendingCode } from './authorize-endpoint.js'
import type { IssuedTokens, TokenBook } from './token-book.js'

/** What each grant needs beside the client's id and secret. */
const fieldsOfGrants: Readonly<Record<string, readonly string[]>> = {
  client_credentials: [],
  refresh_token: ['refresh_token'],
  authorization_code: ['code', 'redirect_uri', 'code_verifier'],
}

/** Answers `POST /oauth/token` for all three grants. */
export function answerToken(
  exchange: Exchange,
  text: string,
  app: KickApp,
  tokens: TokenBook,
  codes: Map<string, PendingCode>,
): void {
  const form = new URLSearchParams(text)
  const isForm = /^application\/x-www-form-urlencoded\b/.test(exchange.request.headers['content-type'] ?? '')
  const needed = fieldsOfGrants[form.get('grant_type') ?? '']
  if (!isForm || !needed?.every((name) => form.get(name))) {
    sendJson(exchange, 400, { error: 'Invalid request' })
    return
  }
  if (form.get('client_id') !== app.clientId || form.get('client_secret') !== app.clientSecret) {
    sendJson(exchange, 401, { error: 'invalid_client', error_description: 'Client authentication failed' })
    return
  }
  const issued = issue(form, tokens, codes)
  if (issued === undefined) {
    sendJson(exchange, 400, {
      error: 'invalid_grant',
      error_description: 'The provided authorization grant or refresh token is invalid, expired or revoked',
    })
    return
  }
  sendJson(exchange, 200, {
    access_token: issued.access.token,
    token_type: 'Bearer',
    expires_in: issued.expiresInSeconds,
    ...(issued.refreshToken !== undefined && {
      refresh_token: issued.refreshToken,
      scope: issued.access.scopes.join(' '),
    }),
  })
}

function issue(
  form: URLSearchParams,
  tokens: TokenBook,
  codes: Map<string, PendingCode>,
): IssuedTokens | undefined {
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return tokens.issueForApp()
    case 'refresh_token':
      return tokens.refresh(form.get('refresh_token') ?? '')
    case 'authorization_code': {
      const code = form.get('code') ?? ''
      const pending = codes.get(code)
      // One try, right or wrong.
      codes.delete(code)
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const isRight = pending?.challenge === challenge && pending.redirectUri === form.get('redirect_uri')
      return isRight ? tokens.issueForUser(pending.grant) : undefined
    }
    default:
      return undefined
  }
}
