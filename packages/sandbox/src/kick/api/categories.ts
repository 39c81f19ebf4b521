import { cutPage, readLimit } from './page.js'
import { badRequest, notFound, ok, type ApiRoute } from './route.js'

/** A category as version 2 spells it. */
export interface CategoryWire {
  readonly id: number
  readonly name: string
  readonly thumbnail: string
  readonly tags: readonly string[]
}

const names: readonly (readonly [string, readonly string[]])[] = [
  ['Just Chatting', ['irl']],
  ['Old School RuneScape', ['mmo', 'rpg']],
  ['Slots & Casino', ['gambling']],
  ['Chess', ['board']],
  ['Music', ['irl', 'creative']],
  ['Counter-Strike 2', ['shooter']],
  ['Minecraft', ['sandbox']],
  ['Warhammer 40,000: Darktide', ['shooter']],
]

/** Fifteen is the first, as at Kick. */
export const categories: readonly CategoryWire[] = Array.from({ length: 60 }, (_, index) => {
  const [name, tags] = names[index] ?? [`Game ${index}`, ['indie']]
  const id = 15 + index
  return { id, name, thumbnail: `https://files.kick.com/images/subcategories/${id}/banner.jpg`, tags }
})

/** The category that channels and livestreams show: without its tags. */
export function toShortCategory(id: number): Omit<CategoryWire, 'tags'> | null {
  const found = categories.find((category) => category.id === id)
  return found === undefined ? null : { id: found.id, name: found.name, thumbnail: found.thumbnail }
}

const readWords = (query: URLSearchParams, name: string): readonly string[] =>
  query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .map((word) => word.toLowerCase())

export const categoryRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v2/categories',
    token: 'either',
    answer({ query }) {
      const limit = readLimit(query, 25, 1000)
      const [words, tags, ids] = [
        readWords(query, 'name'),
        readWords(query, 'tag'),
        readWords(query, 'id').map(Number),
      ]
      if (limit === undefined || ids.some((id) => !Number.isSafeInteger(id) || id < 1)) return badRequest()
      if ([...words, ...tags].some((word) => word.length > 100)) return badRequest()
      const found = categories.filter(
        ({ id, name, tags: own }) =>
          (ids.length === 0 || ids.includes(id)) &&
          (words.length === 0 || words.some((word) => name.toLowerCase().includes(word))) &&
          (tags.length === 0 || tags.some((tag) => own.includes(tag))),
      )
      const { items, nextCursor } = cutPage(found, query.get('cursor'), limit)
      return ok(items, { nextCursor })
    },
  },
  {
    method: 'GET',
    path: '/public/v1/categories',
    token: 'either',
    answer({ query }) {
      const wanted = query.get('q')?.toLowerCase() ?? ''
      const page = Number(query.get('page') ?? 1)
      if (wanted === '' || !Number.isInteger(page) || page < 1) return badRequest()
      const found = categories.filter(({ name }) => name.toLowerCase().includes(wanted))
      return ok(
        found.slice((page - 1) * 100, page * 100).map(({ id, name, thumbnail }) => ({ id, name, thumbnail })),
      )
    },
  },
  {
    method: 'GET',
    path: '/public/v1/categories/{category_id}',
    token: 'either',
    answer({ parameters, world }) {
      const found = categories.find(({ id }) => id === Number(parameters['category_id']))
      if (found === undefined) return notFound
      const viewers = world
        .rooms()
        .filter(({ desk, memory }) => desk.categoryId === found.id && memory.livestream !== undefined)
        .reduce((sum, { memory }) => sum + memory.viewers, 0)
      return ok({ ...found, viewer_count: viewers })
    },
  },
]
