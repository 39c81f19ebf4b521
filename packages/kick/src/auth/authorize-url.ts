/** What stands in the address that a user is sent to. */
export interface AuthorizeQuery {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  readonly codeChallenge: string
}

/** The address of `GET /oauth/authorize`. */
export function toAuthorizeUrl(baseUrl: string, query: AuthorizeQuery): string {
  const parameters = new URLSearchParams()
  // Kick's page takes the first 127.0.0.1 in the address for localhost. This one may be spoiled.
  if (query.redirectUri.includes('127.0.0.1')) parameters.append('redirect', '127.0.0.1')
  parameters.append('response_type', 'code')
  parameters.append('client_id', query.clientId)
  parameters.append('redirect_uri', query.redirectUri)
  parameters.append('scope', query.scopes.join(' '))
  parameters.append('code_challenge', query.codeChallenge)
  parameters.append('code_challenge_method', 'S256')
  parameters.append('state', query.state)
  return `${baseUrl}/oauth/authorize?${parameters.toString()}`
}
