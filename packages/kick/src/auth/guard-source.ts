import { fixedToken, type Token, type TokenSource, type WaitOptions } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import type { KickScope } from './scopes.js'
import { kindOf } from './token.js'

/** What a call wants of a token. */
export interface TokenDemand {
  /** What the call is, for the message: `POST /public/v1/chat`. */
  readonly call: string
  readonly needs: 'user' | 'app' | 'either' | 'none'
  /** Of a user's token: any one of these. */
  readonly scopes: readonly KickScope[]
}

/**
 * The source, with each token looked at before it is used: its kind and scopes, where they are known. A user's call
 * is never made with the app's own token, whatever the source comes up with after a refusal.
 */
export function guardSource(
  source: string | TokenSource,
  demand: () => TokenDemand | undefined,
  onAdmitted: (token: Token) => void,
): TokenSource {
  const admit = (token: Token): Token => {
    checkToken(token, demand())
    onAdmitted(token)
    return token
  }
  const pass = (token: Token | PromiseLike<Token>): Token | PromiseLike<Token> =>
    'then' in token ? token.then(admit) : admit(token)
  if (typeof source === 'string') return { current: (options) => pass(fixedToken(source).current(options)) }
  return {
    current: (options) => pass(source.current(options)),
    ...(source.replace !== undefined && {
      replace: (rejected: Token, options: WaitOptions) =>
        pass(source.replace?.(rejected, options) ?? rejected),
    }),
  }
}

/** @throws KickError `unauthenticated` for a token of the other kind, `missing_scope` */
function checkToken(token: Token, demand: TokenDemand | undefined): void {
  if (demand === undefined || demand.needs === 'none') return
  const { call, needs, scopes } = demand
  const kind = kindOf(token)
  if (kind !== undefined && needs !== 'either' && kind !== needs) {
    const [wanted, got] =
      needs === 'user' ? ["a user's token", "the app's own"] : ["the app's own token", "a user's"]
    throw new KickError('unauthenticated', `${call} needs ${wanted}, and was given ${got}. Nothing was sent.`)
  }
  const granted = kind === 'app' ? undefined : token.scopes
  if (granted !== undefined && scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    const named = scopes.join(' or ')
    throw new KickError(
      'missing_scope',
      `${call} needs the scope ${named}, which the token lacks; ask for it and sign in again. Nothing was sent.`,
    )
  }
}
