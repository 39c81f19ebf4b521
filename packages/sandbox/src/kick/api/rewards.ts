import { createUlid } from '../ulid.js'
import { badRequest, forbidden, noContent, notFound, ok, type ApiCall, type ApiRoute } from './route.js'
import type { RewardRecord } from './room-desk.js'
import { accountOf, type ApiRoom } from './world.js'

const path = '/public/v1/channels/rewards'
const maxRewards = 15
const writing = ['channel:rewards:write']

const members: Readonly<Record<string, (value: unknown) => boolean>> = {
  title: (value) => isText(value, 1, 50),
  cost: (value) => Number.isInteger(value) && Number(value) >= 1,
  description: (value) => isText(value, 0, 200),
  background_color: (value) => typeof value === 'string' && /^#[\da-f]{6}$/i.test(value),
  is_enabled: (value) => typeof value === 'boolean',
  is_user_input_required: (value) => typeof value === 'boolean',
  should_redemptions_skip_request_queue: (value) => typeof value === 'boolean',
}

export const rewardRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path,
    token: 'user',
    scopes: ['channel:rewards:read', 'channel:rewards:write'],
    answer: (call) => ok(ownRoom(call)?.desk.rewards.map(toReward) ?? []),
  },
  {
    method: 'POST',
    path,
    token: 'user',
    scopes: writing,
    answer(call) {
      const own = ownRoom(call)
      if (own === undefined) return forbidden
      const { world, body } = call
      if (!isSound(body, members) || body['title'] === undefined || body['cost'] === undefined) {
        return badRequest()
      }
      if (own.desk.rewards.length >= maxRewards) return badRequest('The channel has 15 rewards already')
      const reward: RewardRecord = {
        ...createReward(createUlid(world.now(), world.random), world.app.appId),
        ...body,
      }
      own.desk.rewards.push(reward)
      return ok(toReward(reward))
    },
  },
  {
    method: 'PATCH',
    path: `${path}/{id}`,
    token: 'user',
    scopes: writing,
    answer(call) {
      const reward = findReward(call)
      if (reward === undefined) return notFound
      if (reward.appId !== call.world.app.appId) return forbidden
      const allowed = { ...members, is_paused: (value: unknown) => typeof value === 'boolean' }
      if (!isSound(call.body, allowed) || Object.keys(call.body).length === 0) return badRequest()
      Object.assign(reward, call.body)
      return ok(toReward(reward))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    token: 'user',
    scopes: writing,
    answer(call) {
      const reward = findReward(call)
      if (reward === undefined) return notFound
      if (reward.appId !== call.world.app.appId) return forbidden
      const desk = ownRoom(call)?.desk
      if (desk !== undefined) desk.rewards = desk.rewards.filter(({ id }) => id !== reward.id)
      return noContent
    },
  },
]

/** A reward with Kick's defaults, still without a title. */
export function createReward(id: string, appId: string | undefined): RewardRecord {
  return {
    id,
    appId,
    title: '',
    cost: 1,
    description: '',
    background_color: '#00e701',
    is_enabled: true,
    is_paused: false,
    is_user_input_required: false,
    should_redemptions_skip_request_queue: false,
  }
}

function toReward(reward: RewardRecord): object {
  return { ...reward, appId: undefined }
}

function findReward(call: ApiCall): RewardRecord | undefined {
  return ownRoom(call)?.desk.rewards.find(({ id }) => id === call.parameters['id'])
}

function ownRoom(call: ApiCall): ApiRoom | undefined {
  return accountOf(call)?.own
}

function isSound(
  body: Readonly<Record<string, unknown>>,
  allowed: Readonly<Record<string, (value: unknown) => boolean>>,
): boolean {
  return Object.entries(body).every(([name, value]) => allowed[name]?.(value) ?? false)
}

function isText(value: unknown, shortest: number, longest: number): boolean {
  if (typeof value !== 'string') return false
  const { length } = Array.from(value)
  return length >= shortest && length <= longest
}
