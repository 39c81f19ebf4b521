import { isBanned } from '../scene.js'
import { badRequest, ok, refuse, type ApiCall, type ApiRoute } from './route.js'
import { accountOf, findRoom, findUser, type ApiRoom } from './world.js'
import type { Chatter } from '../chatter.js'

const path = '/public/v1/moderation/bans'
const maxMinutes = 10_080

export const moderationRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path,
    token: 'user',
    scopes: ['moderation:ban'],
    answer(call) {
      const { duration, reason } = call.body
      const isSound =
        (duration === undefined ||
          (Number.isInteger(duration) && Number(duration) >= 1 && Number(duration) <= maxMinutes)) &&
        (reason === undefined || (typeof reason === 'string' && Array.from(reason).length <= 100))
      const parties = findParties(call)
      if (!isSound || parties === undefined) return badRequest()
      const by = accountOf(call)?.user.username
      parties.target.room.ban(parties.user.username, {
        ...(duration !== undefined && { minutes: Number(duration) }),
        ...(by !== undefined && { by }),
        ...(reason !== undefined && { reason }),
        on: 'api',
      })
      return ok({})
    },
  },
  {
    method: 'DELETE',
    path,
    token: 'user',
    scopes: ['moderation:ban'],
    answer(call) {
      const parties = findParties(call)
      if (parties === undefined) return badRequest()
      const { target, user } = parties
      if (!isBanned(target.memory, user.username, call.world.now()))
        return refuse(404, 'Not found', 'User is not banned')
      const by = accountOf(call)?.user.username
      target.room.unban(user.username, { ...(by !== undefined && { by }) })
      return ok({})
    },
  },
]

function findParties({ body, world }: ApiCall): { target: ApiRoom; user: Chatter } | undefined {
  const target = findRoom(world, body['broadcaster_user_id'])
  const user = target?.room.cast.byId(Number(body['user_id'])) ?? findUser(world, Number(body['user_id']))
  return target === undefined || user === undefined ? undefined : { target, user }
}
