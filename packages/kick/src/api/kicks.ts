import type { Call, CallOptions } from '@wireloom/http-core'
import { checkWhole, given } from './check.js'
import { integer, list, object, text, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'

/** A place on the board. */
export interface KicksRank {
  readonly userId: number
  readonly username: string
  /** 1 for the first. */
  readonly rank: number
  /** In KICKs. */
  readonly giftedAmount: number
}

/** Who gave the most KICKs to the token's user. */
export interface KicksLeaderboard {
  readonly lifetime: readonly KicksRank[]
  readonly month: readonly KicksRank[]
  readonly week: readonly KicksRank[]
}

const ranks: Decoder<readonly KicksRank[]> = list(
  object<KicksRank>({ userId: integer, username: text, rank: integer, giftedAmount: integer }),
)

const leaderboard: Decoder<KicksLeaderboard> = object<KicksLeaderboard>({
  lifetime: ranks,
  month: ranks,
  week: ranks,
})

/** KICKs, Kick's own currency. {@link https://docs.kick.com/apis/kicks} */
export class KicksApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /**
   * The leaderboard of the token's user (`GET /public/v1/kicks/leaderboard`, a user's token, scope `kicks:read`).
   *
   * @param filter `top`: how many places, 1 to 100. Default 10, Kick's own.
   */
  leaderboard(
    filter: { readonly top?: number | undefined } = {},
    options?: CallOptions,
  ): Call<KicksLeaderboard> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/kicks/leaderboard',
        query: { top: given(filter?.top, (top) => checkWhole('top', top, 1, 100)) },
        needs: 'user',
        scopes: ['kicks:read'],
        data: leaderboard,
      }),
      options,
    )
  }
}
