import { categories, toShortCategory } from './categories.js'
import { toSecondTime } from './times.js'
import { readIds } from './page.js'
import { badRequest, forbidden, noContent, ok, type ApiRoute } from './route.js'
import { accountOf, findRoom, type ApiRoom } from './world.js'

const maxChannels = 50

export const channelRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v1/channels',
    token: 'either',
    scopes: ['channel:read'],
    answer({ query, token, world }) {
      const ids = readIds(query, 'broadcaster_user_id')
      const slugs = query.getAll('slug')
      const isSound =
        ids !== undefined &&
        (ids.length === 0 || slugs.length === 0) &&
        ids.length <= maxChannels &&
        slugs.length <= maxChannels &&
        slugs.every((slug) => slug.length <= 25)
      if (!isSound) return badRequest()
      const own = accountOf({ token, world })?.own
      const withKey = (found: ApiRoom): object =>
        toChannel(found, found === own && token.scopes.includes('streamkey:read'))
      if (ids.length > 0) {
        return ok(ids.flatMap((id) => findRoom(world, id) ?? []).map(withKey))
      }
      if (slugs.length > 0) {
        const found = slugs.map((slug) => world.rooms().find(({ room }) => room.slug === slug.toLowerCase()))
        // One unknown slug fails them all, as has been seen of Kick.
        if (found.includes(undefined)) return badRequest()
        return ok(found.filter((room) => room !== undefined).map(withKey))
      }
      return token.kind === 'app' || own === undefined ? badRequest() : ok([withKey(own)])
    },
  },
  {
    method: 'PATCH',
    path: '/public/v1/channels',
    token: 'user',
    scopes: ['channel:write'],
    answer({ body, token, world }) {
      const own = accountOf({ token, world })?.own
      if (own === undefined) return forbidden
      const { category_id: categoryId, stream_title: title, custom_tags: tags } = body
      const isSound =
        (categoryId !== undefined || title !== undefined || tags !== undefined) &&
        (categoryId === undefined || categories.some(({ id }) => id === categoryId)) &&
        (title === undefined || (typeof title === 'string' && title !== '')) &&
        (tags === undefined || isTags(tags))
      if (!isSound) return badRequest()
      const { desk, memory } = own
      if (typeof categoryId === 'number') desk.categoryId = categoryId
      if (isTags(tags)) desk.tags = tags
      if (typeof title === 'string') {
        desk.title = title
        if (memory.livestream !== undefined) memory.livestream.title = title
      }
      world.tell(own, 'livestream.metadata.updated', {
        metadata: {
          title: desk.title,
          language: 'en',
          has_mature_content: false,
          category: toShortCategory(desk.categoryId),
          // The live body says it twice.
          Category: toShortCategory(desk.categoryId),
        },
      })
      return noContent
    },
  },
]

function isTags(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 10 && value.every((tag) => typeof tag === 'string')
}

function toChannel({ room, memory, desk }: ApiRoom, showsKey: boolean): object {
  const { livestream } = memory
  return {
    broadcaster_user_id: room.userId,
    slug: room.slug,
    channel_description: `The room of ${room.username}, for trying things out.`,
    banner_picture: '',
    stream_title: livestream?.title ?? desk.title,
    category: toShortCategory(desk.categoryId),
    stream: {
      is_live: livestream !== undefined,
      is_mature: false,
      language: 'en',
      start_time: livestream === undefined ? '0001-01-01T00:00:00Z' : toSecondTime(livestream.startedAtMs),
      thumbnail: '',
      viewer_count: memory.viewers,
      custom_tags: desk.tags,
      url: showsKey ? 'rtmps://ingest.invalid:443/app/' : '',
      key: showsKey ? `sk_sandbox_${room.slug}` : '',
    },
    active_subscribers_count: 12,
    canceled_subscribers_count: 1,
  }
}
