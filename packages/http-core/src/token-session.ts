import { ApiError, isApiError, type ApiErrorCode } from './api-error.js'
import { systemClock, type Clock } from './clock.js'
import { reportUnheard } from './report.js'
import { checkToken, isToken, type Token, type TokenSource, type WaitOptions } from './token.js'
import { memoryTokenStore, type TokenStore } from './token-store.js'
import { untilAborted } from './wait.js'

/** What a session is made of. */
export interface TokenSessionOptions {
  /**
   * Gets a new token: for the refresh token of the last one, or from nothing (`undefined`) for tokens that need none.
   * It has to end when the signal aborts. Reject with an ApiError: `refused`, `invalid`, `unauthenticated` and
   * `forbidden` mean for good, anything else that it may work later.
   */
  readonly refresh: (last: Token | undefined, options: { readonly signal: AbortSignal }) => PromiseLike<Token>
  /** Used where the store holds none. */
  readonly token?: Token | undefined
  /** Where the pair is kept. Default: in memory. */
  readonly store?: TokenStore | undefined
  /** How long before its end a token is renewed, at most a tenth of its life where that is known. Default 300,000. */
  readonly marginMs?: number | undefined
  /** How long a renewal may take. Default 30,000. */
  readonly refreshTimeoutMs?: number | undefined
  /** Told of each new pair, after it was saved. It holds secrets: not for logs. */
  readonly onRefreshed?: ((token: Token) => void) | undefined
  /** Told once when a renewal was refused for good, so that somebody signs in again. */
  readonly onRefreshRefused?: ((error: ApiError) => void) | undefined
  readonly clock?: Clock | undefined
}

const finalCodes: ReadonlySet<ApiErrorCode> = new Set(['refused', 'invalid', 'unauthenticated', 'forbidden'])
/** After a renewal failed in passing, a token that is still good is used this long before the next try. */
const pauseMs = 5_000

/**
 * A token that renews itself: one renewal at a time, for all callers and all processes that share the store.
 *
 * A new pair is saved before any request uses it. A caller that aborts stops waiting; the renewal itself goes on to
 * its end, because a refresh token that was spent without an answer is lost.
 */
export class TokenSession implements TokenSource {
  readonly #options: TokenSessionOptions
  readonly #store: TokenStore
  readonly #clock: Clock
  #token: Token | undefined
  #renewal: Promise<Token> | undefined
  #loading: Promise<Token> | undefined
  /** A pair that the store did not take, and what it came for. It must not be used before it is saved, nor be lost. */
  #unsaved: { readonly token: Token; readonly last: Token | undefined } | undefined
  #refusal: { readonly token: Token | undefined; readonly error: ApiError } | undefined
  #pausedUntilMs = 0

  /** @throws ApiError `invalid_options`. Does nothing yet, not even look into the store. */
  constructor(options: TokenSessionOptions) {
    if (typeof options?.refresh !== 'function') {
      throw new ApiError('invalid_options', 'refresh is missing: the function that gets a new token.')
    }
    if (options.token !== undefined) checkToken(options.token)
    this.#options = options
    this.#store = options.store ?? memoryTokenStore()
    this.#clock = options.clock ?? systemClock
  }

  /**
   * The token to use now; renewed first where its end is near. Rejects with `unauthenticated` where a renewal was
   * refused for good, with what made it fail otherwise, with the signal's reason on abort.
   */
  current({ signal }: WaitOptions = {}): Token | PromiseLike<Token> {
    if (this.#token === undefined) return untilAborted(this.#load(), signal)
    return this.#isDue(this.#token) ? untilAborted(this.#renewEarly(this.#token), signal) : this.#token
  }

  /** The token to use after the server refused one: a newer one where there is one already, else a renewed one. */
  replace(rejected: Token, { signal }: WaitOptions = {}): Token | PromiseLike<Token> {
    const token = this.#token
    if (token !== undefined && token.accessToken !== rejected.accessToken) return token
    return untilAborted(this.#renew(rejected), signal)
  }

  /**
   * Takes over a token got in another way, such as a new sign-in, and saves it: after a renewal that is under way, and
   * before any other. Rejects with `invalid_options` or `store_failed`.
   */
  async set(token: Token): Promise<void> {
    checkToken(token)
    const before = this.#renewal?.catch(() => undefined)
    await this.#begin(async () => {
      await before
      return this.#locked(() => this.#save(token, this.#token))
    })
  }

  /** The token for the first time: from the store, else the one given, else a new one. */
  #load(): Promise<Token> {
    this.#loading ??= this.#readStore()
      .then((kept) => {
        const token = kept ?? this.#options.token
        this.#token ??= token
        return this.#token === undefined ? this.#renew(undefined) : this.current()
      })
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }

  /** Renews a token that is still good for a while: no reason to fail a call if that does not work. */
  async #renewEarly(token: Token): Promise<Token> {
    const isGood = (): boolean => (token.expiresAtMs ?? Infinity) > this.#clock.now()
    if (isGood() && this.#clock.now() < this.#pausedUntilMs) return token
    try {
      return await this.#renew(token)
    } catch (error) {
      if (!isGood()) throw error
      this.#pausedUntilMs = this.#clock.now() + pauseMs
      return token
    }
  }

  #renew(last: Token | undefined): Promise<Token> {
    return this.#renewal ?? this.#begin(() => this.#locked(() => this.#exchange(last)))
  }

  /** Begins what all who want a new token wait for. */
  #begin(work: () => Promise<Token>): Promise<Token> {
    const renewal = work().finally(() => {
      if (this.#renewal === renewal) this.#renewal = undefined
    })
    this.#renewal = renewal
    return renewal
  }

  async #exchange(rejected: Token | undefined): Promise<Token> {
    const kept = await this.#readStore()
    const unsaved = this.#unsaved
    if (unsaved !== undefined && isSame(kept, unsaved.last)) return this.#save(unsaved.token, unsaved.last)
    this.#unsaved = undefined
    // Another process, or a new sign-in, was quicker.
    if (kept !== undefined && !isSame(kept, rejected) && !this.#isDue(kept)) {
      this.#token = kept
      return kept
    }
    const last = kept ?? this.#token ?? rejected
    if (this.#refusal !== undefined && isSame(this.#refusal.token, last)) throw this.#refusal.error
    const fresh = checkFresh(await this.#ask(last))
    // Servers that do not rotate the refresh token, or the scopes, leave them out.
    const whole = {
      ...fresh,
      refreshToken: fresh.refreshToken ?? last?.refreshToken,
      scopes: fresh.scopes ?? last?.scopes,
    }
    const token = await this.#save(whole, kept)
    announce(this.#options.onRefreshed, token)
    return token
  }

  async #ask(last: Token | undefined): Promise<Token> {
    const controller = new AbortController()
    const limitMs = this.#options.refreshTimeoutMs ?? 30_000
    const timer = this.#clock.setTimeout(() => {
      controller.abort(
        new ApiError('timeout', `The token was not renewed within ${limitMs} ms; try again later.`),
      )
    }, limitMs)
    try {
      return await untilAborted(this.#options.refresh(last, { signal: controller.signal }), controller.signal)
    } catch (error) {
      if (!isApiError(error) || !finalCodes.has(error.code)) throw error
      const refusal = new ApiError(
        'unauthenticated',
        `The renewal of the token was refused; sign in again. ${error.message}`,
        { reason: 'refresh_refused', status: error.status, serverMessage: error.serverMessage, cause: error },
      )
      this.#refusal = { token: last, error: refusal }
      announce(this.#options.onRefreshRefused, refusal)
      throw refusal
    } finally {
      this.#clock.clearTimeout(timer)
    }
  }

  /** @param last what the store holds until then */
  async #save(token: Token, last: Token | undefined): Promise<Token> {
    this.#unsaved = { token, last }
    await guardStore('save the token', () => this.#store.set(token))
    this.#unsaved = undefined
    this.#refusal = undefined
    this.#token = token
    return token
  }

  #readStore(): Promise<Token | undefined> {
    return guardStore('read the token', () => this.#store.get())
  }

  #locked<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#store.withLock === undefined ? work() : this.#store.withLock(work)
  }

  #isDue({ expiresAtMs, issuedAtMs }: Token): boolean {
    if (expiresAtMs === undefined) return false
    const marginMs = this.#options.marginMs ?? 300_000
    // A token that lives shorter than the margin would be renewed at every call.
    const share = issuedAtMs === undefined ? marginMs : Math.max(0, expiresAtMs - issuedAtMs) / 10
    return this.#clock.now() >= expiresAtMs - Math.min(marginMs, share)
  }
}

function isSame(one: Token | undefined, other: Token | undefined): boolean {
  return one?.accessToken === other?.accessToken
}

function checkFresh(token: Token): Token {
  if (isToken(token)) return token
  throw new ApiError('malformed', 'The renewal of the token gave none; try again later.', {
    reason: 'unexpected_shape',
    retryable: true,
  })
}

async function guardStore<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (isApiError(cause)) throw cause
    throw new ApiError('store_failed', `The token store could not ${what}; see the cause.`, { cause })
  }
}

function announce<Value>(listener: ((value: Value) => void) | undefined, value: Value): void {
  try {
    listener?.(value)
  } catch (thrown) {
    reportUnheard(thrown)
  }
}
