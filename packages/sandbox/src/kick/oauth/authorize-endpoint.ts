import { send, sendJson, type Exchange } from '../../http-exchange.js'
import type { Random } from '../../random.js'
import { allowsRedirect, type KickApp } from './app.js'
import type { UserGrant } from './token-book.js'

/** A code on its way from the redirect to the token endpoint. */
export interface PendingCode {
  readonly grant: UserGrant
  readonly redirectUri: string
  readonly challenge: string
}

/** Who is signed in at the sandbox's login page, and what they answer. */
export interface LoginDesk {
  username: string
  channel: string | undefined
  /** Refuses the next sign-in. */
  refusesNext: boolean
}

/**
 * Answers `GET /oauth/authorize`: nobody is asked, the answer of the {@link LoginDesk} is given at once.
 *
 * As Kick's own page does, it takes the first `127.0.0.1` in the address for `localhost`.
 */
export function answerAuthorize(
  exchange: Exchange,
  app: KickApp,
  desk: LoginDesk,
  codes: Map<string, PendingCode>,
  random: Random,
): void {
  const query = new URLSearchParams(exchange.url.search.replace(/127\.0\.0\.1|127%2E0%2E0%2E1/i, 'localhost'))
  const read = (name: string): string => query.get(name) ?? ''
  const redirectUri = read('redirect_uri')
  const isSound =
    read('client_id') === app.clientId &&
    read('response_type') === 'code' &&
    read('state') !== '' &&
    read('scope') !== '' &&
    read('code_challenge_method') === 'S256' &&
    /^[\w-]{43}$/.test(read('code_challenge')) &&
    allowsRedirect(app, redirectUri)
  if (!isSound) {
    sendJson(exchange, 400, { error: 'Invalid request' })
    return
  }
  const back = new URL(redirectUri)
  if (desk.refusesNext) {
    desk.refusesNext = false
    back.searchParams.set('error', 'access_denied')
  } else {
    const code = random.uuid().replaceAll('-', '')
    codes.set(code, {
      grant: { username: desk.username, channel: desk.channel, scopes: read('scope').split(/[ +]+/) },
      redirectUri,
      challenge: read('code_challenge'),
    })
    back.searchParams.set('code', code)
  }
  back.searchParams.set('state', read('state'))
  send(exchange, 302, 'text/plain', '', { location: back.href })
}
