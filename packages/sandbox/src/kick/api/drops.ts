import { badRequest, noContent, ok, type ApiRoute } from './route.js'
import { readLimit } from './page.js'

const path = '/public/v1/drops/claims'

export const dropRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path,
    token: 'app',
    answer({ query, world }) {
      const limit = readLimit(query, 10, 1000)
      if (limit === undefined) return badRequest()
      const found = world.drops.claims.filter((claim) =>
        (['campaign_id', 'user_id', 'claim_id', 'external_status'] as const).every(
          (name) => !query.has(name) || String(claim[name]) === query.get(name),
        ),
      )
      const cursor = query.get('cursor')
      const start = cursor === null ? 0 : found.findIndex(({ claim_id }) => claim_id === cursor) + 1
      const claims = found.slice(start, start + limit)
      // Here the cursor stands in the data, and is the last claim's id.
      return ok({ claims, cursor: start + limit < found.length ? claims.at(-1)?.claim_id : '' })
    },
  },
  {
    method: 'PATCH',
    path,
    token: 'app',
    answer({ body, world }) {
      const { claims } = body
      if (!Array.isArray(claims) || claims.length === 0 || claims.length > 100) return badRequest()
      for (const change of claims as readonly Readonly<Record<string, unknown>>[]) {
        const claim = world.drops.claims.find(({ claim_id }) => claim_id === change['claim_id'])
        if (claim === undefined || typeof change['external_status'] !== 'string') return badRequest()
        claim.external_status = change['external_status']
        claim.updated_at = new Date(world.now()).toISOString()
      }
      return noContent
    },
  },
]
