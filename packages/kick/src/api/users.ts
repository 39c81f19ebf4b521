import type { Call, CallOptions } from '@wireloom/http-core'
import { checkId, checkList } from './check.js'
import { integer, list, object, optional, text, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'
import { single } from './single.js'

/** Somebody on Kick. */
export interface User {
  readonly userId: number
  readonly name: string
  /** Only of the token's own user. */
  readonly email: string | undefined
  /** Address of the picture. */
  readonly profilePicture: string | undefined
}

const user: Decoder<User> = object<User>({
  userId: integer,
  name: text,
  email: optional(text),
  profilePicture: optional(text),
})

/** People. {@link https://docs.kick.com/apis/users} */
export class UsersApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** People by their user ids (`GET /public/v1/users`). Any token will do; who is not there is left out. */
  list(userIds: readonly number[], options?: CallOptions): Call<readonly User[]> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/users',
        query: { id: checkList('userIds', userIds, Infinity, checkId) },
        needs: 'either',
        data: list(user),
      }),
      options,
    )
  }

  /** Whose token it is (`GET /public/v1/users`, a user's token, scope `user:read`). */
  me(options?: CallOptions): Call<User> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/users',
        needs: 'user',
        scopes: ['user:read'],
        data: single(user, 'user'),
      }),
      options,
    )
  }
}
