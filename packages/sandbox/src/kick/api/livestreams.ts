import { toShortCategory } from './categories.js'
import { cutPage, readIds, readLimit } from './page.js'
import { badRequest, ok, type ApiRoute } from './route.js'
import { toSecondTime } from './times.js'
import { pictureOf, type ApiRoom, type ApiWorld } from './world.js'

const language = 'en'

export const livestreamRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v2/livestreams',
    token: 'either',
    answer({ query, world }) {
      const limit = readLimit(query, 100, 1000)
      const categoryIds = readIds(query, 'category_id')
      const languages = query.getAll('language_code')
      if (limit === undefined || categoryIds === undefined) return badRequest()
      if (categoryIds.length > 25 || languages.length > 25) return badRequest()
      const found = liveRooms(world).filter(
        ({ desk }) =>
          (categoryIds.length === 0 || categoryIds.includes(desk.categoryId)) &&
          (languages.length === 0 || languages.includes(language)),
      )
      const { items, nextCursor } = cutPage(found, query.get('cursor'), limit)
      return ok(items.map(toLivestream), { nextCursor })
    },
  },
  {
    method: 'GET',
    path: '/public/v1/users/livestreams',
    token: 'either',
    answer({ query, world }) {
      const ids = readIds(query, 'user_id')
      if (ids === undefined || ids.length === 0 || ids.length > 100) return badRequest()
      return ok(
        liveRooms(world)
          .filter(({ room }) => ids.includes(room.userId))
          .map(toLivestream),
      )
    },
  },
  {
    method: 'GET',
    path: '/public/v1/livestreams',
    token: 'either',
    answer({ query, world }) {
      const limit = readLimit(query, 25, 100)
      const ids = readIds(query, 'broadcaster_user_id')
      const sort = query.get('sort') ?? 'viewer_count'
      if (limit === undefined || ids === undefined || ids.length > 50) return badRequest()
      if (sort !== 'viewer_count' && sort !== 'started_at') return badRequest()
      const categoryId = query.get('category_id')
      const found = liveRooms(world).filter(
        ({ room, desk }) =>
          (ids.length === 0 || ids.includes(room.userId)) &&
          (categoryId === null || desk.categoryId === Number(categoryId)) &&
          (query.get('language') ?? language) === language,
      )
      if (sort === 'viewer_count') found.sort((left, right) => right.memory.viewers - left.memory.viewers)
      return ok(found.slice(0, limit).map(toFirstLivestream))
    },
  },
  {
    method: 'GET',
    path: '/public/v1/livestreams/stats',
    token: 'either',
    answer: ({ world }) => ok({ total_count: liveRooms(world).length }),
  },
]

/** The rooms on the air, the oldest stream first. */
function liveRooms(world: ApiWorld): ApiRoom[] {
  return world
    .rooms()
    .filter(({ memory }) => memory.livestream !== undefined)
    .toSorted((left, right) => startOf(left) - startOf(right))
}

function startOf({ memory }: ApiRoom): number {
  return memory.livestream?.startedAtMs ?? 0
}

function toLivestream(live: ApiRoom): object {
  const { room, memory, desk } = live
  return {
    id: String(memory.livestream?.id ?? ''),
    broadcaster_user: {
      id: room.userId,
      username: room.username,
      profile_picture: pictureOf(room.userId),
    },
    channel: { slug: room.slug },
    category: toShortCategory(desk.categoryId),
    title: memory.livestream?.title ?? '',
    language_code: language,
    has_mature_content: false,
    started_at: toSecondTime(startOf(live)),
    tags: desk.tags,
    thumbnail: '',
    viewer_count: memory.viewers,
  }
}

function toFirstLivestream(live: ApiRoom): object {
  const { room, memory, desk } = live
  return {
    broadcaster_user_id: room.userId,
    channel_id: room.channelId,
    slug: room.slug,
    stream_title: memory.livestream?.title ?? '',
    category: toShortCategory(desk.categoryId),
    language,
    has_mature_content: false,
    thumbnail: '',
    profile_picture: pictureOf(room.userId),
    started_at: toSecondTime(startOf(live)),
    viewer_count: memory.viewers,
    custom_tags: desk.tags,
  }
}
