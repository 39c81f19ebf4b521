import { toSecondTime } from './times.js'
import { cutPage } from './page.js'
import { badRequest, forbidden, ok, type ApiAnswer, type ApiCall, type ApiRoute } from './route.js'
import type { RedemptionRecord, RoomDesk } from './room-desk.js'
import { accountOf } from './world.js'
import { redemptionBody } from '../webhooks/to-webhook.js'

const path = '/public/v1/channels/rewards/redemptions'
const perPage = 25
const maxDecisions = 25

export const redemptionRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path,
    token: 'user',
    scopes: ['channel:rewards:read', 'channel:rewards:write'],
    answer(call) {
      const desk = accountOf(call)?.own.desk
      const { query } = call
      const ids = query.getAll('id')
      const isMixed = ids.length > 0 && ['reward_id', 'status', 'cursor'].some((name) => query.has(name))
      const status = query.get('status') ?? 'pending'
      if (desk === undefined || isMixed || !['pending', 'accepted', 'rejected'].includes(status)) {
        return badRequest()
      }
      const rewardId = query.get('reward_id')
      const found = desk.redemptions.filter((redemption) =>
        ids.length > 0
          ? ids.includes(redemption.id)
          : redemption.status === status && (rewardId === null || redemption.rewardId === rewardId),
      )
      const { items, nextCursor } = cutPage(found, query.get('cursor'), perPage)
      return ok(toGroups(items, desk, call.world.app.appId), { nextCursor })
    },
  },
  {
    method: 'POST',
    path: `${path}/accept`,
    token: 'user',
    scopes: ['channel:rewards:write'],
    answer: (call) => decide(call, 'accepted'),
  },
  {
    method: 'POST',
    path: `${path}/reject`,
    token: 'user',
    scopes: ['channel:rewards:write'],
    answer: (call) => decide(call, 'rejected'),
  },
]

function decide(call: ApiCall, status: 'accepted' | 'rejected'): ApiAnswer {
  const own = accountOf(call)?.own
  if (own === undefined) return forbidden
  const { ids } = call.body
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > maxDecisions) return badRequest()
  if (new Set(ids).size !== ids.length || !ids.every((id) => typeof id === 'string')) return badRequest()
  const { desk } = own
  const failures = ids.flatMap((id) => {
    const redemption = desk.redemptions.find((candidate) => candidate.id === id)
    if (redemption === undefined) return [{ id, reason: 'NOT_FOUND' }]
    if (redemption.status !== 'pending') return [{ id, reason: 'NOT_PENDING' }]
    const reward = desk.rewards.find((candidate) => candidate.id === redemption.rewardId)
    if (reward?.appId !== call.world.app.appId) return [{ id, reason: 'NOT_OWNED' }]
    redemption.status = status
    call.world.tell(own, 'channel.reward.redemption.updated', redemptionBody(own, redemption))
    return []
  })
  return ok(failures)
}

function toGroups(
  redemptions: readonly RedemptionRecord[],
  desk: RoomDesk,
  appId: string,
): readonly object[] {
  const rewardIds = [...new Set(redemptions.map(({ rewardId }) => rewardId))]
  return rewardIds.map((rewardId) => {
    const reward = desk.rewards.find(({ id }) => id === rewardId)
    return {
      reward: {
        id: rewardId,
        title: reward?.title ?? '',
        ...(reward !== undefined && { cost: reward.cost, description: reward.description }),
        can_manage: reward?.appId === appId,
        is_deleted: reward === undefined,
      },
      redemptions: redemptions
        .filter((one) => one.rewardId === rewardId)
        .map(({ id, atMs, userId, status, userInput }) => ({
          id,
          redeemed_at: toSecondTime(atMs),
          redeemer: { user_id: userId },
          status,
          user_input: userInput,
        })),
    }
  })
}
