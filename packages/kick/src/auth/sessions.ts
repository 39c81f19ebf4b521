import {
  memoryTokenStore,
  TokenSession,
  type Token,
  type TokenSessionOptions,
  type TokenStore,
  type WaitOptions,
} from '@wireloom/http-core'
import { KickError, toKickError } from '../kick-error.js'
import type { KickOauth } from './oauth.js'
import { kindOf, type AppToken, type UserToken } from './token.js'

/** What every session has; times as {@link TokenSessionOptions} says. */
interface SessionOptions extends Omit<TokenSessionOptions, 'refresh' | 'token' | 'onRefreshRefused'> {
  readonly oauth: KickOauth
  /** Told once when a renewal was refused for good, so that somebody signs in again. */
  readonly onRefreshRefused?: ((error: KickError) => void) | undefined
}

/** A session of tokens of one kind, whose errors are Kick's. */
class KickSession extends TokenSession {
  readonly #kind: 'user' | 'app'

  constructor(
    kind: 'user' | 'app',
    { oauth, onRefreshRefused, ...options }: SessionOptions & { readonly token?: Token | undefined },
    refresh: TokenSessionOptions['refresh'],
  ) {
    if (typeof oauth?.refresh !== 'function') {
      throw new KickError('invalid_options', 'oauth is missing: the KickOauth that renews the token.')
    }
    if (options.token !== undefined) checkKind(kind, checkShape(options.token), 'token is')
    super({
      ...options,
      refresh,
      store: storeOf(kind, options.store ?? memoryTokenStore()),
      ...(onRefreshRefused !== undefined && {
        onRefreshRefused: (error: unknown) => onRefreshRefused(toKickError(error) as KickError),
      }),
    })
    this.#kind = kind
  }

  /** The token to use now, renewed first where its end is near. Rejects with a KickError. */
  override current(options?: WaitOptions): Token | PromiseLike<Token> {
    return renameErrors(super.current(options))
  }

  /** The token to use after Kick refused one. Rejects with a KickError. */
  override replace(rejected: Token, options?: WaitOptions): Token | PromiseLike<Token> {
    return renameErrors(super.replace(rejected, options))
  }

  /** Takes over a token of a new sign-in, and saves it. Rejects with a KickError. */
  override async set(token: Token): Promise<void> {
    checkKind(this.#kind, checkShape(token), 'token is')
    await super.set(token).catch(rethrow)
  }
}

/** What a user's session is made of; times and what it tells as {@link TokenSessionOptions} says. */
export interface UserSessionOptions extends SessionOptions {
  /** Used where the store holds none. */
  readonly token?: UserToken | undefined
}

/**
 * A user's token that renews itself: a `token` for a `Kick`. One renewal at a time, the new pair saved before it is
 * used. A renewal that Kick refuses ends in `unauthenticated`, is told to `onRefreshRefused`, and never in a token of
 * another kind.
 */
export class UserSession extends KickSession {
  /** @throws KickError `invalid_options` */
  constructor(options: UserSessionOptions) {
    super('user', options, async (last, { signal }) => {
      if (last?.refreshToken === undefined || kindOf(last) === 'app') {
        throw new KickError('unauthenticated', 'There is no refresh token; somebody has to sign in first.')
      }
      const fresh = await options.oauth.refresh(last.refreshToken, { signal })
      // Kick may leave the scopes out; those of before still hold.
      return fresh.scopes.length === 0 ? { ...fresh, scopes: last.scopes } : fresh
    })
  }
}

/** What an app's session is made of. */
export interface AppSessionOptions extends SessionOptions {
  /** Used where the store holds none. */
  readonly token?: AppToken | undefined
  /** Where the token is kept. Default: in memory, where a new one is asked for at every start. */
  readonly store?: TokenStore | undefined
}

/** The app's own token, asked for when it is first needed and again before its end: a `token` for a `Kick`. */
export class AppSession extends KickSession {
  /** @throws KickError `invalid_options` */
  constructor(options: AppSessionOptions) {
    super('app', options, (_, { signal }) => options.oauth.appToken({ signal }))
  }
}

/** The store, for tokens of one kind: a session that took the other's for its own would overwrite it. */
function storeOf(kind: 'user' | 'app', store: TokenStore): TokenStore {
  return {
    get: async () => {
      const token = await store.get()
      return token === undefined ? token : checkKind(kind, token, 'The store holds')
    },
    set: (token) => store.set(token),
    ...(store.withLock !== undefined && { withLock: store.withLock.bind(store) }),
  }
}

/** Refuses what is no token as Kick's error: nothing can be caught around `super()`. */
function checkShape(token: Token): Token {
  try {
    void new TokenSession({ refresh: () => Promise.resolve(token), token })
    return token
  } catch (error) {
    return rethrow(error)
  }
}

function checkKind(kind: 'user' | 'app', token: Token, subject: string): Token {
  const found = kindOf(token)
  if (found === undefined || found === kind) return token
  const [wanted, got] = kind === 'user' ? ["a user's", "the app's own"] : ["the app's own", "a user's"]
  throw new KickError(
    'invalid_options',
    `${subject} ${got}, where ${wanted} is wanted. Give each session a store of its own.`,
  )
}

function renameErrors(token: Token | PromiseLike<Token>): Token | PromiseLike<Token> {
  return 'then' in token ? token.then(undefined, rethrow) : token
}

function rethrow(error: unknown): never {
  throw toKickError(error)
}
