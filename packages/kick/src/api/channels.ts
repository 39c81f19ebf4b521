import type { Call, CallOptions } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import { categoryName, type CategoryName } from './category.js'
import { checkId, checkList, checkText, given, invalid } from './check.js'
import { flag, integer, list, object, optional, spelled, text, time, type Decoder } from './decode.js'
import { inParts } from './in-parts.js'
import type { KickClient, KickEndpoint } from './kick-client.js'
import { single } from './single.js'

/** What a channel sends, or sent last. */
export interface ChannelStream {
  readonly isLive: boolean
  readonly isMature: boolean
  readonly language: string | undefined
  /** Milliseconds since 1970. None where it is offline. */
  readonly startedAtMs: number | undefined
  readonly thumbnail: string | undefined
  readonly viewerCount: number
  readonly customTags: readonly string[]
  /** Where the streamer sends to; only of one's own channel, with the scope `streamkey:read`. */
  readonly url: string | undefined
  /** A secret of the streamer: as `url`. */
  readonly key: string | undefined
}

/** A channel. */
export interface Channel {
  /** The streamer's user id; neither the channel's id nor the chatroom's, which Kick's API does not tell. */
  readonly broadcasterUserId: number
  readonly slug: string
  readonly channelDescription: string | undefined
  readonly bannerPicture: string | undefined
  readonly streamTitle: string | undefined
  readonly category: CategoryName | undefined
  readonly stream: ChannelStream | undefined
  readonly activeSubscribersCount: number | undefined
  readonly activeGiftedSubscribersCount: number | undefined
  readonly canceledSubscribersCount: number | undefined
}

/** Which channel: by its streamer's user id or by its name in addresses. */
export type ChannelName =
  | { readonly broadcasterUserId: number; readonly slug?: undefined }
  | { readonly slug: string; readonly broadcasterUserId?: undefined }

/** Which channels, in one of two ways. */
export type ChannelNames =
  | { readonly broadcasterUserIds: readonly number[]; readonly slugs?: undefined }
  | { readonly slugs: readonly string[]; readonly broadcasterUserIds?: undefined }

/** What to change of one's own channel: at least one of these. */
export interface ChannelChanges {
  readonly categoryId?: number | undefined
  /** At least one character. */
  readonly streamTitle?: string | undefined
  /** At most 10. An empty list takes all of them away. */
  readonly customTags?: readonly string[] | undefined
}

const stream: Decoder<ChannelStream> = object<ChannelStream>({
  isLive: flag,
  isMature: flag,
  language: optional(text),
  startedAtMs: spelled('start_time', optional(time)),
  thumbnail: optional(text),
  viewerCount: integer,
  customTags: (value, place) => (value === undefined ? [] : list(text)(value, place)),
  url: optional(text),
  key: optional(text),
})

const channel: Decoder<Channel> = object<Channel>({
  broadcasterUserId: integer,
  slug: text,
  channelDescription: optional(text),
  bannerPicture: optional(text),
  streamTitle: optional(text),
  category: optional(categoryName),
  stream: optional(stream),
  activeSubscribersCount: optional(integer),
  activeGiftedSubscribersCount: optional(integer),
  canceledSubscribersCount: optional(integer),
})

const path = '/public/v1/channels'
const channelsAtOnce = 50

/** Channels. A user's token needs the scope `channel:read`. {@link https://docs.kick.com/apis/channels} */
export class ChannelsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /**
   * One channel (`GET /public/v1/channels`). Rejects with `not_found` where there is none; Kick itself answers an
   * unknown slug with 400 and few words.
   */
  get(name: ChannelName, options?: CallOptions): Call<Channel> {
    return this.#client.call(
      () =>
        read(
          name?.slug === undefined
            ? { broadcasterUserIds: [name?.broadcasterUserId] }
            : { slugs: [name.slug] },
          single(channel, 'channel'),
        ),
      options,
    )
  }

  /**
   * Channels, 50 in one request and so many requests as it takes (`GET /public/v1/channels`). Channels that are not
   * there are left out, unless Kick refuses them all for one slug that it does not know.
   */
  async list(names: ChannelNames, options?: CallOptions): Promise<readonly Channel[]> {
    const ask = (part: ChannelNames): Call<readonly Channel[]> =>
      this.#client.call(() => read(part, list(channel)), options)
    const { broadcasterUserIds, slugs } = checkNames(names)
    return broadcasterUserIds === undefined
      ? inParts(slugs, channelsAtOnce, (part) => ask({ slugs: part }))
      : inParts(broadcasterUserIds, channelsAtOnce, (part) => ask({ broadcasterUserIds: part }))
  }

  /** The channel of the token's user (`GET /public/v1/channels`, a user's token). */
  own(options?: CallOptions): Call<Channel> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path,
        needs: 'user',
        scopes: ['channel:read'],
        secretAnswer: true,
        data: single(channel, 'channel'),
      }),
      options,
    )
  }

  /** Changes the channel of the token's user (`PATCH /public/v1/channels`, a user's token, scope `channel:write`). */
  update(changes: ChannelChanges, options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({
        method: 'PATCH',
        path,
        json: toChanges(changes),
        needs: 'user',
        scopes: ['channel:write'],
      }),
      options,
    )
  }
}

function read<Value>(names: ChannelNames, data: Decoder<Value>): KickEndpoint<Value> {
  const { broadcasterUserIds, slugs } = checkNames(names)
  return {
    method: 'GET',
    path,
    query: { broadcaster_user_id: broadcasterUserIds, slug: slugs },
    needs: 'either',
    scopes: ['channel:read'],
    // It may hold the streamer's key.
    secretAnswer: true,
    data,
  }
}

function checkNames(names: ChannelNames): ChannelNames {
  const { broadcasterUserIds, slugs } = names ?? {}
  if ((broadcasterUserIds === undefined) === (slugs === undefined)) {
    throw invalid('names', 'either broadcasterUserIds or slugs', names)
  }
  if (broadcasterUserIds !== undefined) {
    return { broadcasterUserIds: checkList('broadcasterUserIds', broadcasterUserIds, Infinity, checkId) }
  }
  return { slugs: checkList('slugs', slugs ?? [], Infinity, (name, slug) => checkText(name, slug, 1, 25)) }
}

function toChanges(changes: ChannelChanges): Readonly<Record<string, unknown>> {
  const { categoryId, streamTitle, customTags } = changes ?? {}
  if (categoryId === undefined && streamTitle === undefined && customTags === undefined) {
    throw new KickError('invalid_argument', 'changes has to hold a categoryId, a streamTitle or customTags.')
  }
  return {
    category_id: given(categoryId, (id) => checkId('categoryId', id)),
    stream_title: given(streamTitle, (title) => checkText('streamTitle', title, 1, Infinity)),
    custom_tags: given(customTags, checkTags),
  }
}

function checkTags(tags: readonly string[]): readonly string[] {
  if (Array.isArray(tags) && tags.length === 0) return tags
  return checkList('customTags', tags, 10, (name, tag) => checkText(name, tag, 1, Infinity))
}
