import { badRequest, ok, type ApiRoute } from './route.js'
import { accountOf } from './world.js'

export const kicksRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v1/kicks/leaderboard',
    token: 'user',
    scopes: ['kicks:read'],
    answer(call) {
      const top = Number(call.query.get('top') ?? 10)
      const own = accountOf(call)?.own
      if (!Number.isInteger(top) || top < 1 || top > 100 || own === undefined) return badRequest()
      const board = [...own.memory.kickTotals]
        .toSorted(([, left], [, right]) => right - left)
        .slice(0, top)
        .map(([username, gifted], index) => ({
          user_id: own.room.cast.byName(username).id,
          username,
          rank: index + 1,
          gifted_amount: gifted,
        }))
      // Nobody has been here for longer than a week.
      return ok({ lifetime: board, month: board, week: board })
    },
  },
]
