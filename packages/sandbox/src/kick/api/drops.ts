import type { DropClaimRecord } from './drop-book.js'
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
      const changes = claims.map((change: unknown) => readChange(change, world.drops.claims))
      // All or none: one claim that is unknown spoils the others.
      if (changes.includes(undefined)) return badRequest()
      for (const change of changes) {
        if (change === undefined) continue
        change.claim.external_status = change.status
        change.claim.updated_at = new Date(world.now()).toISOString()
      }
      return noContent
    },
  },
]

function readChange(
  change: unknown,
  claims: readonly DropClaimRecord[],
): { claim: DropClaimRecord; status: string } | undefined {
  if (typeof change !== 'object' || change === null) return undefined
  const { claim_id: id, external_status: status } = change as Readonly<Record<string, unknown>>
  const claim = claims.find(({ claim_id }) => claim_id === id)
  return claim === undefined || typeof status !== 'string' ? undefined : { claim, status }
}
