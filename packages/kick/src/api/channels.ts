import type { Call, CallOptions, ErrorBody } from '@wireloom/http-core'
import { isKickError, KickError } from '../kick-error.js'
import { categoryName, type CategoryName } from './category.js'
import { checkId, checkList, checkText, given, invalid } from './check.js'
import {
  flag,
  integer,
  list,
  object,
  optional,
  optionalList,
  spelled,
  text,
  time,
  type Decoder,
} from './decode.js'
import { readRefusal } from './envelope.js'
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
  customTags: optionalList(text),
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
  readonly #named: KickClient

  constructor(client: KickClient) {
    this.#client = client
    this.#named = client.readingRefusals(readUnknownSlug)
  }

  /**
   * One channel (`GET /public/v1/channels`). Rejects with `not_found` where there is none, whether Kick says so with an
   * empty list or, for a slug, with 400 and "Invalid request".
   */
  get(name: ChannelName, options?: CallOptions): Call<Channel> {
    return this.#named.call(() => read(checkName(name), single(channel, 'channel')), options)
  }

  /**
   * Channels, 50 in one request and so many requests as it takes (`GET /public/v1/channels`). Channels that are not
   * there are left out. Where Kick refuses them all for one slug that it does not know, the others are asked for
   * again by halves: some ten requests more for each unknown slug.
   */
  async list(names: ChannelNames, options?: CallOptions): Promise<readonly Channel[]> {
    const ask = (part: ChannelNames): Call<readonly Channel[]> =>
      this.#named.call(() => read(part, list(channel)), options)
    const { broadcasterUserIds, slugs } = checkNames(names)
    return broadcasterUserIds === undefined
      ? inParts(slugs, channelsAtOnce, (part) => skipUnknown(part, (some) => ask({ slugs: some })))
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

/** Kick refuses a request for one slug that it does not know, in words that name none. */
function readUnknownSlug(body: unknown): ErrorBody {
  const refusal = readRefusal(body)
  return /^invalid request$/i.test(refusal.message ?? '') ? { ...refusal, code: 'not_found' } : refusal
}

async function skipUnknown(
  slugs: readonly string[],
  ask: (some: readonly string[]) => PromiseLike<readonly Channel[]>,
): Promise<readonly Channel[]> {
  try {
    return await ask(slugs)
  } catch (error) {
    if (!isKickError(error) || error.code !== 'not_found') throw error
    if (slugs.length === 1) return []
    const middle = Math.ceil(slugs.length / 2)
    const first = await skipUnknown(slugs.slice(0, middle), ask)
    return [...first, ...(await skipUnknown(slugs.slice(middle), ask))]
  }
}

function read<Value>({ broadcasterUserIds, slugs }: ChannelNames, data: Decoder<Value>): KickEndpoint<Value> {
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

function checkName(name: ChannelName): ChannelNames {
  const { broadcasterUserId, slug } = name ?? {}
  if ((broadcasterUserId === undefined) === (slug === undefined)) {
    throw invalid('name', 'either a broadcasterUserId or a slug', name)
  }
  return broadcasterUserId === undefined
    ? { slugs: [checkSlug('slug', slug ?? '')] }
    : { broadcasterUserIds: [checkId('broadcasterUserId', broadcasterUserId)] }
}

function checkSlug(name: string, slug: string): string {
  return checkText(name, slug, 1, 25)
}

function checkNames(names: ChannelNames): ChannelNames {
  const { broadcasterUserIds, slugs } = names ?? {}
  if ((broadcasterUserIds === undefined) === (slugs === undefined)) {
    throw invalid('names', 'either broadcasterUserIds or slugs', names)
  }
  if (broadcasterUserIds !== undefined) {
    return { broadcasterUserIds: checkList('broadcasterUserIds', broadcasterUserIds, Infinity, checkId) }
  }
  return { slugs: checkList('slugs', slugs ?? [], Infinity, checkSlug) }
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
