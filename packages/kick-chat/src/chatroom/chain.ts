import { checkFunction } from '../check-option.js'
import { isKickError, kickError } from '../errors.js'
import type { ChatroomLookup } from './lookup.js'

/**
 * Several lookups as one: each is asked where the one before it failed, whatever for. Where all fail, the first error
 * that is not `not_found` is the answer, since only all of them together may say that there is no such room.
 *
 * @throws KickError `invalid_options` for no lookup at all, or one that is no function
 */
export function chainLookups(...lookups: readonly ChatroomLookup[]): ChatroomLookup {
  if (lookups.length === 0) throw kickError('invalid_options', 'chainLookups needs a lookup at least.')
  for (const [index, lookup] of lookups.entries()) checkFunction(`lookup ${index + 1}`, lookup)

  return async (slug, options) => {
    const errors: unknown[] = []
    for (const lookup of lookups) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- the next one is asked only where this one failed
        return await lookup(slug, options)
      } catch (error) {
        if (options.signal?.aborted) throw error
        errors.push(error)
      }
    }
    throw errors.find((error) => !isKickError(error) || error.code !== 'not_found') ?? errors[0]
  }
}
