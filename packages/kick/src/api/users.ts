import type { Call, CallOptions } from '@wireloom/http-core'
import { checkId, checkList } from './check.js'
import { integer, list, object, optional, text, type Decoder } from './decode.js'
import { inParts } from './in-parts.js'
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

/** Kick does not say how many it takes; so many it takes of channels. */
const usersAtOnce = 50

/** People. {@link https://docs.kick.com/apis/users} */
export class UsersApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /**
   * People by their user ids (`GET /public/v1/users`), 50 in one request and so many requests as it takes. Any token
   * will do; who is not there is left out.
   */
  async list(userIds: readonly number[], options?: CallOptions): Promise<readonly User[]> {
    const checked = checkList('userIds', userIds, Infinity, checkId)
    return inParts(checked, usersAtOnce, (part) =>
      this.#client.call(
        () => ({
          method: 'GET',
          path: '/public/v1/users',
          query: { id: part },
          needs: 'either',
          data: list(user),
        }),
        options,
      ),
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
