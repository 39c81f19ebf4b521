import type { Token } from './token.js'

/** Where a token pair is kept between runs, and between processes. */
export interface TokenStore {
  /** The pair saved last, or `undefined` where there is none. */
  get(): Promise<Token | undefined>
  /** Settles once the pair is safe. `undefined` forgets it. */
  set(token: Token | undefined): Promise<void>
  /**
   * Runs the work while nobody else who shares the store runs theirs. A session renews inside it, so that two
   * workers never spend one refresh token. Left out by stores that nobody shares.
   */
  withLock?<Result>(work: () => Promise<Result>): Promise<Result>
}

/** A store that lasts as long as the process. */
export function memoryTokenStore(token?: Token): TokenStore {
  let kept = token
  return {
    get: () => Promise.resolve(kept),
    set: (next) => {
      kept = next
      return Promise.resolve()
    },
  }
}
