import type { Call, CallOptions, Paged } from '@wireloom/http-core'
import { checkId, checkKey, checkList, checkWhole, given } from './check.js'
import { integer, key, list, object, optional, spelled, text, time, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'
import { paged } from './paged.js'

/** A reward of a drop campaign that somebody claimed. */
export interface DropClaim {
  readonly claimId: string
  readonly userId: number
  readonly campaignId: string
  readonly rewardId: string
  readonly externalId: string | undefined
  /** `initiated` at first, then what the organization made of it. */
  readonly externalStatus: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined
  /** Milliseconds since 1970. */
  readonly updatedAtMs: number | undefined
}

/** Which claims to list. */
export interface DropClaimFilter {
  readonly campaignId?: string | undefined
  readonly userId?: number | undefined
  readonly claimId?: string | undefined
  readonly externalStatus?: string | undefined
  /** How many in one page, 1 to 1000. Default 10, Kick's own. */
  readonly pageSize?: number | undefined
}

/** What became of a claim on the organization's side. */
export interface DropClaimChange {
  readonly claimId: string
  readonly externalStatus: string
}

interface ClaimsPage {
  readonly claims: readonly DropClaim[]
  readonly cursor: string | undefined
}

const page: Decoder<ClaimsPage> = object<ClaimsPage>({
  claims: list(
    object<DropClaim>({
      claimId: key,
      userId: integer,
      campaignId: key,
      rewardId: key,
      externalId: optional(text),
      externalStatus: optional(text),
      createdAtMs: spelled('created_at', optional(time)),
      updatedAtMs: spelled('updated_at', optional(time)),
    }),
  ),
  cursor: optional(text),
})

const path = '/public/v1/drops/claims'

/** Drops. Every call needs the own token of an app that belongs to an organization. {@link https://docs.kick.com/drops} */
export class DropsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** Claims, page by page (`GET /public/v1/drops/claims`). */
  claims(filter: DropClaimFilter = {}, options: CallOptions = {}): Paged<DropClaim> {
    return paged(async (cursor: string | undefined) => {
      const { claims, cursor: next } = await this.#client.call(() => {
        const { campaignId, userId, claimId, externalStatus, pageSize } = filter ?? {}
        return {
          method: 'GET',
          path,
          query: {
            cursor,
            limit: given(pageSize, (size) => checkWhole('pageSize', size, 1, 1000)),
            campaign_id: given(campaignId, (id) => checkKey('campaignId', id)),
            user_id: given(userId, (id) => checkId('userId', id)),
            claim_id: given(claimId, (id) => checkKey('claimId', id)),
            external_status: given(externalStatus, (status) => checkKey('externalStatus', status)),
          },
          needs: 'app',
          data: page,
        }
      }, options)
      return { items: claims, next: claims.length === 0 ? undefined : next }
    }, options)
  }

  /** Says what became of 1 to 100 claims (`PATCH /public/v1/drops/claims`). */
  update(changes: readonly DropClaimChange[], options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({
        method: 'PATCH',
        path,
        json: {
          claims: checkList('changes', changes, 100, (name, change) => {
            checkKey(`${name}.claimId`, change?.claimId)
            checkKey(`${name}.externalStatus`, change?.externalStatus)
            return change
          }).map(({ claimId, externalStatus }) => ({ claim_id: claimId, external_status: externalStatus })),
        },
        needs: 'app',
      }),
      options,
    )
  }
}
