import type { Random } from '../../random.js'
import { createUlid } from '../ulid.js'

/** A claim of a drop, as the API spells it. */
export interface DropClaimRecord {
  readonly claim_id: string
  readonly user_id: number
  readonly campaign_id: string
  readonly reward_id: string
  readonly external_id: string
  external_status: string
  readonly created_at: string
  updated_at: string
}

/** The claims of an organization. */
export interface DropBook {
  readonly claims: readonly DropClaimRecord[]
  claim(userId: number, campaignId?: string): DropClaimRecord
}

export function createDropBook(random: Random, now: () => number): DropBook {
  const claims: DropClaimRecord[] = []
  const firstCampaign = createUlid(now(), random)

  return {
    claims,
    claim(userId, campaignId = firstCampaign) {
      const at = new Date(now()).toISOString()
      const claim: DropClaimRecord = {
        claim_id: createUlid(now(), random),
        user_id: userId,
        campaign_id: campaignId,
        reward_id: createUlid(now(), random),
        external_id: '',
        external_status: 'initiated',
        created_at: at,
        updated_at: at,
      }
      claims.push(claim)
      return claim
    },
  }
}
