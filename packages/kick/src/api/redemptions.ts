import type { Call, CallOptions, Paged } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import { checkKey, checkList, checkOneOf, given } from './check.js'
import { flag, integer, key, list, object, optional, spelled, text, time, type Decoder } from './decode.js'
import type { KickClient, KickEndpoint } from './kick-client.js'

/** What became of a redemption. */
export type RedemptionStatus = 'pending' | 'accepted' | 'rejected' | (string & {})

/** Points that somebody spent. */
export interface Redemption {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly redeemedAtMs: number
  readonly redeemer: { readonly userId: number }
  readonly status: RedemptionStatus
  readonly userInput: string | undefined
}

/** The reward that was redeemed, as far as Kick tells it here. */
export interface RedeemedReward {
  readonly id: string
  readonly title: string
  readonly cost: number | undefined
  readonly description: string | undefined
  /** Whether this app made it, and so may decide. */
  readonly canManage: boolean | undefined
  readonly isDeleted: boolean | undefined
}

/** Redemptions of one reward. A later page may go on with the same reward. */
export interface RewardRedemptions {
  readonly reward: RedeemedReward
  readonly redemptions: readonly Redemption[]
}

/** Which redemptions: of a reward and a status, or these alone. */
export type RedemptionFilter =
  | {
      readonly rewardId?: string | undefined
      /** Default `pending`, Kick's own. */
      readonly status?: 'pending' | 'accepted' | 'rejected' | undefined
      readonly ids?: undefined
    }
  | { readonly ids: readonly string[]; readonly rewardId?: undefined; readonly status?: undefined }

/** A redemption that was left as it is. */
export interface RedemptionFailure {
  readonly id: string
  readonly reason: 'UNKNOWN' | 'NOT_PENDING' | 'NOT_FOUND' | 'NOT_OWNED' | (string & {})
}

const group: Decoder<RewardRedemptions> = object<RewardRedemptions>({
  reward: object<RedeemedReward>({
    id: key,
    title: text,
    cost: optional(integer),
    description: optional(text),
    canManage: optional(flag),
    isDeleted: optional(flag),
  }),
  redemptions: list(
    object<Redemption>({
      id: key,
      redeemedAtMs: spelled('redeemed_at', time),
      redeemer: object<Redemption['redeemer']>({ userId: integer }),
      status: text,
      userInput: optional(text),
    }),
  ),
})

const failure: Decoder<RedemptionFailure> = object<RedemptionFailure>({ id: key, reason: text })

const path = '/public/v1/channels/rewards/redemptions'

/** What viewers redeemed. Every call needs a user's token. */
export class RedemptionsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /**
   * Redemptions by reward, page by page (`GET /public/v1/channels/rewards/redemptions`, scope `channel:rewards:read` or
   * `:write`).
   */
  list(filter: RedemptionFilter = {}, options?: CallOptions): Paged<RewardRedemptions> {
    return this.#client.list((cursor) => {
      const { ids, rewardId, status } = filter ?? {}
      if (ids !== undefined && (rewardId !== undefined || status !== undefined)) {
        throw new KickError('invalid_argument', 'ids has to stand alone, without rewardId and status.')
      }
      return {
        method: 'GET',
        path,
        query: {
          cursor,
          id: given(ids, (values) => checkList('ids', values, Infinity, checkKey)),
          reward_id: given(rewardId, (id) => checkKey('rewardId', id)),
          status: given(status, (word) => checkOneOf('status', word, ['pending', 'accepted', 'rejected'])),
        },
        needs: 'user',
        scopes: ['channel:rewards:read', 'channel:rewards:write'],
        data: list(group),
      }
    }, options)
  }

  /**
   * Accepts 1 to 25 redemptions (`POST /public/v1/channels/rewards/redemptions/accept`, scope `channel:rewards:write`).
   * Gives those that were not: empty when all went well.
   */
  accept(ids: readonly string[], options?: CallOptions): Call<readonly RedemptionFailure[]> {
    return this.#client.call(() => decide('accept', ids), options)
  }

  /** Rejects them, so that the points go back (`POST /public/v1/channels/rewards/redemptions/reject`); else as `accept`. */
  reject(ids: readonly string[], options?: CallOptions): Call<readonly RedemptionFailure[]> {
    return this.#client.call(() => decide('reject', ids), options)
  }
}

function decide(
  verdict: 'accept' | 'reject',
  ids: readonly string[],
): KickEndpoint<readonly RedemptionFailure[]> {
  const checked = checkList('ids', ids, 25, checkKey)
  if (new Set(checked).size !== checked.length) {
    throw new KickError('invalid_argument', 'ids has to name each redemption once.')
  }
  return {
    method: 'POST',
    path: `${path}/${verdict}`,
    json: { ids: checked },
    needs: 'user',
    scopes: ['channel:rewards:write'],
    data: list(failure),
  }
}
