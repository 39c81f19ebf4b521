import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type {
  ReelsCreateInput,
  ReelsDeleteInput,
  ReelsLikeInput,
  ReelsListByUserInput,
  ReelsListMineInput,
  ReelsUpdateInput,
} from '../../generated/story.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { pageBelowIndex, type BelowIndex } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const create: Operation<unknown> = { method: 'POST', path: '/v1/reels', body: 'json', decode: open }

const update: Operation<unknown> = { method: 'PUT', path: '/v1/reels/{reel_id}', body: 'json', decode: open }

const remove: Operation<unknown> = { method: 'DELETE', path: '/v1/reels/{reel_id}', decode: open }

const listMine: Operation<ListPage<unknown, BelowIndex>> = {
  method: 'GET',
  path: '/v1/users/me/reels',
  query: ['limit', 'last_idx', 'is_confirmed', 'status_filter'],
  decode: pageBelowIndex,
}

const listByUser: Operation<ListPage<unknown, BelowIndex>> = {
  method: 'GET',
  path: '/v1/users/{user_id}/reels',
  query: ['limit', 'last_idx'],
  decode: pageBelowIndex,
}

const like: Operation<unknown> = {
  method: 'POST',
  path: '/v1/reels/{reel_id}/likes',
  body: 'json',
  decode: open,
}

/** Reels. No document says what is answered: it comes as it is. */
export class ReelsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Adds a reel. The video is the id of an uploaded file. (`POST /v1/reels`) */
  create(input: ReelsCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /**
   * Changes a reel, which is then reviewed again: null leaves a member as it is, an empty list clears it.
   * (`PUT /v1/reels/{reel_id}`)
   */
  update(input: ReelsUpdateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(update, input, options)
  }

  /** Removes a reel. (`DELETE /v1/reels/{reel_id}`) */
  delete(input: ReelsDeleteInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(remove, input, options)
  }

  /** The reels of the token's user. (`GET /v1/users/me/reels`) */
  listMine(input?: ReelsListMineInput, options?: CallOptions): ListCall<unknown, BelowIndex> {
    return this.#client.list(listMine, input, options)
  }

  /** The reels of a user. (`GET /v1/users/{user_id}/reels`) */
  listByUser(input: ReelsListByUserInput, options?: CallOptions): ListCall<unknown, BelowIndex> {
    return this.#client.list(listByUser, input, options)
  }

  /** Likes a reel, or takes the like back with `like: false`. (`POST /v1/reels/{reel_id}/likes`) */
  like(input: ReelsLikeInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(like, input, options)
  }
}
