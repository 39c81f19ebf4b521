import type { Chatter } from '../chatter.js'
import { readIds } from './page.js'
import { badRequest, forbidden, ok, type ApiRoute } from './route.js'
import { accountOf, findUser, pictureOf } from './world.js'

export const userRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v1/users',
    token: 'either',
    answer({ query, token, world }) {
      const ids = readIds(query, 'id')
      if (ids === undefined) return badRequest()
      if (ids.length > 0) {
        return ok(
          ids.flatMap((id) => {
            const user = findUser(world, id)
            return user === undefined ? [] : [toUser(user)]
          }),
        )
      }
      const account = accountOf({ token, world })
      if (token.kind === 'app' || account === undefined) return badRequest()
      if (!token.scopes.includes('user:read')) return forbidden
      return ok([toUser(account.user, `${account.user.slug}@mail.invalid`)])
    },
  },
]

function toUser({ id, username }: Chatter, email: string = ''): object {
  return { user_id: id, name: username, email, profile_picture: pictureOf(id) }
}
