import type { Call, CallOptions, Paged } from '@wireloom/http-core'
import { categoryName, type CategoryName } from './category.js'
import { checkId, checkList, checkOneOf, checkText, checkWhole, given } from './check.js'
import {
  flag,
  integer,
  key,
  list,
  object,
  optional,
  optionalList,
  spelled,
  text,
  time,
  type Decoder,
} from './decode.js'
import { inParts } from './in-parts.js'
import type { KickClient } from './kick-client.js'

/** A stream on the air. */
export interface Livestream {
  readonly id: string
  readonly broadcasterUser: {
    readonly id: number
    readonly username: string
    readonly profilePicture: string | undefined
  }
  readonly channel: { readonly slug: string }
  readonly category: CategoryName | undefined
  readonly title: string | undefined
  /** BCP 47. */
  readonly languageCode: string | undefined
  readonly hasMatureContent: boolean
  /** Milliseconds since 1970. */
  readonly startedAtMs: number
  readonly tags: readonly string[]
  readonly thumbnail: string | undefined
  /** Counted anew about once a minute. */
  readonly viewerCount: number
}

/** A stream on the air as version 1 tells it. */
export interface LivestreamV1 {
  readonly broadcasterUserId: number
  /** The channel's own id, which no other call tells. */
  readonly channelId: number
  readonly slug: string
  readonly streamTitle: string | undefined
  readonly category: CategoryName | undefined
  readonly language: string | undefined
  readonly hasMatureContent: boolean
  readonly thumbnail: string | undefined
  readonly profilePicture: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAtMs: number
  readonly viewerCount: number
  readonly customTags: readonly string[]
}

/** Which streams to list. */
export interface LivestreamFilter {
  /** At most 25. */
  readonly categoryIds?: readonly number[] | undefined
  /** BCP 47, at most 25. */
  readonly languageCodes?: readonly string[] | undefined
  /** How many in one page, 1 to 1000. Default 100, Kick's own. */
  readonly pageSize?: number | undefined
}

/** Which streams to list by version 1. */
export interface LivestreamFilterV1 {
  /** At most 50. */
  readonly broadcasterUserIds?: readonly number[] | undefined
  readonly categoryId?: number | undefined
  readonly language?: string | undefined
  /** 1 to 100. Default 25, Kick's own. */
  readonly limit?: number | undefined
  readonly sort?: 'viewer_count' | 'started_at' | undefined
}

const livestream: Decoder<Livestream> = object<Livestream>({
  id: key,
  broadcasterUser: object<Livestream['broadcasterUser']>({
    id: integer,
    username: text,
    profilePicture: optional(text),
  }),
  channel: object<Livestream['channel']>({ slug: text }),
  category: optional(categoryName),
  title: optional(text),
  languageCode: optional(text),
  hasMatureContent: flag,
  startedAtMs: spelled('started_at', time),
  tags: optionalList(text),
  thumbnail: optional(text),
  viewerCount: integer,
})

const livestreamV1: Decoder<LivestreamV1> = object<LivestreamV1>({
  broadcasterUserId: integer,
  channelId: integer,
  slug: text,
  streamTitle: optional(text),
  category: optional(categoryName),
  language: optional(text),
  hasMatureContent: flag,
  thumbnail: optional(text),
  profilePicture: optional(text),
  startedAtMs: spelled('started_at', time),
  viewerCount: integer,
  customTags: optionalList(text),
})

const totalCount: Decoder<{ readonly totalCount: number }> = object<{ readonly totalCount: number }>({
  totalCount: integer,
})

/** Who is on the air. Any token will do. {@link https://docs.kick.com/apis/livestreams} */
export class LivestreamsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** Streams, the oldest first, page by page (`GET /public/v2/livestreams`). */
  list(filter: LivestreamFilter = {}, options?: CallOptions): Paged<Livestream> {
    return this.#client.list((cursor) => {
      const { categoryIds, languageCodes, pageSize } = filter ?? {}
      return {
        method: 'GET',
        path: '/public/v2/livestreams',
        query: {
          cursor,
          limit: given(pageSize, (size) => checkWhole('pageSize', size, 1, 1000)),
          category_id: given(categoryIds, (ids) => checkList('categoryIds', ids, 25, checkId)),
          language_code: given(languageCodes, (codes) =>
            checkList('languageCodes', codes, 25, (name, code) => checkText(name, code, 1, 35)),
          ),
        },
        needs: 'either',
        data: list(livestream),
      }
    }, options)
  }

  /**
   * The streams of these people, as far as they are on the air (`GET /public/v1/users/livestreams`), 100 in one request
   * and so many requests as it takes.
   */
  async ofUsers(userIds: readonly number[], options?: CallOptions): Promise<readonly Livestream[]> {
    const checked = checkList('userIds', userIds, Infinity, checkId)
    return inParts(checked, 100, (part) =>
      this.#client.call(
        () => ({
          method: 'GET',
          path: '/public/v1/users/livestreams',
          query: { user_id: part },
          needs: 'either',
          data: list(livestream),
        }),
        options,
      ),
    )
  }

  /**
   * Streams by streamer, category or language (`GET /public/v1/livestreams`).
   *
   * @deprecated Kick has called it so since 2026-06-23; use `list` or `ofUsers`, which do not tell the channel's id.
   */
  listV1(filter: LivestreamFilterV1 = {}, options?: CallOptions): Call<readonly LivestreamV1[]> {
    return this.#client.call(() => {
      const { broadcasterUserIds, categoryId, language, limit, sort } = filter ?? {}
      return {
        method: 'GET',
        path: '/public/v1/livestreams',
        query: {
          broadcaster_user_id: given(broadcasterUserIds, (ids) =>
            checkList('broadcasterUserIds', ids, 50, checkId),
          ),
          category_id: given(categoryId, (id) => checkId('categoryId', id)),
          language: given(language, (code) => checkText('language', code, 1, 35)),
          limit: given(limit, (count) => checkWhole('limit', count, 1, 100)),
          sort: given(sort, (order) => checkOneOf('sort', order, ['viewer_count', 'started_at'])),
        },
        needs: 'either',
        data: list(livestreamV1),
      }
    }, options)
  }

  /** How many streams are on the air on all of Kick (`GET /public/v1/livestreams/stats`). */
  stats(options?: CallOptions): Call<{ readonly totalCount: number }> {
    return this.#client.call(
      () => ({ method: 'GET', path: '/public/v1/livestreams/stats', needs: 'either', data: totalCount }),
      options,
    )
  }
}
