import type { ApiAnswer, ApiCall } from './answer-api.js'
import type { People } from './chat/people.js'

/** The vendor that the owner is. */
export const ownVendorId = 77

/** Who the token's user is; all else of users is made up. */
export function answerUsers(
  { operation, grant }: ApiCall,
  people: People,
  ownerId: number,
): ApiAnswer | undefined {
  if (operation.path !== '/v1/users/me') return undefined
  const person = people.find(grant?.userId ?? 0)
  if (person === undefined) return undefined
  const { id, hashId, name } = person
  return { facts: { id, hash_id: hashId, name, vendor: id === ownerId ? { id: ownVendorId } : null } }
}
