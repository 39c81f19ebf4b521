import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type {
  StoriesCreateInput,
  StoriesDiscoverInput,
  StoriesListByHashtagInput,
  StoriesListMineInput,
} from '../../generated/story.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { pageBelowId, pageFromIndex, type BelowId, type FromIndex } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const create: Operation<unknown> = { method: 'POST', path: '/v1/stories', body: 'json', decode: open }

const listMine: Operation<ListPage<unknown, BelowId>> = {
  method: 'GET',
  path: '/v1/users/me/stories',
  query: ['count', 'active_only', 'last_id'],
  decode: pageBelowId,
}

const discover: Operation<ListPage<unknown, FromIndex>> = {
  method: 'GET',
  path: '/v1/stories/discovery',
  query: [
    'device_id',
    'city_id',
    'category_ids',
    'next_idx',
    'count',
    'regenerate',
    'skip_impression',
    'refresh',
  ],
  decode: pageFromIndex,
}

const listByHashtag: Operation<ListPage<unknown, BelowId>> = {
  method: 'GET',
  path: '/v1/feeds/hashtags',
  query: ['hashtag', 'count', 'last_id'],
  decode: pageBelowId,
}

/** Stories. No document says what is answered: it comes as it is. */
export class StoriesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Adds a story. Photo and video are ids of uploaded files. (`POST /v1/stories`) */
  create(input?: StoriesCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** The stories of the token's user. (`GET /v1/users/me/stories`) */
  listMine(input?: StoriesListMineInput, options?: CallOptions): ListCall<unknown, BelowId> {
    return this.#client.list(listMine, input, options)
  }

  /** Stories that may please the token's user. (`GET /v1/stories/discovery`) */
  discover(input?: StoriesDiscoverInput, options?: CallOptions): ListCall<unknown, FromIndex> {
    return this.#client.list(discover, input, options)
  }

  /** What was posted under a hashtag. (`GET /v1/feeds/hashtags`) */
  listByHashtag(input: StoriesListByHashtagInput, options?: CallOptions): ListCall<unknown, BelowId> {
    return this.#client.list(listByHashtag, input, options)
  }
}
